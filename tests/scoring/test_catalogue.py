"""The catalogue as a whole: complete, in two languages, and described by what is made from it."""

import io
import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from bot.scoring import cli, rubric
from bot.scoring.entries import Loggable, Measure
from bot.scoring.rules import RULES
from bot.scoring.score import score
from bot.scoring.text import Text

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", rubric.names())
def test_a_file_is_named_by_its_id_and_adds_up(name: str) -> None:
    one = rubric.read(name)
    assert one.id == name
    assert sum((item.of for item in one.items), Fraction(0)) == (one.total or 0)
    assert one.tags
    assert one.notes


def test_every_scheme_is_there_once() -> None:
    schemes = {name: one for name, one in rubric.catalogue().items() if name != "care-agents"}
    sources = sorted(one.source.split()[0] for one in schemes.values())
    assert sources == [f"S{n:02d}" for n in range(1, 45)]
    assert len(rubric.catalogue()) == 45
    assert rubric.catalogue()["care-agents"] is rubric.read("care-agents")
    with pytest.raises(KeyError):
        rubric.read("no-such-rubric")


@pytest.mark.parametrize("name", rubric.names())
def test_every_label_is_said_in_chinese_too(name: str) -> None:
    one = rubric.read(name)
    texts = [one.label, *(item.line.label for item in one.items)]
    texts += [thing.label for thing in one.by_code.values()]
    same = {"A", "B", "C", "D", "E", "KPI"}
    assert [it.zh for it in texts if not CHINESE.search(it.zh) and it.zh not in same] == []


@pytest.mark.parametrize("name", rubric.names())
def test_a_month_without_entries_can_be_scored(name: str) -> None:
    one = rubric.read(name)
    card = score(one, [])
    assert (card is None) == bool(one.opinion_needs)
    if card is not None:
        assert card.unscored == ()
        assert [line.id for line in card.lines][: len(one.items)] == [
            item.line.id for item in one.items
        ]


def test_what_can_be_logged_says_all_that_a_menu_needs() -> None:
    care = rubric.read("care-agents")
    late = care.find("C5")
    assert isinstance(late, Loggable)
    assert late.label == Text(en="Late for shift", zh="上班迟到")
    assert late.aliases == ("late", "迟到", "未提前到岗")
    assert (str(late.least), str(late.points), str(late.most)) == ("-3", "-2", "-1")
    assert (late.kind, late.critical, late.note_required) == ("deduction", False, False)
    assert late.group == Text(en="Work discipline", zh="工作纪律")
    assert care.find("nothing") is None


@pytest.mark.parametrize(
    ("code", "asks"),
    [("A1", {"critical", "note"}), ("B1", {"note"}), ("A4", set()), ("praise", set())],
)
def test_weighty_deductions_ask_for_a_note(code: str, asks: set[str]) -> None:
    entry = rubric.read("care-agents").find(code)
    assert isinstance(entry, Loggable)
    assert entry.critical == ("critical" in asks)
    assert entry.note_required == ("note" in asks)


def test_what_can_be_recorded_says_how() -> None:
    care = rubric.read("care-agents")
    told = {
        it.code: (it.kind, it.collect, [level.code for level in it.levels], it.raters)
        for it in care.measures
    }
    assert told == {
        "calls": ("number", "sum", [], ()),
        "survey": (
            "level",
            "mean",
            ["very-satisfied", "satisfied", "fair", "dissatisfied"],
            (),
        ),
        "csat": ("number", "mean", [], ()),
        "cooperation": ("rating", "replace", [], ("superior", "peer", "self")),
        "training": ("number", "sum", [], ()),
    }
    rated = care.find("cooperation")
    assert isinstance(rated, Measure)
    assert (str(rated.least), str(rated.most)) == ("0", "4")


def test_every_rule_kind_is_used_by_a_scheme() -> None:
    used = {type(item.line) for one in rubric.catalogue().values() for item in one.items}
    assert used == set(RULES)


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("docs/schemes.md", "python -m bot rubrics --markdown"),
        ("bot/scoring/rubric.schema.json", "python -m bot rubrics --schema"),
    ],
)
def test_what_is_made_from_the_catalogue_is_current(path: str, command: str) -> None:
    out = io.StringIO()
    if path.endswith(".json"):
        cli.print_schema(out)
    else:
        cli.list_rubrics(out, as_markdown=True)
    assert (ROOT / path).read_text("utf-8") == out.getvalue(), f"renew it: {command} > {path}"


def test_the_schema_names_every_rule_and_leaves_the_rule_optional() -> None:
    schema = rubric.schema()
    kinds = {
        part["properties"]["rule"]["const"]
        for part in schema["$defs"].values()
        if "rule" in part["properties"]
    }
    assert len(kinds) == len(RULES)
    assert all("rule" not in part.get("required", []) for part in schema["$defs"].values())
    assert json.dumps(schema)
