"""/score why: the arithmetic of a card line by line, and the entries behind every line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from bot import cards, evidence, history
from bot.commands import asked, score_topics
from bot.errors import UserError
from bot.evidence import Evidence
from bot.frozen import Standing
from bot.messages import Reply
from bot.models import Entry
from bot.parts import Button, Buttons, Part, Say
from bot.reading.items import Item
from bot.scoring.card import Line, Scorecard
from bot.scoring.entries import Loggable, Measure
from bot.scoring.rubric import Rubric
from bot.scoring.wording import bracketed, equals
from bot.slack import Request
from bot.words import Words

_MOST_LINES = 25  # with an entry each they fit the 12,000 characters of a message
_MOST_ENTRIES = 15  # of one line; several lines share twice as many
_LONGEST_NOTE = 120


@dataclass(frozen=True)
class Account:
    """A standing that can be accounted for: its card and every entry of the month."""

    standing: Standing
    card: Scorecard
    entries: Sequence[Evidence]
    words: Words

    @property
    def rubric(self) -> Rubric:
        """The rubric behind the card."""
        return self.standing.version.rubric

    def of(self, codes: frozenset[str]) -> list[Evidence]:
        """Return the entries of these codes."""
        return [found for found in self.entries if found[0].code in codes]


def run(session: Session, request: Request, rest: str) -> Reply:
    """`why [ITEM] [@mira] [oct]`."""
    topics = score_topics.topics(session, request)
    wanted = asked.read(session, request, rest, command="score", items=topics)
    if wanted.item is None and wanted.near:
        raise _which(request, wanted.near)
    period = wanted.period or asked.this_month(request)
    person = asked.whose(request, wanted)
    standing = asked.standing(session, request, person, period)
    if standing.card is None:
        raise UserError("no_opinion", person=person, period=period)
    found = evidence.of_person(session, person=person, period=period)
    hold = timedelta(minutes=request.settings.hold_minutes)
    entries = evidence.shown(session, found, to=request.by.person.id, hold=hold)
    account = Account(standing, standing.card, entries, request.words_of)
    if wanted.item is None:
        return Reply(_whole(account, request))
    return Reply(_one(account, request, wanted.item))


def _whole(account: Account, request: Request) -> tuple[Part, ...]:
    """Return every line that something was recorded for, then the others, then the sum."""
    behind = score_topics.codes_by_line(account.rubric)
    told: list[tuple[Line, list[Evidence]]] = []
    quiet: list[Line] = []
    for line in account.card.lines:
        entries = account.of(behind.get(line.id, frozenset()))
        if line.codes or entries or line.id not in behind:
            told.append((line, entries))
        else:
            quiet.append(line)
    shown = told[:_MOST_LINES]
    most = min(_MOST_ENTRIES, 2 * _MOST_ENTRIES // max(1, len(shown)))
    lines = [_line(account, request, line, entries, most) for line, entries in shown]
    rest = {
        "lines": [_short(line, account.words) for line in quiet],
        "more": max(0, len(told) - _MOST_LINES),
        "unscored": account.card.unscored,
        "sum": _sum(account.card),
        "grade": account.card.grade,
    }
    return (_head(account, request), *lines, Say("score.why_rest", rest), _buttons(account))


def _one(account: Account, request: Request, item: Item) -> tuple[Part, ...]:
    """Return the lines that the item has a part in, with its own entries only."""
    behind = score_topics.codes_by_line(account.rubric)
    code = item.code
    if code in behind:
        wanted = {code: behind[code]}
    else:
        wanted = {line: frozenset({code}) for line, codes in behind.items() if code in codes}
    lines = [
        _line(account, request, line, account.of(wanted[line.id]))
        for line in account.card.lines
        if line.id in wanted
    ]
    if not wanted:
        raise UserError("not_in_their_rubric", word=code, person=account.standing.person)
    if not lines:
        lines = [Say("score.why_nothing", {})]
    return (_head(account, request), *lines, _buttons(account))


def _which(request: Request, near: Sequence[Item]) -> UserError:
    labels = [(one.code, one.names[-2]) for one in near]
    buttons = tuple(
        Button("%(name)s", "score", f"{request.words} {code}", context={"name": name})
        for code, name in labels
    )
    return UserError("which_item", names=[name for _, name in labels], buttons=buttons)


def _head(account: Account, request: Request) -> Say:
    standing = account.standing
    context = {
        "name": standing.person.name,
        "period": standing.period,
        "far": standing.period.year != request.today.year,
        "total": standing.total,
        "full": account.card.full,
    }
    return Say("score.why_head", context)


def _buttons(account: Account) -> Buttons:
    standing = account.standing
    words = f"<@{standing.person.id}> {standing.period}"
    return Buttons((Button("Whole card", "score", words),))


def _line(
    account: Account,
    request: Request,
    line: Line,
    entries: Sequence[Evidence],
    most: int = _MOST_ENTRIES,
) -> Say:
    words = account.words
    context = {
        "label": line.label,
        "points": cards.points(line.points, line.of, words),
        "why": words.text(line.why),
        "entries": [_entry(account, found) for found in entries[:most]],
        "more": max(0, len(entries) - most),
        "today": request.today,
    }
    return Say("score.why_line", context)


def _entry(account: Account, found: Evidence) -> dict[str, object]:
    entry, contra = found
    thing = account.rubric.find(entry.code)
    note = " ".join(entry.note.split())
    if len(note) > _LONGEST_NOTE:
        note = note[: _LONGEST_NOTE - 1] + "…"
    return {
        "id": history.id_of(entry),
        "day": entry.day,
        "what": entry.code if thing is None else account.words.text(thing.label),
        "worth": _worth(entry, thing, account.words),
        "note": note,
        "how": "" if contra is None else contra.kind,
        "reason": "" if contra is None else " ".join(contra.note.split()),
    }


def _worth(entry: Entry, thing: Loggable | Measure | None, words: Words) -> str:
    """Return the points of an entry, or the figure or answer that a measure recorded."""
    if isinstance(thing, Loggable):
        return words.points(history.worth(entry, thing))
    level = thing.by_level.get(entry.level) if isinstance(thing, Measure) else None
    if level is not None:
        return words.text(level.label)
    unit = thing.unit if isinstance(thing, Measure) else None
    figure = words.number(entry.value)
    return figure if unit is None else f"{figure} {words.text(unit)}"


def _short(line: Line, words: Words) -> str:
    return f"{words.text(line.label)} {cards.points(line.points, line.of, words)}"


def _sum(card: Scorecard) -> str:
    """Write the sections' points as a sum: `38 + 23 + 20 + 15 + 3 = 99`."""
    if card.total is None:
        return ""
    terms = [one.points for one in card.sections if one.points is not None]
    return f"{' + '.join(map(bracketed, terms))} {equals(card.total)}"
