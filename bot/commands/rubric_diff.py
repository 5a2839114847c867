"""/rubric diff: two rubrics compared, in short lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TypeVar

from sqlmodel import Session

from bot.commands import rubric_show
from bot.errors import UserError
from bot.messages import Reply, reply
from bot.parts import Button, Buttons, Part, Say
from bot.scoring.compare import Change, Difference, compare
from bot.scoring.entries import Loggable, Measure
from bot.scoring.rubric import Rubric
from bot.slack import Request
from bot.words import N_, Words

Thing = TypeVar("Thing")
Row = tuple[str, str, str]
"""A label, what was, what is; empty where there is nothing."""

_BETWEEN = re.compile(r"\s*(?:→|->|,|，|、|\s(?:and|with|to|vs)\s|和|与)\s*|\s+", re.IGNORECASE)
_BOTH = 2
_MOST_ROWS = 12


def run(session: Session, request: Request, rest: str) -> Reply:
    """`diff A B`: what B does otherwise; with one name, otherwise than the one in force.

    Raise UserError for no name, and for more than two.
    """
    names = [word for word in _BETWEEN.split(rest.strip()) if word]
    if not 1 <= len(names) <= _BOTH:
        raise UserError("which_rubrics")
    before = rubric_show.wanted(session, request, names[0] if len(names) == _BOTH else "")
    after = rubric_show.wanted(session, request, names[-1])
    difference = compare(before.rubric, after.rubric)
    if not (difference or difference.wording):
        return reply("rubric.no_difference", before=before.rubric, after=after.rubric)
    head = Say("rubric.diff_head", {"before": before.rubric, "after": after.rubric})
    shown = Button("Show", "rubric", f"show {names[-1]}")
    parts: list[Part] = [head, *core_warning(difference, request.words_of)]
    parts += _details(difference, before.rubric, after.rubric, request.words_of)
    return Reply((*parts, Buttons((shown,))))


def core_warning(difference: Difference, words: Words) -> Iterator[Say]:
    """Yield the warning that the core weights are others, if they are."""
    if difference.core:
        yield Say("rubric.core_changed", {"rows": _rows(difference.core, words, words.number)})


def weights(difference: Difference, words: Words) -> Iterator[Say]:
    """Yield the sections that come, go or weigh otherwise."""
    yield from _listed(N_("Weights"), _rows(difference.sections, words, words.number))


def _details(difference: Difference, before: Rubric, after: Rubric, words: Words) -> Iterator[Say]:
    yield from weights(difference, words)
    yield from _listed(N_("Lines"), _rows(_other_lines(difference), words, words.number))
    if difference.reworked:
        labels = [one.in_(words.language) for one in difference.reworked]
        yield Say("rubric.reworked", {"labels": labels})
    yield from _listed(N_("To log"), _entry_rows(difference.entries, words))
    yield from _listed(N_("To record"), _measure_rows(difference.measures, words))
    if difference.grades:
        yield Say("rubric.diff_grades", {"before": before.grades, "after": after.grades})
    if difference.totals:
        yield Say("rubric.diff_totals")
    yield from _wording(difference, words)


def _wording(difference: Difference, words: Words) -> Iterator[Say]:
    """Yield the words that are others, and whether anything else is."""
    if not difference:
        yield Say("rubric.scores_alike")
    rows = [
        (words.text(one.of) if one.of else "", *one.in_(words.language))
        for one in difference.wording
    ]
    if rows:
        more = max(0, len(rows) - _MOST_ROWS)
        yield Say("rubric.wording", {"rows": rows[:_MOST_ROWS], "more": more})


def _other_lines(difference: Difference) -> list[Change[Fraction]]:
    """Return the lines, those without points on either side left out."""
    return [one for one in difference.lines if one.was or one.now]


def _listed(title: str, rows: Sequence[Row]) -> Iterator[Say]:
    if rows:
        more = max(0, len(rows) - _MOST_ROWS)
        yield Say("rubric.changes", {"title": title, "rows": rows[:_MOST_ROWS], "more": more})


def _rows(
    changes: Sequence[Change[Thing]], words: Words, write: Callable[[Thing], str]
) -> list[Row]:
    """Return what is in both first, then what is new, then what is gone."""
    ordered = sorted(changes, key=lambda it: (it.was is None or it.now is None, it.now is None))
    return [
        (
            words.text(one.label),
            "" if one.was is None else write(one.was),
            "" if one.now is None else write(one.now),
        )
        for one in ordered
    ]


def _entry_rows(changes: Sequence[Change[Loggable]], words: Words) -> list[Row]:
    return _rows(changes, words, lambda one: _price(one, words))


def _price(one: Loggable, words: Words) -> str:
    """Return what an entry costs: `−2 (−1 to −4) ❗`."""
    return words.say("rubric.price", {"item": one})


def _measure_rows(changes: Sequence[Change[Measure]], words: Words) -> list[Row]:
    return _rows(changes, words, lambda one: words.say("rubric.scale", {"item": one}))
