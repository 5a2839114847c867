"""The summary of a month for the team's channel: figures of everybody, and nobody's deductions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from bot import cards
from bot.closing import Closing
from bot.interviews import Talks
from bot.parts import Chart, Part, Say
from bot.scoring.outcome import Grade
from bot.trends import Picture, Result, TeamPicture
from bot.words import Words

FEWEST = 3
"""Results a month needs to have its average and grades told: with fewer it would be told whose.

A comparison tells those of both months, and so takes as many in the month before."""

_MOST_PRAISED = 30


def parts(closing: Closing, talks: Talks, words: Words) -> tuple[Part, ...]:
    """Return the summary; `talks` are the interviews about the month before."""
    month = closing.picture
    scored = [one for one in month.pictures if one.standing.result is not None]
    enough = len(scored) >= FEWEST
    compared = month.compared if len(month.compared) >= FEWEST else ()
    head = {
        "team": closing.team.name,
        "period": closing.period,
        "before": closing.period.plus(-1),
        "n": len(month.pictures),
        "average": month.average if enough else None,
        "change": cards.arrow(month.change, words) if compared and month.change else "",
        "grades": [(words.grade(one), n) for one, n in _grades(month.pictures)] if enough else (),
    }
    praised = _praised(closing)
    news = {
        "praised": [name if n == 1 else f"{name} ({n})" for name, n in praised[:_MOST_PRAISED]],
        "improved": _most_improved(closing),
        "talks": talks,
        "late": closing.due,
        "zone": closing.team.zone,
    }
    charts = _distribution(month, compared, words) if enough else ()
    return (Say("month_end.summary", head), *charts, Say("month_end.news", news))


def _distribution(
    month: TeamPicture, compared: Sequence[Result], words: Words
) -> tuple[Chart, ...]:
    """Return how many have which grade, this month and among the results it is compared with."""
    grades = _grades(month.pictures)
    now = {one.code: n for one, n in grades}
    names = {one.code: words.grade(one) for one, _ in grades}
    before = Counter(one.grade for one in compared if one.grade)
    if not now:
        return ()
    codes = tuple(now) + tuple(code for code in before if code not in now)
    series = [(words.month(month.period), tuple(Decimal(now.get(code, 0)) for code in codes))]
    if before:
        last = words.month(month.period.plus(-1))
        series.append((last, tuple(Decimal(before[code]) for code in codes)))
    told = tuple(names.get(code, code) for code in codes)
    return (Chart("bar", words.label("How many have which grade"), told, tuple(series)),)


def _grades(pictures: Sequence[Picture]) -> tuple[tuple[Grade, int], ...]:
    """Return the rubric's grades, best first, each with how many have it."""
    found = Counter(
        one.standing.card.grade.code
        for one in pictures
        if one.standing.card is not None and one.standing.card.grade is not None
    )
    rows = pictures[0].standing.version.rubric.grades
    return tuple((Grade(row.code, row.label), found[row.code]) for row in rows) if found else ()


def _praised(closing: Closing) -> list[tuple[str, int]]:
    """Return who was commended and how often, the most often first."""
    found = []
    for one in closing.picture.pictures:
        rubric = one.standing.version.rubric
        good = {entry.code for entry in rubric.entries if entry.kind == "commendation"}
        logged = closing.logged[one.standing.person.id]
        times = sum(count for code, count in logged.items() if code in good)
        if times:
            found.append((one.standing.person.name, times))
    return sorted(found, key=lambda it: -it[1])


def _most_improved(closing: Closing) -> list[str]:
    """Return who gained the most since the month before, several if it is a tie.

    By how much is not for the channel: it would tell how low that person stood.
    """
    gains = [(one.standing.person.name, one.change) for one in closing.picture.pictures]
    best = max((gain for _, gain in gains if gain is not None), default=Fraction(0))
    return [name for name, gain in gains if gain == best] if best > 0 else []
