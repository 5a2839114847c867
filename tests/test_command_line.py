"""`python -m bot …`: what each command does, prints and returns."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Done, Run, run, url_of
from office import SUE, Office

from bot.__main__ import at_terminal
from bot.scoring import rubric

__all__ = ["run"]

ROOT = Path(__file__).parent.parent


# The terminal.


def test_chinese_is_written_whatever_the_terminal_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, "ascii"))
    assert at_terminal(["rubrics"]) == 0
    assert "客服考核标准" in written.getvalue().decode()


def test_a_reader_that_has_seen_enough_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert at_terminal(["rubrics"]) == 0


# Help.

HELP = """\
usage: python -m bot [-h] COMMAND ...

Appraise a customer-service team without leaving Slack.

options:
  -h, --help  show this help message and exit

commands:
  COMMAND
    serve     Serve Slack until stopped
    demo      Open the playground with a sample workspace, until stopped
    migrate   Bring the database's schema up to date, or move all data into another database
    backup    Write the whole database into a new file, while the bot runs
    restore   Put the database back to what a backup holds, while the bot runs
    doctor    Say in plain words what is wrong with settings, database or Slack
    verify    Walk every workspace's ledger and name the first entry that was tampered with
    job       Do one job, or all, as if it were the moment --at, and deliver what is due now
    score     Score a file of entries by a rubric; neither Slack nor a database is needed
    rubrics   List the rubrics of the catalogue
    rubric    Show, check, compare or try a rubric, or print the schema of all

Settings come from the environment and from .env; .env.example names them.
"""
JOB_HELP = """\
usage: python -m bot job [-h] [--at MOMENT] {all,month_end,step,prune}

Do one job, or all, as if it were the moment --at, and deliver what is due now.

positional arguments:
  {all,month_end,step,prune}

options:
  -h, --help            show this help message and exit
  --at MOMENT           as 2026-12-01T09:00+08:00; now, if left out
"""


def test_help_names_every_command(run: Run) -> None:
    assert run("--help") == Done(0, HELP, "")
    assert run("job", "--help") == Done(0, JOB_HELP, "")


@pytest.mark.parametrize(
    "command",
    [
        *("serve", "demo", "migrate", "backup", "restore", "doctor", "verify", "job"),
        *("score", "rubrics", "rubric"),
    ],
)
def test_every_command_has_its_promise_as_help(run: Run, command: str) -> None:
    (line,) = (line for line in HELP.splitlines() if line.startswith(f"    {command} "))
    promise = line.split(None, 1)[1]
    done = run(command, "--help")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"usage: python -m bot {command} [-h]")
    assert f"\n{promise}.\n" in done.out


@pytest.mark.parametrize(
    "arguments", [(), ("nonsense",), ("job",), ("job", "nonsense"), ("rubric",)]
)
def test_what_is_no_command_is_misuse(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("usage: python -m bot")


def test_the_exit_status_is_the_process_s(tmp_path: Path) -> None:
    environ = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "PORT": "no port"}
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "migrate"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        2,
        "",
        "The settings do not hold together:\nPORT: write a whole number from 1 to 65535\n",
    )


# Rubrics and files: the words are tested beside bot.scoring.cli.


def test_rubrics_are_listed(run: Run) -> None:
    done = run("rubrics")
    assert (done.status, done.err) == (0, "")
    assert all(name in done.out for name in rubric.names())
    page = run("rubrics", "--markdown")
    assert (page.status, page.out) == (0, ROOT.joinpath("docs/schemes.md").read_text("utf-8"))


def test_a_rubric_file_is_checked(run: Run, tmp_path: Path) -> None:
    good = ROOT / "bot/scoring/catalogue/care-agents.yaml"
    assert run("rubric", "check", str(good)).status == 0
    tmp_path.joinpath("bad.yaml").write_text("id: bad\n", "utf-8")
    bad = run("rubric", "check", "bad.yaml")
    assert (bad.status, bad.out) == (2, "")
    assert bad.err.startswith("bad.yaml")
    assert run("rubric", "schema").out.startswith("{\n")


def test_a_file_of_entries_is_scored_without_slack_or_database(run: Run, tmp_path: Path) -> None:
    tmp_path.joinpath("entries.json").write_text("[]", "utf-8")
    done = run("score", "care-agents", "entries.json")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Customer care agents (care-agents v")
    assert run("score", "care-agents", "entries.json", "--json").out.startswith("{\n")
    assert run("score", "care-agents", "entries.json", "--language", "zh").out != done.out
    assert run("score", "no-such", "entries.json").status == 2
    assert list(tmp_path.iterdir()) == [tmp_path / "entries.json"]


def test_a_month_is_tried_by_another_rubric(run: Run, office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.type("/deduct lee record", by=SUE)
    environ = {"DATABASE_URL": url_of(office.desk.database)}
    told = run("rubric", "simulate", "scenic-agent-infraction-list", "2026-11", **environ)
    assert told == Done(
        0,
        "Care · 2026-11\n"
        "  Lee Moss | 99 | 100 | ▲ 1 | A → –\n"
        "  Ann Reed | 98 | 98 | ±0 | A → –\n"
        "  王芳 | 100 | 100 | ±0 | A → –\n"
        "  Recorded, but it has no such item: Record incomplete\n"
        "Desk · 2026-11\n"
        "  Tom Bell | 100 | 100 | ±0 | A → –\n",
        "",
    )
    assert run("rubric", "simulate", "care-agents", "2026-10", **environ) == Done(0, "", "")
    assert run("rubric", "simulate", "care-agents", "october", **environ) == Done(
        2, "", "write a month as 2026-10, not 'october'\n"
    )
    assert run("rubric", "simulate", "nothing", "2026-11", **environ) == Done(
        2, "", "nothing: no rubric of the catalogue, and no .yaml file\n"
    )


def test_a_taken_port_is_said_plainly(run: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("demo", "--port", str(port), "--folder", str(tmp_path))
    assert done.status == 1
    said = done.out + done.err
    assert f"Port {port} is taken. Choose another one: make demo PORT={port + 1}\n" in said
    assert "Setting the scene, this once" in said
