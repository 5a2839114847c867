"""Read days and months the way people type them, in English and Chinese."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import takewhile

from bot.errors import UserError
from bot.periods import Period
from bot.reading.clock import split_time
from bot.reading.days import MONTH, WEEKDAY, YEAR, Side, find_day, month_number
from bot.reading.numerals import NUMERAL
from bot.spelling import forgiven, slips

_LONGEST = 6
"""Words in the longest form: `on 3 days ago at 14:30`."""

_YEAR_LENGTH = 12
_CLEAR = 2  # slips by which the second best must be worse
_FULL_WORDS = (
    "today",
    "yesterday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_MONTHS_OFF = {
    "this": 0,
    "this month": 0,
    "本月": 0,
    "这个月": 0,
    "当月": 0,
    "last": -1,
    "last month": -1,
    "上月": -1,
    "上个月": -1,
    "上上月": -2,
    "上上个月": -2,
}
_MONTH_FORMS = (
    re.compile(rf"(?P<month>{MONTH})(?:[ -]?(?P<year>{YEAR}))?"),
    re.compile(rf"(?:(?P<year>{YEAR})年)?(?P<month>\d{{1,2}}|{NUMERAL})月份?"),
    re.compile(rf"(?P<year>{YEAR})[-/.](?P<month>\d{{1,2}})"),
)
_PART = re.compile(
    rf"(?:{MONTH}|{WEEKDAY}|on|at|in|of|a|the|d|days?|w|weeks?|ago|later|before|after|am|pm"
    r"|last|past|this|next|today|yesterday|tomorrow|.{0,24}[\d\u0080-\U0010ffff].{0,24}),?"
)
"""Any word a date can have: a quick no for nearly all others."""


@dataclass(frozen=True)
class When:
    """A local day, and the time on it if one was typed."""

    day: date
    at: time | None = None


def read_day(words: Sequence[str], *, today: date) -> tuple[When, int] | None:
    """Read a past day, or a time today, from the front of `words`; say how many words it took.

    A weekday is the latest one before today; a day without a year is the latest up to today. None:
    the words are no date. Raises UserError: `ambiguous_date` (word, options: the one or two days
    it may be) for 03/04, `future_date` (word, day), `no_such_date` (word).
    """
    found = _read(words, today, "past")
    if found is not None and found[0].day > today:
        raise UserError("future_date", word=" ".join(words[: found[1]]), day=found[0].day)
    return found


def read_coming_day(words: Sequence[str], *, today: date) -> tuple[When, int] | None:
    """Read a day from today on, as `read_day` reads a past one: `fri` is the next Friday.

    Raises UserError: `ambiguous_date`, `past_date` (word, day), `no_such_date`.
    """
    found = _read(words, today, "coming")
    if found is not None and found[0].day < today:
        raise UserError("past_date", word=" ".join(words[: found[1]]), day=found[0].day)
    return found


def read_misspelt_day(word: str, *, today: date) -> date | None:
    """Return the day `word` nearly spells in full: yesteday, wendesday; None if it is not clear."""
    typed = _plain([word])
    off = sorted((slips(typed, day), day) for day in _FULL_WORDS)
    if off[0][0] > forgiven(typed) or off[1][0] - off[0][0] < _CLEAR:
        return None
    return find_day(off[0][1], today, "past")


def read_month(word: str, *, today: date) -> Period | None:
    """Read a month: oct, october, 2026-10, last, this, 10月, 上月, 本月; None for other words.

    Without a year it is the latest one that has begun. Raises UserError: `future_date` (word, day)
    for a month still to come, `no_such_date` (word) for a thirteenth.
    """
    typed = _plain([word])
    current = Period.of(today)
    if typed in _MONTHS_OFF:
        return current.plus(_MONTHS_OFF[typed])
    match = next((found for form in _MONTH_FORMS if (found := form.fullmatch(typed))), None)
    if match is None:
        return None
    month = month_number(match["month"])
    if not 1 <= month <= _YEAR_LENGTH:
        raise UserError("no_such_date", word=word)
    period = Period(int(match["year"] or today.year), month)
    if period > current and match["year"]:
        raise UserError("future_date", word=word, day=period.first)
    return period if period <= current else period.plus(-_YEAR_LENGTH)


def is_time(words: Sequence[str]) -> bool:
    """Return whether `words` are a time of day and name no day."""
    timed = split_time(_plain(words))
    return timed is not None and not timed[0].removeprefix("on")


def _read(words: Sequence[str], today: date, side: Side) -> tuple[When, int] | None:
    fitting = sum(1 for _ in takewhile(_PART.fullmatch, map(str.casefold, words[:_LONGEST])))
    for count in range(fitting, 0, -1):
        when = _when(_plain(words[:count]), today, side)
        if when is not None:
            return when, count
    return None


def _when(text: str, today: date, side: Side) -> When | None:
    day = find_day(text.removeprefix("on "), today, side)
    if day is not None:
        return When(day)
    timed = split_time(text)
    if timed is None:
        return None
    before, at = timed
    day = find_day(before.removeprefix("on "), today, side) if before else today
    return None if day is None else When(day, at)


def _plain(words: Sequence[str]) -> str:
    text = unicodedata.normalize("NFKC", " ".join(words)).casefold()
    return " ".join(text.replace(",", " ").split())
