"""What the command line shows of rubrics: every code, what is wrong with a file, the catalogue."""

import io
import re
from pathlib import Path

import pytest

from bot.scoring import cli, rubric


def test_a_file_without_end_is_not_read_to_the_end() -> None:
    err = io.StringIO()
    assert cli.check_file("/dev/zero", out=io.StringIO(), err=err) == 2
    assert err.getvalue() == "/dev/zero:1: more than 80000000 bytes\n"


@pytest.mark.parametrize("name", rubric.names())
def test_every_code_of_a_rubric_is_shown(name: str) -> None:
    out = io.StringIO()
    assert cli.show_rubric(name, out=out, language="zh") == 0
    told = {words[0] for line_ in out.getvalue().splitlines() if (words := line_.split())}
    assert rubric.read(name).by_code.keys() - told == set()


def test_a_rubric_is_shown_line_by_line() -> None:
    out, err = io.StringIO(), io.StringIO()
    assert cli.show_rubric("tech-company-agent-monthly", out=out) == 0
    shown, read = out.getvalue().splitlines(), "contacts, contacts-per-head"
    assert [re.sub(r" {2,}", "  ", line_) for line_ in shown[2:19]] == [
        "Personnel",
        "  Attendance  5 · attendance · table",
        "  late  count  Late is counted (迟到)",
        "  missed-punch  count  Missed punch is counted (punch, 未打卡)",
        "  absent  count  Absent without leave is counted (旷工)",
        "  Leave  5 · leave · table",
        "  leave  value  Leave · 0…31 · days (请假)",
        "  Discipline  5 · discipline · table",
        "  distraction  count  Breach of discipline at work is counted (违纪)",
        "",
        "Work results",
        "  Workload  20 · workload · rating",
        "  workload  rating  Workload · 0…20 · by superior, self",
        f"  Volume against the mean per head, in percent no points · volume · figure ← {read}",
        "  Complaints caused  10 · complaints · choice",
        "  complaint  count  Complaint by a user is counted (投诉)",
        "  complaints  rating  Complaints caused · 0…10 · by superior",
    ]
    assert cli.show_rubric("tech", out=out, err=err) == 2
    assert err.getvalue() == "tech: no rubric of the catalogue, and no .yaml file\n"


def test_a_rubric_file_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text((rubric.CATALOGUE / "care-agents.yaml").read_text("utf-8"), "utf-8")
    out, err = io.StringIO(), io.StringIO()
    assert cli.check_file(str(path), out=out, err=err) == 0
    assert out.getvalue() == (
        "care-agents v1 is well: 13 items, 47 entries to log, 5 measures to record.\n"
    )
    path.write_text("id: x\n", "utf-8")
    assert cli.check_file(str(path), out=out, err=err) == 2
    assert err.getvalue().splitlines()[0] == f"{path}:1: `appraises` is missing"


def test_the_catalogue_is_listed() -> None:
    out = io.StringIO()
    assert cli.list_rubrics(out) == 0
    assert len(out.getvalue().splitlines()) == 45
    assert (
        "care-agents                         agent       Customer care agents (" in out.getvalue()
    )
