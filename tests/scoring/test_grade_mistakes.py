"""Grades and classes that nobody could be in are refused when the rubric is read."""

import pytest
from small_rubric import GOOD, grades, told

from bot.scoring import rubric
from bot.scoring.rubric import RubricError


def test_a_bonus_gives_and_grades_fall() -> None:
    tail = """\
bonuses:
  reasons:
    - {code: praise, label: {en: Praise, zh: 表扬}, points: -3}
grades:
  - {code: B, label: {en: B, zh: B}, from: 80}
  - {code: A, label: {en: A, zh: A}, from: 90}
"""
    assert told(GOOD + tail) == [
        "20: `praise` gives points: write them as 3",
        "23: grades go from the best down: each `from` below the one before",
    ]


@pytest.mark.parametrize(
    ("lines", "best", "told_of"),
    [
        ("", "10", []),
        ("", "10.01", ["21: nobody can reach `A`: the most is 10"]),
        ("bonuses: {cap: 2, reasons: [R]}\n", "12", []),
        ("bonuses: {cap: 2, reasons: [R]}\n", "13", ["22: nobody can reach `A`: the most is 12"]),
        ("bonuses: {reasons: [R]}\n", "1000", []),
        (
            "bonuses: {reasons: [R]}\nceiling: 15\n",
            "16",
            ["23: nobody can reach `A`: the most is 15"],
        ),
    ],
)
def test_every_grade_can_be_reached(lines: str, best: str, told_of: list[str]) -> None:
    praise = "{code: praise, label: {en: Praise, zh: 表扬}, points: 3}"
    text = GOOD + lines.replace("[R]", f"[{praise}]") + grades(best, "8")
    try:
        rubric.load(text, name="care.yaml")
    except RubricError:
        assert told(text) == told_of
    else:
        assert told_of == []


@pytest.mark.parametrize(
    ("old", "new", "told_of"),
    [
        ("", "", ["23: nobody can fall to `C`: the least is 0"]),
        ("total: 10", "total: 10\nfloor: 1", ["24: nobody can fall to `C`: the least is 1"]),
        ("rule: deductions", "rule: deductions\n        floor: null", []),
        ("rule: deductions", "rule: deductions\n        floor: -5", []),
        ("from: 0", "from: 0.5", []),
    ],
)
def test_every_grade_can_be_fallen_to(old: str, new: str, told_of: list[str]) -> None:
    text = (GOOD + grades("8", "0")).replace(old, new, 1)
    try:
        rubric.load(text, name="care.yaml")
    except RubricError:
        assert told(text) == told_of
    else:
        assert told_of == []


@pytest.mark.parametrize(
    ("rule", "best"),
    [
        ("rule: ratio, done: d, due: e, cap: no", None),
        ("rule: average", None),
        ("rule: average, between: [0, 20]", "20"),
        ("rule: average, between: [0, 200], scale: 100", "20"),
        ("rule: compare, target: 5, better: 14", "14"),
        (
            (
                "rule: band, tolerance: 1, below: {step: 1, each: 2, limit: 13}, "
                "above: {step: 1, each: -2, limit: 7}"
            ),
            "13",
        ),
        ("rule: interpolate, anchors: [[0, 3], [5, 11], [9, 4]]", "11"),
        (
            (
                "rule: parts, parts: [{id: y, label: {en: Y, zh: 丑}, rule: rating}, "
                "{id: z, label: {en: Z, zh: 寅}, rule: interpolate, out_of: 100, "
                "anchors: [[0, 0], [1, 130]]}]"
            ),
            "13",
        ),
        ("rule: shortfall, quota: 5, each: -1", "10"),
    ],
)
def test_the_most_that_each_rule_gives_is_known(rule: str, best: str | None) -> None:
    start = GOOD.index("      - id: discipline")
    flow = f"      - {{id: x, label: {{en: X, zh: 子}}, points: 10, {rule}}}\n"
    measures = "measures:\n" + "".join(
        f"  - {{code: {code}, label: {{en: Count, zh: 数}}}}\n" for code in "de"
    )
    text = GOOD[:start] + flow + measures
    if best is None:
        rubric.load(text + grades("1000"), name="care.yaml")
        return
    rubric.load(text + grades(best), name="care.yaml")
    assert told(text + grades(f"{best}.01"))[0].endswith(
        f"nobody can reach `A`: the most is {best}"
    )


def test_classes_go_from_the_best_down() -> None:
    tail = """\
classes:
  - {code: A, label: {en: A, zh: A}, first: 80}
  - {code: B, label: {en: B, zh: B}, first: 20}
"""
    assert told(GOOD + tail) == [
        "20: classes go from the best down: each `first` above the one before"
    ]


@pytest.mark.parametrize(("first", "second", "empty"), [("0", "50", "A"), ("20", "100", "C")])
def test_no_class_is_empty(first: str, second: str, empty: str) -> None:
    rows = zip("ABC", (f", first: {first}", f", first: {second}", ""), strict=True)
    tail = "classes:\n" + "".join(
        f"  - {{code: {code}, label: {{en: {code}, zh: {code}}}{share}}}\n" for code, share in rows
    )
    told_of = f"20: nobody can be in the class `{empty}`: `first` leaves none for it"
    assert told(GOOD + tail) == [told_of]
