"""What a row of a file of entries means under a rubric."""

import difflib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from bot.scoring.entries import Level, Limit, Loggable, Measure
from bot.scoring.facts import Fact
from bot.scoring.kinds.clock import elapsed, judge
from bot.scoring.kinds.levels import RATERS
from bot.scoring.rubric import Rubric
from bot.scoring.source import quoted

COLUMNS = ("code", "count", "points", "value", "level", "rating", "by", "date", "note")

_NUMBER = re.compile(r"[-+]?\d{1,12}(\.\d{1,12})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,6}", re.ASCII)

Row = Mapping[str, str]
"""The cells of a row that are filled in, by column."""


class Mistake(Exception):  # noqa: N818 - it becomes a problem with its place
    """A row says something that cannot be, in words."""


class Vocabulary:
    """What can be recorded under a rubric, by code, by alias, and by a label that no other has."""

    def __init__(self, rubric: Rubric) -> None:
        things = rubric.by_code.values()
        self._things = {
            word.casefold(): thing for thing in things for word in (*thing.aliases, thing.code)
        }
        labels = [(label, thing) for thing in things for label in _labels(thing)]
        shared = Counter(label for label, _ in labels)
        self._labelled = {label: thing for label, thing in labels if shared[label] == 1}

    def fact(self, row: Row) -> Fact:
        """Return the fact of a row; raise Mistake."""
        word = row.get("code", "")
        if not word:
            raise Mistake("`code` is missing")
        folded = word.casefold()
        thing = self._things.get(folded) or self._labelled.get(folded)
        if thing is None:
            near = difflib.get_close_matches(folded, self._things, n=3)
            hint = f"; near it: {', '.join(near)}" if near else ""
            raise Mistake(f"the rubric has no `{quoted(word)}`{hint}")
        return _entry(thing, row) if isinstance(thing, Loggable) else _record(thing, row)


def _labels(thing: Loggable | Measure | Level) -> frozenset[str]:
    return frozenset((thing.label.en.casefold(), thing.label.zh.casefold()))


def _entry(thing: Loggable, row: Row) -> Fact:
    _only(row, "count", "points", what=f"`{thing.code}` is logged")
    count, written = _count(row), row.get("points", "")
    if not written:
        return Fact(thing.code, count)
    points = _number(written, "points")
    if not thing.least <= points <= thing.most:
        raise Mistake(f"`{thing.code}` {_span(thing)}, not {points}")
    return Fact(thing.code, 0, points * count)


def _span(thing: Loggable) -> str:
    if thing.least == thing.most:
        return f"is always {thing.points} points"
    return f"may have {thing.least} to {thing.most} points"


def _record(measure: Measure, row: Row) -> Fact:
    record: Mapping[str, Callable[[Measure, Row], Fact]] = {
        "number": _measured,
        "level": _answered,
        "rating": _rated,
    }
    return record[measure.kind](measure, row)


def _measured(measure: Measure, row: Row) -> Fact:
    _only(row, "value", what=f"`{measure.code}` is a number")
    return Fact(measure.code, value=_within(measure, row, "value"), values=1)


def _answered(measure: Measure, row: Row) -> Fact:
    if measure.limit is not None and "value" in row:
        _only(row, "value", what=f"`{measure.code}` is a duration")
        return Fact(measure.code, level=judge(measure.limit, _elapsed(measure.limit, row["value"])))
    _only(row, "level", "count", what=f"`{measure.code}` is a level")
    return Fact(measure.code, _count(row), level=_level(measure, row.get("level", "")))


def _elapsed(limit: Limit, written: str) -> Decimal | Fraction:
    """Read a duration in the limit's unit, or from when to when; raise Mistake."""
    if "/" not in written:
        taken: Decimal | Fraction = _number(written, "value")
    else:
        begun, ended = (_moment(limit, it) for it in written.partition("/")[::2])
        found = elapsed(limit, begun, ended)
        if found is None:
            raise Mistake(f"`value` is a number of {limit.unit}")
        taken = found
    if taken < 0:
        raise Mistake("`value` lies below 0")
    return taken


def _moment(limit: Limit, written: str) -> datetime:
    """Read a day, or a day and time where the limit needs one; raise Mistake."""
    form = "%Y-%m-%dT%H:%M" if limit.unit in {"minutes", "hours"} or "T" in written else "%Y-%m-%d"
    try:
        return datetime.strptime(written, form)  # noqa: DTZ007 - both ends by the same clock
    except ValueError:
        wanted = "2026-11-19T09:00/2026-11-19T09:30" if "T" in form else "2026-11-19/2026-11-24"
        raise Mistake(f"`value` is a number or, from when to when, {wanted}") from None


def _rated(measure: Measure, row: Row) -> Fact:
    names = [name for name in ("rating", "level", "value") if name in row]
    if len(names) != 1:
        raise Mistake(f"`{measure.code}` is rated: write one `rating`")
    _only(row, *names, what=f"`{measure.code}` is rated")
    rater = _rater(measure, row.get("by", ""))
    given = row[names[0]]
    if measure.levels and (names[0] == "level" or not _is_number(measure, given)):
        return Fact(measure.code, level=_level(measure, given), rater=rater)
    return Fact(measure.code, value=_within(measure, row, names[0]), values=1, rater=rater)


def _is_number(measure: Measure, given: str) -> bool:
    """Tell whether a number was given on a scale that takes numbers beside its levels."""
    numbers = measure.least is not None and given not in measure.by_level
    return numbers and _NUMBER.fullmatch(given) is not None


def _rater(measure: Measure, by: str) -> str:
    by = next((code for code, label in RATERS.items() if code and by == label.zh), by)
    if not by and len(measure.raters) > 1:
        raise Mistake(f"who rates? Write `by`: {', '.join(measure.raters)}")
    if by and by not in measure.raters:
        known = ", ".join(measure.raters)
        kind = "" if by in RATERS else ", a kind of rater"
        raise Mistake(f"`{measure.code}` is not rated by `{quoted(by)}`{kind}; by: {known}")
    return by


def _level(measure: Measure, word: str) -> str:
    def answers_to(level: Level) -> frozenset[str]:
        return _labels(level).union(it.casefold() for it in (level.code, *level.aliases))

    found = [level.code for level in measure.levels if word.casefold() in answers_to(level)]
    if not found:
        known = ", ".join(measure.by_level)
        said = f"`{measure.code}` has no level `{quoted(word)}`" if word else "`level` is missing"
        raise Mistake(f"{said}; there are: {known}")
    return found[0]


def _within(measure: Measure, row: Row, name: str) -> Decimal:
    if name not in row:
        raise Mistake(f"`{name}` is missing")
    number = _number(row[name], name)
    least, most = measure.least, measure.most
    if (least is not None and number < least) or (most is not None and number > most):
        raise Mistake(f"`{name}` of `{measure.code}` must lie between {least} and {most}")
    return number


def _number(text: str, name: str) -> Decimal:
    if _NUMBER.fullmatch(text) is None:
        raise Mistake(f"`{name}` must be a plain number such as 12 or 2.5, not `{quoted(text)}`")
    return Decimal(text)


def _count(row: Row) -> int:
    text = row.get("count", "1")
    if _WHOLE.fullmatch(text) is None:
        raise Mistake(f"`count` must be a whole number from 0, not `{quoted(text)}`")
    return int(text)


def day(row: Row) -> str:
    """Return the ISO date of a row, "" without one; raise Mistake."""
    text = row.get("date", "")
    if not text:
        return ""
    try:
        day_ = date.fromisoformat(text).isoformat()
    except ValueError:
        day_ = ""
    if day_ != text:  # Python also reads 20261119 and 2026-W47-4
        raise Mistake(f"`date` must be a day such as 2026-11-19, not `{quoted(text)}`")
    return day_


def _only(row: Row, *names: str, what: str) -> None:
    """Raise Mistake where a cell is filled in that has no meaning here."""
    others = [it for it in ("count", "points", "value", "level", "rating") if it not in names]
    for name in others:
        if name in row:
            raise Mistake(f"{what}: leave `{name}` empty")
