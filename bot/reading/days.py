"""The written forms of a day, one pattern and one reader each."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Literal

from bot.errors import UserError
from bot.periods import Period
from bot.reading.numerals import NUMERAL, read_numeral

Side = Literal["past", "coming"]
"""Where a day without a year, or a weekday, is looked for."""

YEAR = r"(?:19|20)\d\d"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?"
    r"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FEW = rf"(?:\d{{1,2}}|{NUMERAL})"
_OF_YEAR = rf"(?:[ -](?P<year>{YEAR}))?"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE_WEEKDAYS = "一二三四五六日"
_WEEK = 7
_NEXT_LEAP_DAY = 8  # years at most from one 29 February to another
_NEXT_31ST = 2  # months at most

_NAMED = {
    "today": 0,
    "yesterday": -1,
    "day before yesterday": -2,
    "the day before yesterday": -2,
    "tomorrow": 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
    "今天": 0,
    "今日": 0,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
    "前日": -2,
    "大前天": -3,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}

Reader = Callable[[re.Match[str], date, Side], date | None]


def find_day(text: str, today: date, side: Side) -> date | None:
    """Read folded `text`, the whole of it, as a day; None: it is no form of a day.

    Raises UserError `ambiguous_date` or `no_such_date`. The day may lie on the other side of
    today than `side` if the text says so.
    """
    if text in _NAMED:
        return today + timedelta(days=_NAMED[text])
    for form, reader in _FORMS:
        match = form.fullmatch(text)
        day = reader(match, today, side) if match else None
        if day is not None:
            return day
    return None


def month_number(word: str) -> int:
    """Return the number of a month written as a name, in digits or in Chinese numerals."""
    return _MONTHS.index(word[:3]) + 1 if word[:3] in _MONTHS else read_numeral(word)


def _days_away(match: re.Match[str], today: date, side: Side) -> date | None:
    """3d, 3d ago, 2 weeks ago, 3天前, in 3d, 3天后."""
    unit, toward = match["unit"], (match["toward"] or "").strip()
    short = unit in ("d", "w") and match["count"].isdecimal()
    if not (toward or match["before"] or short):
        return None
    count = 1 if match["count"] == "a" else read_numeral(match["count"])
    days = count * (1 if unit.startswith(("d", "天", "日")) else _WEEK)
    ahead = toward in ("later", "后") or match["before"] or (not toward and side == "coming")
    return today + timedelta(days=days if ahead else -days)


def _weekday(match: re.Match[str], today: date, side: Side) -> date:
    """Fri, last fri, this fri."""
    number = _WEEKDAYS.index(match["weekday"][:3])
    which = (match["which"] or "").strip()
    if which == "this":
        return _in_week(today, number, 0)
    step = {"last": -1, "past": -1, "next": 1}.get(which, 1 if side == "coming" else -1)
    nearest = today + timedelta(
        days=(number - today.weekday()) * step % _WEEK * step or _WEEK * step
    )
    if which in ("last", "next") and nearest == _in_week(today, number, 0):
        raise _ambiguous(match, [nearest, nearest + timedelta(weeks=step)], today, side)
    return nearest


def _chinese_weekday(match: re.Match[str], today: date, side: Side) -> date:
    """周五, 上周五 (of the week before), 这周五."""
    number = _CHINESE_WEEKDAYS.index(match["weekday"].replace("天", "日"))
    if match["which"]:
        weeks = {"上": -1, "上上": -2, "下": 1, "下下": 2}.get(match["which"], 0)
        return _in_week(today, number, weeks)
    step = 1 if side == "coming" else -1
    return today + timedelta(days=(number - today.weekday()) * step % _WEEK * step or _WEEK * step)


def _in_week(today: date, weekday: int, weeks: int) -> date:
    return today + timedelta(days=weekday - today.weekday(), weeks=weeks)


def _of_year(match: re.Match[str], today: date, side: Side) -> date:
    """19 nov, nov 19 2026, 2026-11-19, 11月19日."""
    month, day = month_number(match["month"]), read_numeral(match["day"])
    if match["year"]:
        return _only(match, _existing([(int(match["year"]), month, day)]))
    return _nearest(match, _every_year(month, day, today), today, side)


def _of_month(match: re.Match[str], today: date, side: Side) -> date:
    """19号: of the latest month that has one."""
    months = (Period.of(today).plus(n) for n in range(-_NEXT_31ST, _NEXT_31ST + 1))
    days = _existing((month.year, month.month, read_numeral(match["day"])) for month in months)
    return _nearest(match, days, today, side)


def _of_named_month(match: re.Match[str], today: date, _side: Side) -> date:
    """上个月19号, 本月3号."""
    month = Period.of(today).plus({"上": -1, "下": 1}.get(match["which"], 0))
    return _only(match, _existing([(month.year, month.month, read_numeral(match["day"]))]))


def _in_numbers(match: re.Match[str], today: date, side: Side) -> date:
    """19/11 is a day; 03/04 may be two and is refused."""
    first, second = int(match["first"]), int(match["second"])
    readings = {(second, first), (first, second)}
    year = match["year"]
    if year:
        whole = int(year) if len(year) > 2 else 2000 + int(year)  # noqa: PLR2004 - as typed: 26
        days = _existing((whole, month, day) for month, day in readings)
    else:
        days = [
            _nearest(match, every, today, side)
            for month, day in readings
            if (every := _every_year(month, day, today))
        ]
    if len(days) > 1:
        raise _ambiguous(match, days, today, side)
    return _only(match, days)


def _between_numbers(match: re.Match[str], today: date, side: Side) -> date | None:
    """3 nov 19: one number is the day and one the points; nobody can tell which."""
    month = month_number(match["month"])
    numbers = {int(match["first"]), int(match["second"])}
    options = [every for number in numbers if (every := _every_year(month, number, today))]
    days = [_nearest(match, every, today, side) for every in options]
    if len(days) < 2:  # noqa: PLR2004 - one reading is no ambiguity
        return None
    raise _ambiguous(match, days, today, side)


def _every_year(month: int, day: int, today: date) -> list[date]:
    years = range(today.year - _NEXT_LEAP_DAY, today.year + _NEXT_LEAP_DAY + 1)
    return _existing((year, month, day) for year in years)


def _existing(days: Iterable[tuple[int, int, int]]) -> list[date]:
    found = []
    for year, month, day in days:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def _nearest(match: re.Match[str], days: list[date], today: date, side: Side) -> date:
    """Return the day closest to today on the given side of it; today is on both."""
    if not days:
        raise UserError("no_such_date", word=match.string)
    if side == "coming":
        return min(day for day in days if day >= today)
    return max(day for day in days if day <= today)


def _only(match: re.Match[str], days: list[date]) -> date:
    if not days:
        raise UserError("no_such_date", word=match.string)
    return days[0]


def _ambiguous(match: re.Match[str], days: list[date], today: date, side: Side) -> UserError:
    """Return the refusal, with the days that may be meant; those on the wrong side are left out."""
    possible = sorted(day for day in days if (day <= today if side == "past" else day >= today))
    return UserError("ambiguous_date", word=match.string, options=tuple(possible or sorted(days)))


_FORMS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (
        re.compile(
            rf"(?P<before>in )?(?P<count>\d{{1,3}}|a|{NUMERAL}) ?"
            r"(?P<unit>d|days?|w|weeks?|天|日|周|个?星期|个?礼拜)"
            r"(?P<toward> ?ago| ?later|前|后)?"
        ),
        _days_away,
    ),
    (re.compile(rf"(?P<which>last |past |this |next )?(?P<weekday>{WEEKDAY})"), _weekday),
    (
        re.compile(
            r"(?:(?P<which>上上|上|这|本|下下|下)个?)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
        ),
        _chinese_weekday,
    ),
    (
        re.compile(
            rf"(?P<year>{YEAR})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})"
        ),
        _of_year,
    ),
    (re.compile(rf"(?:(?P<year>{YEAR})年)?(?P<month>{_FEW})月(?P<day>{_FEW})[日号]?"), _of_year),
    (re.compile(rf"{_DAY}(?: of)?[ -]?(?P<month>{MONTH}){_OF_YEAR}"), _of_year),
    (re.compile(rf"(?P<month>{MONTH})[ -]?{_DAY}{_OF_YEAR}"), _of_year),
    (re.compile(rf"(?P<day>{_FEW})[日号]"), _of_month),
    (re.compile(rf"(?P<which>上|本|这|下)个?月(?P<day>{_FEW})[日号]"), _of_named_month),
    (
        re.compile(rf"(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})(?:/(?P<year>{YEAR}|\d\d))?"),
        _in_numbers,
    ),
    (
        re.compile(
            rf"(?P<first>\d{{1,2}})(?P<mark>[-.])(?P<second>\d{{1,2}})(?P=mark)(?P<year>{YEAR})"
        ),
        _in_numbers,
    ),
    (
        re.compile(rf"(?P<first>\d{{1,2}}) (?P<month>{MONTH}) (?P<second>\d{{1,2}})"),
        _between_numbers,
    ),
)
