"""A whole rubric to read, page by page: what it scores and commends, for how much, and grades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from bot.parts import Say
from bot.scoring.derived import COUNTED
from bot.scoring.entries import Loggable
from bot.scoring.item import Item
from bot.scoring.kinds.compare import Compare
from bot.scoring.kinds.levels import RATERS, Rating
from bot.scoring.kinds.marks import Compliance
from bot.scoring.rubric import Rubric
from bot.words import Words

_MOST_REASONS = 20  # of one line in one paragraph
_MOST_TEXT = 8000
_MOST_BLOCKS = 46  # of a message's fifty


def pages(rubric: Rubric, words: Words) -> list[list[Say]]:
    """Return the whole rubric in parts that fit a message each."""
    found: list[list[Say]] = [[]]
    text, blocks = _MOST_TEXT, _MOST_BLOCKS
    for part in _picture(rubric, words):
        said = words.say(part.template, part.context)
        paragraphs = said.count("\n\n") + 1
        if found[-1] and (len(said) > text or paragraphs > blocks):
            found.append([])
            text, blocks = _MOST_TEXT, _MOST_BLOCKS
        found[-1].append(part)
        text, blocks = text - len(said), blocks - paragraphs
    return found


def _picture(rubric: Rubric, words: Words) -> Iterator[Say]:
    """Yield the whole rubric: its head, its sections with their lines, commendations, grades."""
    yield Say("rubric.head", {"rubric": rubric})
    for section in rubric.sections:
        items = [item for item in rubric.items if item.section == section.id]
        of = sum((item.of for item in items), Fraction(0))
        yield Say("rubric.section", {"label": section.label, "of": of})
        for item in items:
            yield from _item(rubric, item, words)
    if rubric.bonuses:
        yield Say("rubric.bonuses", {"label": rubric.bonuses.label, "cap": rubric.bonuses.cap})
        yield from _reasons(rubric.bonuses.entries)
    if rubric.grades:
        yield Say("rubric.grades", {"grades": rubric.grades})


def _item(rubric: Rubric, item: Item, words: Words) -> Iterator[Say]:
    """Yield a line with what is recorded for it; its reasons follow, so many a paragraph."""
    own = item.line.measures(item.scale)
    used = [rubric.measure_by_code[code] for code in item.line.uses]
    context = {
        "line": item.line,
        "of": item.of,
        "scale": item.scale,
        "measures": [*own, *used],
        "counted": COUNTED,
        **_rule(rubric, item, words),
    }
    yield Say("rubric.line", context)
    yield from _reasons(item.line.entries)


def _rule(rubric: Rubric, item: Item, words: Words) -> dict[str, object]:
    """Return what is told of a rule beside its settings."""
    told: dict[str, object] = {"worth": {}}
    match item.line:
        case Compare() as line:
            told["compared"] = _compared(rubric, line, item.scale, words)
        case Rating() as line:
            told["raters"] = [
                words.text(RATERS[it]) for it, weight in line.raters.items() if weight
            ]
            told["shown_only"] = [
                words.text(RATERS[it]) for it, weight in line.raters.items() if not weight
            ]
        case Compliance() as line:
            told["worth"] = {part.code: part.points for part in line.parts}
    return told


def _compared(
    rubric: Rubric, line: Compare, full: Fraction, words: Words
) -> list[tuple[str, Fraction]]:
    """Return what a figure may be, measured by the reference, and the points for it."""
    better, equal = (
        full if points is None else Fraction(points) for points in (line.better, line.equal)
    )
    above, below = (">", "<") if line.better_is == "higher" else ("<", ">")
    rows = [(above, better), ("=", equal)]
    if better == equal:
        rows = [("≥" if above == ">" else "≤", better)]
    rows.append((below, Fraction(line.worse)))
    if line.against is None:
        return [(f"{sign} {words.number(line.target)}", points) for sign, points in rows]
    (sign, points), *rest = rows  # a name is said once
    return [(f"{sign} {words.text(rubric.measure_by_code[line.against].label)}", points), *rest]


def _reasons(entries: Sequence[Loggable]) -> Iterator[Say]:
    for first in range(0, len(entries), _MOST_REASONS):
        part = entries[first : first + _MOST_REASONS]
        yield Say("rubric.reasons", {"entries": part, "counted": COUNTED})
