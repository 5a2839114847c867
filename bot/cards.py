"""A scorecard as a message: the result first, then where it comes from, then how it went before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction

from bot.parts import Chart, Part, Say, Table
from bot.scoring.card import Line, Scorecard, Subtotal
from bot.scoring.score import display
from bot.signing import Slot
from bot.trends import Picture
from bot.words import Words

_MOST_CELLS = 8000  # characters; Slack allows 10,000 in a table and 12,000 in a message
_LONGEST_WHY = 240
_OTHER_CELLS = 70  # a label and points
_LONGEST_NAME = 20  # of a series, says Slack's data visualization block
_FEWEST_POINTS = 2  # months that make a line
_GONE = "–"


def parts(
    picture: Picture,
    words: Words,
    *,
    today: date,
    seen: datetime | None = None,
    signed: Sequence[Slot] = (),
    undecided: Sequence[str] = (),
) -> tuple[Part, ...]:
    """Return the whole card: headline, sections, chart of the published months, small print.

    `seen` is when the person said that she has seen it, `signed` the signatures it asks for,
    `undecided` what complaints about her are called that nobody has decided yet.
    """
    standing = picture.standing
    card = standing.card
    shown: list[Part] = [Say("score.head", _headline(picture, words, today))]
    if card is None:
        needed = [standing.version.rubric.find(code) for code in _needed(picture)]
        labels = [words.text(one.label) for one in needed if one is not None]
        return (*shown, Say("score.no_opinion", {"needed": labels}))
    if not card.lines:
        asked = () if signed else standing.version.rubric.signatures
        labels = [words.text(one.label) for one in asked]
        form = Say("rubric.form_only", {"signatures": labels})
        return (shown[0], form, *signatures(signed, standing.person.zone))
    shown.append(table(card, words))
    shown += chart(picture, words)
    shown.append(Say("score.small", _small_print(picture, card, words, today)))
    if undecided:
        shown.append(Say("score.undecided", {"ids": undecided}))
    if seen is not None:
        shown.append(Say("score.seen", {"at": seen, "zone": standing.person.zone}))
    return (*shown, *signatures(signed, standing.person.zone))


def signatures(slots: Sequence[Slot], zone: str) -> tuple[Part, ...]:
    """Return who is to sign the card, and who has; nothing where nobody is to."""
    return (Say("score.signatures", {"slots": slots, "zone": zone}),) if slots else ()


def table(card: Scorecard, words: Words) -> Table:
    """Return a row for each section, and one for each of its lines that something was said of."""
    header = (words.label("Section"), words.label("Points"), words.label("Why"))
    rows = [row for section in card.sections for row in _rows(section, words)]
    room = min(_LONGEST_WHY, _MOST_CELLS // len(rows) - _OTHER_CELLS)
    fitted = ((label, earned, _shortened(why, room)) for label, earned, why in rows)
    return Table(header, tuple(fitted), numeric=frozenset({1}))


def chart(picture: Picture, words: Words) -> tuple[Chart, ...]:
    """Return the published months as lines, person and team; nothing for fewer than two.

    A chart cannot leave a gap, so months without a result are left out, and so is the team where
    one of the months has no average.
    """
    months = [(one.period, one.total) for one in picture.months if one.total is not None]
    averages = [one.average for one in picture.months if one.total is not None]
    if len(months) < _FEWEST_POINTS:
        return ()
    name = picture.standing.person.name[:_LONGEST_NAME]
    lines = [(name, tuple(display(total) for _, total in months))]
    known = tuple(display(average) for average in averages if average is not None)
    if len(known) == len(months):
        lines.append((words.label("Team average"), known))
    labels = tuple(words.month(period) for period, _ in months)
    return (Chart("line", words.label("Published months"), labels, tuple(lines)),)


def points(earned: Fraction | None, of: Fraction | None, words: Words) -> str:
    """Write `36 / 40`, or `+3` where there is nothing to lose."""
    if earned is None:
        return _GONE
    return f"{words.number(earned)} / {words.number(of)}" if of else words.points(earned)


def arrow(change: Fraction | None, words: Words) -> str:
    """Write a change from the month before: `▲ 2.5`, `▼ 3`, `±0`; a dash where there is none."""
    if change is None:
        return _GONE
    shown = display(change)
    if not shown:
        return "±0"
    return f"{'▲' if shown > 0 else '▼'} {words.number(abs(shown))}"


def lacking(card: Scorecard) -> list[Line]:
    """Return the lines that have no result."""
    return [line for line in card.lines if line.is_item and line.points is None]


def unmeasured(card: Scorecard) -> list[Line]:
    """Return the lines that keep their points because nothing was recorded."""
    return [
        line
        for line in card.lines
        if line.is_item and line.points is not None and not line.is_measured
    ]


def _headline(picture: Picture, words: Words, today: date) -> dict[str, object]:
    standing, card = picture.standing, picture.standing.card
    grade = None if card is None else card.grade
    return {
        "name": standing.person.name,
        "period": standing.period,
        "far": standing.period.year != today.year,
        "before": standing.period.plus(-1),
        "total": standing.total,
        "full": None if card is None else card.full,
        "grade": grade,
        "final": standing.final,
        "lacking": [] if card is None else [words.text(line.label) for line in lacking(card)],
        "change": picture.change and arrow(picture.change, words),
    }


def _small_print(picture: Picture, card: Scorecard, words: Words, today: date) -> dict[str, object]:
    standing = picture.standing
    return {
        "of": card.of,
        "full": card.full,
        "kept": [words.text(line.label) for line in unmeasured(card)],
        "rubric": standing.version.rubric,
        "final": standing.final,
        "again": picture.is_open_again,
        "revised": standing.at if standing.revision > 1 else None,
        "zone": standing.person.zone,
        "over": today > standing.period.last,
        "today": today,
    }


def _needed(picture: Picture) -> Sequence[str]:
    return picture.standing.version.rubric.opinion_needs


def _rows(section: Subtotal, words: Words) -> Iterator[tuple[str, str, str]]:
    """Yield the section's row and below it the lines that moved; a lone line speaks for both."""
    if len(section.lines) == 1 or not section.of:
        for line in section.lines:
            yield _row(line, words)
        return
    moved = [line for line in section.lines if line.codes]
    why = _GONE if moved else words.label("nothing recorded")
    yield words.text(section.label), points(section.points, section.of, words), why
    for line in moved:
        label, earned, why = _row(line, words)
        yield f"· {label}", earned, why


def _row(line: Line, words: Words) -> tuple[str, str, str]:
    return (
        words.text(line.label),
        points(line.points, line.of, words),
        words.text(line.why),
    )


def _shortened(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"
