"""Settings of the rules that the catalogue leaves at their defaults, on small rubrics."""

from decimal import Decimal

import pytest
from scoring_cases import exact, known, line, number, numbers, verdict

from bot.scoring import rubric
from bot.scoring.facts import Fact
from bot.scoring.rubric import Rubric
from bot.scoring.score import score

HEAD = """\
id: small
version: 1
label: {en: Small, zh: 小}
source: ours
appraises: agent
total: 10
"""
SHARED = """\
measures:
  - {code: part, label: {en: Part, zh: 部分}}
  - {code: whole, label: {en: Whole, zh: 整体}}
"""


def small(*lines: str, more: str = "") -> Rubric:
    """Return a rubric of one section, a line a rule; lines without points share the 10."""
    listed = "".join(
        f"      - {{id: it-{n}, label: {{en: It, zh: 项}}, {line}}}\n"
        for n, line in enumerate(lines, 1)
    )
    section = "sections:\n  - id: a\n    label: {en: A, zh: 甲}\n    lines:\n"
    return rubric.load(HEAD + more + section + listed + SHARED, name="small.yaml")


def result(rule: str, *facts: Fact) -> tuple[str | None, str]:
    """Return the points of the only line, and why."""
    found = line(score(small(rule), facts), "it-1")
    return exact(found.points), found.why.en


LATE = "{code: late, label: {en: Late, zh: 迟到}, points: -2, every: 3}"


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (2, ("10", "10 − 0 × 2 (Late: 2, every 3) = 10")),
        (3, ("8", "10 − 1 × 2 (Late: 3, every 3) = 8")),
        (20, ("0", "10 − 6 × 2 (Late: 20, every 3) = −2, floor 0")),
    ],
)
def test_points_for_every_so_many(count: int, expected: tuple[str, str]) -> None:
    assert result(f"rule: deductions, reasons: [{LATE}]", Fact("late", count)) == expected


def test_without_a_floor_a_line_may_fall_below_0() -> None:
    rule = f"rule: deductions, floor: null, reasons: [{LATE}]"
    assert result(rule, Fact("late", 20))[0] == "-2"


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [("down", "8"), ("up", "6"), ("none", "7")],
)
def test_steps_are_full_begun_or_exact(rounding: str, expected: str) -> None:
    rule = f"rule: excess, limit: 15, step: 5, each: -2, rounding: {rounding}"
    assert result(rule, number("it-1", "22.5"))[0] == expected


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        ("", ("7", "2 → 7")),
        ("rounding: down, ", ("10", "1 → 10")),
        ("rounding: none, ", ("7", "1.5 → 7")),
    ],
)
def test_half_days_are_rounded_before_they_choose_a_row(
    rounding: str, expected: tuple[str, str]
) -> None:
    rule = f"rule: table, {rounding}rows: [{{up_to: 1, points: 10}}, {{points: 7}}]"
    assert result(rule, number("it-1", "1.5")) == expected


SCALE = (
    "levels: [{code: a, label: {en: A, zh: 甲}, points: 10},"
    " {code: b, label: {en: B, zh: 乙}, points: 4}]"
)


def test_the_worst_answer_may_count_alone() -> None:
    rule = f"rule: levels, take: worst, {SCALE}"
    answers = (Fact("it-1", 5, level="a"), Fact("it-1", 1, level="b"))
    assert result(rule, *answers) == ("4", "lowest of 6, B: 4")
    assert result(rule) == (None, "no data")


def test_ratings_by_levels_and_by_numbers_are_averaged() -> None:
    rule = f"rule: rating, raters: {{superior: 1, peer: 1}}, {SCALE}"
    facts = (Fact("it-1", 2, level="b", rater="peer"), number("it-1", 10, rater="peer"))
    assert result(rule, *facts) == ("6", "peers: 6")
    both = (*facts, number("it-1", 9, rater="superior"))
    assert result(rule, *both) == ("7.5", "supervisor, peers: (9 + 6) ÷ 2 = 7.5")


def test_a_rating_without_a_rater_counts_like_any_other() -> None:
    assert result("rule: rating", number("it-1", 7)) == ("7", "rated: 7")


def test_a_stranger_among_the_raters_is_not_heard() -> None:
    assert result("rule: rating", number("it-1", 7, rater="customer")) == (None, "no data")


def test_scores_that_are_ratios_are_brought_to_the_scale() -> None:
    rule = "rule: average, scale: 1"
    assert result(rule, number("it-1", "0.9")) == ("9", "0.9 × 10 ÷ 1 = 9")
    assert result(rule) == (None, "no data")


def test_more_than_was_due_counts_where_there_is_no_cap() -> None:
    done = numbers(part=12, whole=10)
    assert result("rule: ratio, done: part, due: whole", *done)[0] == "10"
    assert result("rule: ratio, done: part, due: whole, cap: no", *done)[0] == "12"


def test_a_shared_measure_can_be_the_figure() -> None:
    rule = "rule: interpolate, measure: part, anchors: [[0, 0], [10, 10]]"
    assert result(rule, number("part", "2.5")) == ("2.5", "2.5 → 0 + (2.5 − 0) × 10 ÷ 10 = 2.5")
    assert result(rule) == (None, "no data")


@pytest.mark.parametrize(
    ("better_is", "figure", "expected"),
    [
        ("higher", 120, "0"),
        ("higher", 121, "10"),
        ("lower", 80, "0"),
        ("lower", 79, "10"),
        ("lower", 100, "0"),
    ],
)
def test_a_margin_must_be_beaten(better_is: str, figure: int, expected: str) -> None:
    rule = f"rule: compare, target: 100, better_is: {better_is}, margin: 20, equal: 0"
    assert result(rule, number("it-1", figure))[0] == expected


PARTS = (
    "{{id: p-1, label: {{en: P, zh: 子}}, rule: rating{one}}},"
    " {{id: p-2, label: {{en: Q, zh: 丑}}, rule: rating{two}}}"
)


def test_parts_are_weighed_by_their_points() -> None:
    rule = f"rule: parts, parts: [{PARTS.format(one=', points: 3', two=', points: 1')}]"
    facts = (number("p-1", 8), number("p-2", 4))
    assert result(rule, *facts) == (
        "7",
        "P: rated: 8; Q: rated: 4; (8 × 3 + 4 × 1) ÷ 4 = 7",
    )
    assert result(rule, number("p-2", 4))[0] == "4"
    assert result(rule) == (None, "no data")


def test_a_part_may_keep_its_points_without_data() -> None:
    rule = f"rule: parts, parts: [{PARTS.format(one=', missing: full', two=', out_of: 100')}]"
    assert result(rule, number("p-2", 50))[0] == "7.5"


BONUS = """\
bonuses:
  reasons:
    - {code: praise, label: {en: Praise, zh: 表扬}, points: 3}
"""


@pytest.mark.parametrize(
    ("facts", "more", "total", "why"),
    [
        ([Fact("praise", 2)], "ceiling: 12\n", "12", "16 is above the ceiling 12"),
        ([Fact("late", 40)], "floor: -5\n", "-5", "−16 is below the floor −5"),
    ],
)
def test_the_total_has_a_floor_and_a_ceiling(
    facts: list[Fact], more: str, total: str, why: str
) -> None:
    rule = f"rule: deductions, floor: null, reasons: [{LATE}]"
    card = score(small(rule, more=more + BONUS), facts)
    assert exact(known(card).total) == total
    assert line(card, "limit").why.en == why
    assert known(card).sections[-1].id == "adjustment"


def test_points_that_are_left_out_are_shared_equally() -> None:
    three = small("rule: rating", "rule: rating", "points: 4, rule: rating")
    assert [exact(item.of) for item in three.items] == ["3", "3", "4"]
    seven = small(*("rule: rating, out_of: 100" for _ in range(7)))
    assert {exact(item.of) for item in seven.items} == {"10/7"}
    card = score(seven, [number(f"it-{n}", 100) for n in range(1, 8)])
    assert exact(known(card).total) == "10"


def test_a_grade_may_ask_for_so_much_data() -> None:
    grades = "grades: [{code: A, label: {en: A, zh: A}}]\ngrade_needs: 60\n"
    halves = small("rule: rating, missing: full", "rule: rating, missing: full", more=grades)
    assert verdict(score(halves, [number("it-1", 5)])) == "10 on 5, no grade"
    assert verdict(score(halves, numbers(it_1=5, it_2=5))) == "10 on 10, A"


@pytest.mark.parametrize(
    ("rounding", "given", "grade"),
    [("none", "8.5", "B"), ("whole", "8.5", "A"), ("whole", "8.49", "B"), ("whole", "-0.5", "B")],
)
def test_a_total_may_be_rounded_before_it_is_graded(rounding: str, given: str, grade: str) -> None:
    grades = (
        "grades: [{code: A, label: {en: A, zh: 甲}, from: 9}, {code: B, label: {en: B, zh: 乙}}]"
    )
    own = small("rule: average", more=f"{grades}\ngrade_rounding: {rounding}\n")
    assert verdict(score(own, [number("it-1", given)])) == f"{given} on 10, {grade}"


def test_points_without_data_are_shared_out_only_where_there_are_others() -> None:
    halves = small("rule: rating, missing: redistribute", "rule: rating, missing: redistribute")
    assert verdict(score(halves, [])) == "nothing on 0, no grade"
    card = score(halves, [number("it-1", 4)])
    assert exact(known(card).total) == "8"
    assert line(card, "shared-out").why.zh == "5 分无数据：4 × 5 ÷ 5 = 4"


def test_a_line_with_0_points_is_shown_and_not_counted() -> None:
    limit = "rule: time, points: 0, out_of: 100, within: {amount: 2, unit: hours}"
    card = score(
        small("rule: rating", limit, "rule: rating, points: 0, out_of: 3"),
        [
            number("it-1", 8),
            Fact("it-2", 3, level="met"),
            Fact("it-2", level="missed"),
            number("it-3", 2),
        ],
    )
    assert verdict(card) == "8 on 10, no grade"
    assert known(card).complete
    assert [exact(it.figure) for it in known(card).lines] == ["8", "75", "2"]
    assert line(card, "it-2").why.en == "3 ÷ 4 × 100 = 75"
    assert [line(card, "it-2").points, line(card, "it-2").of] == [None, None]


def test_explicit_points_never_lift_a_line_above_its_points() -> None:
    rule = f"rule: deductions, reasons: [{LATE}]"
    assert result(rule, Fact("late", 0, Decimal(3)))[0] == "10"


def test_a_bonus_taken_back_is_no_deduction() -> None:
    card = score(small("rule: deductions", more=BONUS), [Fact("praise", 0, Decimal(-3))])
    assert exact(known(card).total) == "10"


def test_voided_entries_leave_no_trace() -> None:
    rule = f"rule: deductions, reasons: [{LATE}]"
    assert result(rule, Fact("late", 3), Fact("late", -3)) == ("10", "nothing recorded: 10")


def test_each_line_of_a_section_may_say_the_same_once() -> None:
    text = f"""{HEAD}
each_line: {{rule: rating, out_of: 100}}
sections:
  - id: a
    label: {{en: A, zh: 甲}}
    lines:
      - {{id: x, label: {{en: X, zh: 子}}}}
      - {{id: y, label: {{en: Y, zh: 丑}}, rule: deductions}}
  - id: b
    label: {{en: B, zh: 乙}}
    each_line: {{rule: average, scale: 5}}
    lines:
      - {{id: z, label: {{en: Z, zh: 寅}}}}
"""
    items = rubric.load(text, name="small.yaml").items
    assert [(it.line.rule, it.line.out_of) for it in items] == [
        ("rating", Decimal(100)),
        ("deductions", None),
        ("average", None),
    ]
