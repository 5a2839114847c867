"""Days and months as people type them. Today is Thursday, 19 November 2026."""

from datetime import date, time, timedelta
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words.cast import THURSDAY

from bot.errors import UserError
from bot.periods import Period
from bot.reading.dates import When, read_coming_day, read_day, read_misspelt_day, read_month


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", "2026-11-19"),
        ("Yesterday", "2026-11-18"),
        ("day before yesterday", "2026-11-17"),
        ("mon", "2026-11-16"),
        ("wednesday", "2026-11-18"),
        ("thu", "2026-11-12"),
        ("fri", "2026-11-13"),
        ("on tues", "2026-11-17"),
        ("last fri", "2026-11-13"),
        ("this mon", "2026-11-16"),
        ("3d", "2026-11-16"),
        ("3d ago", "2026-11-16"),
        ("３ days ago", "2026-11-16"),
        ("a week ago", "2026-11-12"),
        ("19 nov", "2026-11-19"),
        ("nov 19", "2026-11-19"),
        ("19Nov", "2026-11-19"),
        ("1st of november", "2026-11-01"),
        ("20 nov", "2025-11-20"),
        ("dec 3", "2025-12-03"),
        ("3 Dec 2024", "2024-12-03"),
        ("nov 19, 2025", "2025-11-19"),
        ("29 feb", "2024-02-29"),
        ("2026-11-01", "2026-11-01"),
        ("2026/11/1", "2026-11-01"),
        ("19/11", "2026-11-19"),
        ("11/19", "2026-11-19"),
        ("19/11/25", "2025-11-19"),
        ("19.11.2026", "2026-11-19"),
        ("04/04", "2026-04-04"),
        ("今天", "2026-11-19"),
        ("昨天", "2026-11-18"),
        ("前天", "2026-11-17"),
        ("大前天", "2026-11-16"),
        ("三天前", "2026-11-16"),
        ("十二天前", "2026-11-07"),
        ("两周前", "2026-11-05"),
        ("周一", "2026-11-16"),
        ("周五", "2026-11-13"),
        ("星期天", "2026-11-15"),
        ("上周五", "2026-11-13"),
        ("上周一", "2026-11-09"),
        ("上个星期三", "2026-11-11"),
        ("这周一", "2026-11-16"),
        ("11月19日", "2026-11-19"),
        ("11月19号", "2026-11-19"),
        ("十一月九号", "2026-11-09"),
        ("2025年11月20日", "2025-11-20"),
        ("19号", "2026-11-19"),
        ("二十号", "2026-10-20"),
        ("31号", "2026-10-31"),
        ("上个月3号", "2026-10-03"),
    ],
)
def test_a_day_is_the_latest_past_one(typed: str, day: str) -> None:
    words = typed.split()
    expected = When(date.fromisoformat(day)), len(words)
    assert read_day([*words, "late"], today=THURSDAY) == expected


def test_the_same_number_on_both_sides_of_a_month_is_its_day_and_something_else() -> None:
    assert read_day(["3", "nov", "3"], today=THURSDAY) == (When(date(2026, 11, 3)), 2)


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("14:30", When(THURSDAY, time(14, 30))),
        ("at 9:05", When(THURSDAY, time(9, 5))),
        ("9am", When(THURSDAY, time(9))),
        ("2:30 pm", When(THURSDAY, time(14, 30))),
        ("12am", When(THURSDAY, time(0))),
        ("mon 14:30", When(date(2026, 11, 16), time(14, 30))),
        ("on sat at 2pm", When(date(2026, 11, 14), time(14))),
        ("3 days ago at 14:30", When(date(2026, 11, 16), time(14, 30))),
        ("2026-11-18T08:00", When(date(2026, 11, 18), time(8))),
        ("18 nov 2026 08:00:59", When(date(2026, 11, 18), time(8))),
        ("周一 14：30", When(date(2026, 11, 16), time(14, 30))),
        ("周一下午3点半", When(date(2026, 11, 16), time(15, 30))),
        ("昨天9点05分", When(date(2026, 11, 18), time(9, 5))),
    ],
)
def test_a_time_of_day_may_follow_or_stand_alone(typed: str, when: When) -> None:
    words = typed.split()
    assert read_day(words, today=THURSDAY) == (when, len(words))


@pytest.mark.parametrize(
    "typed",
    ["late", "", "on", "25:00", "13pm", "nov", "nov 2026", "3", "3 days", "x mon", "3天", "t14:30"],
)
def test_other_words_are_no_day(typed: str) -> None:
    assert read_day(typed.split(), today=THURSDAY) is None


@pytest.mark.parametrize(
    ("typed", "name", "context"),
    [
        (
            "03/04",
            "ambiguous_date",
            {"word": "03/04", "options": (date(2026, 3, 4), date(2026, 4, 3))},
        ),
        (
            "12/11/2026",
            "ambiguous_date",
            {"word": "12/11/2026", "options": (date(2026, 11, 12),)},
        ),
        (
            "3 nov 19",
            "ambiguous_date",
            {"word": "3 nov 19", "options": (date(2026, 11, 3), date(2026, 11, 19))},
        ),
        (
            "last mon",
            "ambiguous_date",
            {"word": "last mon", "options": (date(2026, 11, 9), date(2026, 11, 16))},
        ),
        ("tomorrow", "future_date", {"word": "tomorrow", "day": date(2026, 11, 20)}),
        ("2026-12-01", "future_date", {"word": "2026-12-01", "day": date(2026, 12, 1)}),
        ("这周五", "future_date", {"word": "这周五", "day": date(2026, 11, 20)}),
        ("31 nov", "no_such_date", {"word": "31 nov"}),
        ("0 nov", "no_such_date", {"word": "0 nov"}),
        ("32号", "no_such_date", {"word": "32号"}),
        ("2026-02-30", "no_such_date", {"word": "2026-02-30"}),
        ("13/14", "no_such_date", {"word": "13/14"}),
    ],
)
def test_a_day_that_cannot_be_told_is_refused(
    typed: str, name: str, context: dict[str, object]
) -> None:
    with pytest.raises(UserError) as refused:
        read_day(typed.split(), today=THURSDAY)
    assert (refused.value.name, refused.value.context) == (name, context)


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("tomorrow 15:00", When(date(2026, 11, 20), time(15))),
        ("fri 10:00", When(date(2026, 11, 20), time(10))),
        ("thu", When(date(2026, 11, 26))),
        ("next fri", None),
        ("next mon", When(date(2026, 11, 23))),
        ("in 3d", When(date(2026, 11, 22))),
        ("18 nov", When(date(2027, 11, 18))),
        ("29 feb", When(date(2028, 2, 29))),
        ("下周一", When(date(2026, 11, 23))),
        ("明天下午3点", When(date(2026, 11, 20), time(15))),
        ("yesterday", None),
    ],
)
def test_a_coming_day_is_the_next_one(typed: str, when: When | None) -> None:
    if when is None:
        with pytest.raises(UserError, match=r"^(past_date|ambiguous_date)$"):
            read_coming_day(typed.split(), today=THURSDAY)
    else:
        assert read_coming_day(typed.split(), today=THURSDAY) == (when, len(typed.split()))


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("oct", Period(2026, 10)),
        ("October", Period(2026, 10)),
        ("nov", Period(2026, 11)),
        ("dec", Period(2025, 12)),
        ("oct-2025", Period(2025, 10)),
        ("2026-10", Period(2026, 10)),
        ("last", Period(2026, 10)),
        ("this", Period(2026, 11)),
        ("10月", Period(2026, 10)),
        ("十二月", Period(2025, 12)),
        ("2025年3月", Period(2025, 3)),
        ("上月", Period(2026, 10)),
        ("上个月", Period(2026, 10)),
        ("本月", Period(2026, 11)),
        ("mira", None),
        ("10", None),
        ("", None),
    ],
)
def test_a_month_is_the_latest_begun(typed: str, month: Period | None) -> None:
    assert read_month(typed, today=THURSDAY) == month


@pytest.mark.parametrize(
    ("typed", "name"),
    [("2026-12", "future_date"), ("2026-13", "no_such_date"), ("13月", "no_such_date")],
)
def test_a_month_that_cannot_be_is_refused(typed: str, name: str) -> None:
    with pytest.raises(UserError, match=f"^{name}$"):
        read_month(typed, today=THURSDAY)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("yesteday", date(2026, 11, 18)),
        ("Wendesday", date(2026, 11, 18)),
        ("toady", date(2026, 11, 19)),
        ("munday", None),
        ("late", None),
        ("day", None),
    ],
)
def test_a_misspelt_day_is_taken_if_it_is_clear(typed: str, day: date | None) -> None:
    assert read_misspelt_day(typed, today=THURSDAY) == day


_DAYS = st.dates(date(2001, 1, 1), date(2090, 12, 31))
_TYPED = """
on at in a the last this next ago d 3d 2w days week today yesterday tomorrow mon friday sun
jan feb nov december 1 9 19 29 31 2026 03/04 29/2 1/1/27 2026-11-30 14:30 2pm
今天 上周五 周日 三天前 2月29日 31号 上个月31号 下午3点
"""
_WORDS = st.lists(st.sampled_from(_TYPED.split()) | st.text(max_size=5), max_size=6)


class Reader(Protocol):
    def __call__(self, words: list[str], *, today: date) -> tuple[When, int] | None: ...


def outcome(reader: Reader, words: list[str], today: date) -> tuple[When, int] | UserError | None:
    try:
        return reader(words, today=today)
    except UserError as refusal:
        return refusal


@given(words=_WORDS, today=_DAYS)
def test_no_words_are_ever_read_as_a_day_to_come(words: list[str], today: date) -> None:
    found = outcome(read_day, words, today)
    if isinstance(found, UserError):
        assert found.name in {"ambiguous_date", "future_date", "no_such_date"}
    elif found is not None:
        assert found[0].day <= today
        assert 1 <= found[1] <= len(words)


@given(words=_WORDS, today=_DAYS)
def test_no_words_are_ever_read_as_a_coming_day_that_is_past(words: list[str], today: date) -> None:
    found = outcome(read_coming_day, words, today)
    if isinstance(found, UserError):
        assert found.name in {"ambiguous_date", "past_date", "no_such_date"}
    elif found is not None:
        assert found[0].day >= today


@given(day=_DAYS, after=st.integers(0, 300), at=st.none() | st.times())
def test_every_way_to_write_a_day_is_read_back(day: date, after: int, at: time | None) -> None:
    today = day + timedelta(days=after)
    month = day.strftime("%b")
    forms = [
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{after}d ago",
        f"{day.month}月{day.day}日",
        f"{day.day} {month}",
        f"{day.year}年{day.month}月{day.day}号",
    ]
    clock = f" {at:%H:%M}" if at else ""
    expected = When(day, at and time(at.hour, at.minute))
    for form in forms:
        words = (form + clock).split()
        assert read_day(words, today=today) == (expected, len(words))
