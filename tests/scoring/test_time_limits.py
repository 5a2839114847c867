"""Times in a file of entries: how long something took, or from when to when, against its limit."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.complaint_clocks import working_days_after
from bot.scoring import entry_file, rubric
from bot.scoring.entries import Limit
from bot.scoring.facts import Fact
from bot.scoring.kinds.clock import elapsed
from bot.scoring.rubric import RubricError
from bot.scoring.score import score


def test_a_duration_is_judged_against_its_limit() -> None:
    standard = rubric.read("after-sales-satisfaction-standard")
    rows = "code,value\nurgent,29\nurgent,30\nurgent,31\n"
    card = score(standard, entry_file.read(rows, name="a.csv", rubric=standard))
    assert card is not None
    line = card.line("urgent")
    assert line is not None
    assert line.why.en.startswith("2 ÷ 3 × 100 ≈ 66.67")
    with pytest.raises(RubricError, match=r"a\.csv:2: `value` lies below 0"):
        entry_file.read("code,value\nurgent,-1\n", name="a.csv", rubric=standard)


@pytest.mark.parametrize(
    ("by", "code", "value", "level"),
    [
        # Friday to Wednesday are three working days; a Saturday is past Friday's end.
        ("cs-post-duties-standard", "solved", "2024-03-01/2024-03-06", "met"),
        ("cs-post-duties-standard", "solved", "2024-03-01/2024-03-07", "missed"),
        ("cs-post-duties-standard", "solved", "2024-03-05/2024-03-08", "met"),
        ("cs-post-duties-standard", "solved", "2024-03-05/2024-03-09", "missed"),
        ("cs-post-duties-standard", "solved", "2024-03-02/2024-03-02", "met"),
        ("cs-post-duties-standard", "solved", "2024-03-01T23:59/2024-03-06T23:59", "met"),
        ("cs-post-duties-standard", "solved", "2024-03-01/2024-03-22", "missed"),
        ("kf-complaint-handling", "return-visit", "2026-11-06/2026-11-08", "met"),
        ("kf-complaint-handling", "return-visit", "2026-11-06/2026-11-09", "missed"),
        ("after-sales-satisfaction-standard", "urgent", "2026-11-06T23:45/2026-11-07T00:15", "met"),
        (
            "after-sales-satisfaction-standard",
            "urgent",
            "2026-11-06T09:00/2026-11-06T09:31",
            "missed",
        ),
        (
            "after-sales-satisfaction-standard",
            "enquiry",
            "2026-11-06T09:00/2026-11-07T09:00",
            "met",
        ),
    ],
)
def test_a_time_limit_is_kept_from_when_to_when(by: str, code: str, value: str, level: str) -> None:
    rows = f"code,value\n{code},{value}\n"
    (fact,) = entry_file.read(rows, name="a.csv", rubric=rubric.read(by))
    assert fact == Fact(code, level=level)


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 12))
def test_working_days_end_where_those_of_a_complaint_do(day: date, number: int) -> None:
    limit = Limit(Decimal(number), "working-days")
    begun, last = (datetime.combine(it, time(12)) for it in (day, working_days_after(day, number)))
    assert (elapsed(limit, begun, last) or 0) <= number
    assert (elapsed(limit, begun, last + timedelta(days=1)) or 0) > number


@pytest.mark.parametrize(
    ("by", "code", "value", "told"),
    [
        ("cs-post-duties-standard", "solved", "2024-03-06/2024-03-01", "`value` lies below 0"),
        ("cs-post-duties-standard", "solved", "2024-03-01/", "2026-11-19/2026-11-24"),
        ("cs-post-duties-standard", "solved", "2024-02-30/2024-03-01", "2026-11-19/2026-11-24"),
        ("after-sales-satisfaction-standard", "urgent", "2024-03-01/2024-03-01", "19T09:00/2026"),
        ("kf01-telephone-answering", "rings", "2024-03-01/2024-03-01", "is a number of rings"),
    ],
)
def test_a_time_that_cannot_be(by: str, code: str, value: str, told: str) -> None:
    with pytest.raises(RubricError) as refused:
        entry_file.read(f"code,value\n{code},{value}\n", name="a.csv", rubric=rubric.read(by))
    assert str(refused.value).startswith("a.csv:2: `value` ")
    assert told in str(refused.value)
