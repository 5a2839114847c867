"""Grades, ranks, quarters and years: what totals mean."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_cases import exact

from bot.scoring import rubric
from bot.scoring.outcome import GradeRow, classify, combine, grade, rank, year
from bot.scoring.text import Text

AWARDS = rubric.read("department-satisfaction-appraisal").year
CLASSES = rubric.read("ecommerce-supervisor-plan").classes

totals = st.none() | st.fractions(0, 120, max_denominator=100)


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ([], "0: kept"),
        ([90, 95, 100], "0: kept"),
        (["89.99", 95, 100], "1: kept"),
        ([80, 95, None, 89, 96], "2: lost"),
        ([None, None, None, 50], "1: kept"),
    ],
)
def test_two_months_below_90_lose_the_award(months: list[int | str | None], expected: str) -> None:
    assert AWARDS is not None
    result = year(AWARDS, [None if month is None else Fraction(month) for month in months])
    assert f"{result.below}: {'lost' if result.is_reached else 'kept'}" == expected


def test_a_quarter_is_the_mean_of_its_months_with_a_result() -> None:
    assert exact(combine([Fraction(90), None, Fraction(85)])) == "87.5"
    assert exact(combine([Fraction(90), Fraction(85), Fraction(86)])) == "87"
    assert combine([None, None, None]) is None
    assert combine([Fraction(90), None, None], at_least=2) is None
    assert combine([]) is None


def test_a_tie_shares_a_place() -> None:
    months = {
        "ana": Fraction(90),
        "bo": Fraction(95),
        "chen": Fraction(90),
        "di": None,
        "eve": Fraction(80),
    }
    assert rank(months) == {"ana": 2, "bo": 1, "chen": 2, "eve": 4}


def test_classes_are_cut_by_place_and_a_tie_shares_one() -> None:
    places = {"ana": 1, "bo": 2, "chen": 2, "di": 4, "eve": 5}
    assert {who: it.code for who, it in classify(CLASSES, places).items()} == {
        "ana": "top",
        "bo": "middle",
        "chen": "middle",
        "di": "middle",
        "eve": "low",
    }
    assert classify(CLASSES, {}) == {}


@given(st.dictionaries(st.integers(), totals, max_size=12))
def test_a_higher_total_never_has_a_worse_place_or_class(
    months: dict[int, Fraction | None],
) -> None:
    places = rank(months)
    order = [row.code for row in CLASSES]
    classes = {who: order.index(it.code) for who, it in classify(CLASSES, places).items()}
    assert places.keys() == {who for who, total in months.items() if total is not None}
    for one in places:
        for other in places:
            if (months[one] or 0) > (months[other] or 0):
                assert places[one] < places[other]
                assert classes[one] <= classes[other]


BANDS = rubric.read("supervisor-score-bands").grades


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("100", "A"),
        ("90", "A"),
        ("89.999999", "B"),
        ("1799/20", "B"),
        ("60", "D"),
        ("0", "E"),
        ("-5", "E"),
        ("110", "A"),
    ],
)
def test_a_grade_begins_at_its_bound_unrounded(total: str, expected: str) -> None:
    found = grade(BANDS, Fraction(total))
    assert found is not None
    assert found.code == expected


def test_without_a_total_or_below_every_bound_there_is_no_grade() -> None:
    row = GradeRow.model_validate({"code": "A", "label": Text(en="A", zh="A"), "from": Decimal(90)})
    assert grade(BANDS, None) is None
    assert grade((), Fraction(90)) is None
    assert grade((row,), Fraction(89)) is None
