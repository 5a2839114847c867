"""What differs between two rubrics, and the command that prints it."""

from __future__ import annotations

import io
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from bot.scoring import cli
from bot.scoring import rubric as files
from bot.scoring.compare import Change, compare, core

SMALL = """\
id: small
version: 1
label: {en: Small, zh: 小}
source: our own
appraises: agent
total: 100
sections:
  - id: conduct
    label: {en: Conduct, zh: 行为}
    points: 60
    lines:
      - id: discipline
        label: {en: Discipline, zh: 纪律}
        rule: deductions
        reasons:
          - {code: late, label: {en: Late, zh: 迟到}, points: -2, between: [-1, -4]}
          - {code: absent, label: {en: Absent, zh: 缺勤}, points: -5}
  - id: service
    label: {en: Service, zh: 服务}
    points: 30
    lines:
      - {id: calls, label: {en: Calls, zh: 来电}, rule: shortfall, quota: 600, each: -1}
  - id: other
    label: {en: Other, zh: 其他}
    points: 10
    lines:
      - {id: manner, label: {en: Manner, zh: 态度}, rule: rating}
grades:
  - {code: A, label: {en: Good, zh: 好}, from: 90}
  - {code: B, label: {en: Fair, zh: 一般}}
"""


def changed(*changes: tuple[str, str]) -> files.Rubric:
    """Return the small rubric with parts of its text replaced."""
    text = SMALL
    for was, now in changes:
        assert was in text
        text = text.replace(was, now, 1)
    return files.load(text, name="small.yaml")


BEFORE = changed()


@pytest.mark.parametrize("name", files.names())
def test_a_rubric_differs_from_itself_in_nothing(name: str) -> None:
    found = compare(files.read(name), files.read(name))
    assert (bool(found), found.wording) == (False, ())


def test_the_version_and_the_words_make_no_difference_to_a_score() -> None:
    found = compare(
        BEFORE,
        changed(
            ("version: 1", "version: 2"), ("en: Late,", "en: Tardy,"), ("zh: 行为", "zh: 品行")
        ),
    )
    assert not found
    assert [one.in_("en") for one in found.wording] == [("行为", "品行"), ("Late", "Tardy")]
    assert [one.in_("zh-CN") for one in found.wording] == [("行为", "品行"), ("Late", "Tardy")]


def test_criteria_are_words_of_what_they_are_said_of() -> None:
    text = (files.CATALOGUE / "reception-dept-plan.yaml").read_text("utf-8")
    text = text.replace("On-site check, tidiness", "Tidiness on site")
    found = compare(files.read("reception-dept-plan"), files.load(text, name="own.yaml"))
    (one,) = found.wording
    assert one.of is not None
    assert (one.of.zh, one.was.en, one.now.en) == (
        "环境维护",
        "On-site check, tidiness",
        "Tidiness on site",
    )
    assert one.in_("en") == ("On-site check, tidiness", "Tidiness on site")


def test_a_core_weight() -> None:
    found = compare(BEFORE, changed(("points: 60", "points: 55"), ("points: 30", "points: 35")))
    weights = [(one.label.en, one.was, one.now) for one in found.core]
    assert weights == [
        ("Conduct", Fraction(60), Fraction(55)),
        ("Service", Fraction(30), Fraction(35)),
    ]
    assert found.sections == found.core
    assert [one.label.en for one in found.lines] == ["Discipline", "Calls"]


def test_a_weight_that_is_not_core() -> None:
    one = ("total: 100", "total: 120"), ("points: 10", "points: 30")
    found = compare(changed(), changed(*one))
    assert [change.label.en for change in found.sections] == ["Other"]
    assert [change.label.en for change in found.core] == ["Conduct", "Service"]  # their shares


def test_sections_with_a_range_are_the_core() -> None:
    held = changed(("points: 10\n", "points: 10\n    between: [5, 15]\n"))
    assert [section.id for section in core(held)] == ["other"]
    assert [section.id for section in core(BEFORE)] == ["conduct", "service"]


def test_what_can_be_logged() -> None:
    after = changed(
        ("points: -2, between: [-1, -4]", "points: -3, between: [-1, -6]"),
        (
            "{code: absent, label: {en: Absent, zh: 缺勤}",
            "{code: gone, label: {en: Gone, zh: 离岗}",
        ),
    )
    found = compare(BEFORE, after)
    assert [(one.label.en, one.was, one.now) for one in found.entries] == [
        ("Late", BEFORE.find("late"), after.find("late")),
        ("Gone", None, after.find("gone")),
        ("Absent", BEFORE.find("absent"), None),
    ]
    assert found.reworked == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("quota: 600", "quota: 500"), "Calls (quota 600 → 500)"),
        (("points: -5", "points: -5, every: 3"), "Discipline (every)"),
    ],
)
def test_a_rule_set_otherwise(change: tuple[str, str], told: str) -> None:
    found = compare(BEFORE, changed(change))
    assert [one.in_("en") for one in found.reworked] == [told]
    assert (found.lines, found.entries, found.measures) == ((), (), ())


def test_grades_and_what_follows_from_the_total() -> None:
    found = compare(
        BEFORE, changed(("from: 90", "from: 85"), ("total: 100", "total: 100\nfloor: 0"))
    )
    assert [
        (one.label.en, one.was and one.was.from_, one.now and one.now.from_) for one in found.grades
    ] == [("Good", Decimal(90), Decimal(85))]
    assert found.totals


def test_a_scale() -> None:
    found = compare(BEFORE, changed(("rule: rating}", "rule: rating, between: [2, 8]}")))
    (change,) = found.measures
    assert change.now is not None
    assert (change.now.least, change.now.most) == (Decimal(2), Decimal(8))
    assert change == Change(change.label, BEFORE.find("manner"), change.now)


def test_schemes_without_a_common_section_share_no_core() -> None:
    found = compare(files.read("care-agents"), files.read("scenic-agent-infraction-list"))
    assert found.core == ()
    assert Change(found.sections[0].label, None, Fraction(100)) == found.sections[0]


def test_the_command(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text(SMALL, "utf-8")
    text = SMALL.replace("points: 60", "points: 65").replace("points: 10", "points: 5")
    text = text.replace("points: -2, between: [-1, -4]", "points: -3")
    text = text.replace("rating}", "rating, between: [2, 5]}")
    other.write_text(text.replace("from: 90", "from: 92"), "utf-8")
    out = io.StringIO()
    assert cli.compare_rubrics(str(one), str(other), out=out) == 0
    assert out.getvalue() == (
        "Small (small v1) → Small (small v1)\n"
        "Core weights change; they should stay about where they are:\n"
        "  Conduct: 60 → 65\n"
        "Weights\n"
        "  Conduct: 60 → 65\n"
        "  Other: 10 → 5\n"
        "Lines\n"
        "  Discipline: 60 → 65\n"
        "  Manner: 10 → 5\n"
        "Scored by another rule or scale\n"
        "  Manner (between)\n"
        "To log\n"
        "  Late: −2 (−4…−1) → −3\n"
        "To record\n"
        "  Manner: 0…10 → 2…5\n"
        "Grades\n"
        "  Good: ≥ 90 → ≥ 92\n"
    )


def test_the_command_names_a_rubric_that_is_not_there() -> None:
    out, err = io.StringIO(), io.StringIO()
    assert cli.compare_rubrics("care-agents", "nothing", out=out, err=err) == 2
    assert out.getvalue() == ""
    assert err.getvalue() == "nothing: no rubric of the catalogue, and no .yaml file\n"
