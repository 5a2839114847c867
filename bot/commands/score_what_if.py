"""/score what-if: what a month would come to. Nothing of it is stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlmodel import Session

from bot import appraisals, cards, conduct, evidence, roster
from bot.commands import asked, score_topics
from bot.commands.asked import Asked
from bot.conduct import Draft
from bot.errors import UserError
from bot.evidence import Evidence
from bot.frozen import Standing
from bot.history import DEDUCTION
from bot.menu import Choice
from bot.messages import Reply
from bot.models import Person
from bot.parts import Button, Buttons, Say, Table
from bot.reading import grammar
from bot.reading.grammar import Record
from bot.scoring.card import Line, Scorecard
from bot.scoring.entries import Loggable
from bot.scoring.facts import Fact
from bot.slack import Request
from bot.words import N_, Words

_SIGNED = re.compile(r"(?<!\S)(?=[+\-−–＋－][^\s\d])")
_PLUS = "+＋"
_EXAMPLE = N_("/score what-if @mira -tone +praise x2")
_OWN_EXAMPLE = N_("/score what-if -tone +praise x2")


@dataclass(frozen=True)
class Supposed:
    """One more of an item, or one less: `-tone` is one more deduction, `+tone` one less."""

    item: Loggable
    more: bool
    times: int
    points: Decimal | None


def run(session: Session, request: Request, rest: str) -> Reply:
    """`what-if [@mira] [oct] -tone +praise x2`."""
    period, line = asked.month_in(request, rest)
    period = period or asked.this_month(request)
    who, *signed = _SIGNED.split(line)
    choices = score_topics.loggable(session, request)
    wanted = _whose(session, request, who, choices)
    if not signed:
        raise UserError("nothing_supposed", example=_example(request))
    person, records = _read(session, request, wanted, signed, choices)
    before = asked.standing(session, request, person, period)
    supposed = [
        _supposed(before, record, text) for record, text in zip(records, signed, strict=True)
    ]
    known = evidence.of_person(session, person=person, period=period)
    facts = [fact for one in supposed for fact in _facts(before, one, known)]
    after = appraisals.standing(
        session,
        workspace=request.workspace,
        person=person,
        period=period,
        extra=facts,
        today=request.today,
    )
    return _shown(request, before, after, supposed)


def _whose(session: Session, request: Request, who: str, choices: Sequence[Choice]) -> Asked:
    """Return whom the words before the first sign name; raise UserError for an item among them."""
    try:
        wanted = asked.read(session, request, who, command="score", items=choices)
    except UserError as error:
        if error.name != "not_understood":
            raise
        context = error.context | {"example": _example(request)}
        raise UserError("not_understood", **context) from None
    if wanted.item is not None:
        item = next(it.item for it in choices if it == wanted.item)
        raise UserError("sign_missing", item=item, example=_example(request))
    return wanted


def _example(request: Request) -> str:
    """Return a line that works for the reader; an agent supposes of her own month alone."""
    return _EXAMPLE if request.by.supervises else _OWN_EXAMPLE


def _read(
    session: Session,
    request: Request,
    wanted: Asked,
    signed: Sequence[str],
    choices: Sequence[Choice],
) -> tuple[Person, list[Record]]:
    """Return whose month it is, and each signed piece as a record."""
    everybody = roster.called(session, workspace=request.workspace)
    records = [
        grammar.read(
            text[1:],
            people=everybody,
            items=choices,
            today=request.today,
            me=request.by.person.id,
        )
        for text in signed
    ]
    named = {target.id for record in records for target in record.targets}
    if wanted.person is not None:
        named.add(wanted.person.id)
    if len(named) > 1:
        raise UserError("one_at_a_time")
    if named:
        person = roster.person(session, workspace=request.workspace, user=named.pop())
        wanted = replace(wanted, person=person)
    return asked.whose(request, wanted), records


def _supposed(standing: Standing, record: Record, text: str) -> Supposed:
    """Return what a piece means by the person's own rubric; raise UserError if it has no such."""
    code = "" if record.item is None else record.item.item.code
    item = score_topics.entry(standing.version.rubric, code)
    unknown = [*record.unknown, *(typed for typed, _ in record.doubtful)]
    if item is None or unknown:
        raise UserError("unknown_item", word=" ".join(unknown) or text[1:].strip())
    more = (text[0] in _PLUS) != (item.kind == DEDUCTION)
    points = record.points
    if points is not None:
        points = -abs(points) if item.kind == DEDUCTION else abs(points)
        conduct.check_points(Draft(standing.person, item, standing.period.first, points))
    return Supposed(item, more, record.count, points)


def _facts(standing: Standing, one: Supposed, known: Sequence[Evidence]) -> list[Fact]:
    """Return the facts that one supposition adds to the month, or takes from it."""
    code = one.item.code
    if one.more:
        if one.points is None:
            return [Fact(code, count=one.times)]
        return [Fact(code, count=0, points=one.points * one.times)]
    stands = [entry for entry, contra in known if contra is None and entry.code == code]
    if len(stands) < one.times:
        raise UserError("not_so_many", item=one.item, person=standing.person, n=len(stands))
    return [
        Fact(code, count=-1) if entry.points is None else Fact(code, count=0, points=-entry.points)
        for entry in stands[-one.times :]
    ]


def _shown(
    request: Request, before: Standing, after: Standing, supposed: Sequence[Supposed]
) -> Reply:
    words = request.words_of
    total, then = before.total, after.total
    head = {
        "name": before.person.name,
        "period": before.period,
        "before": total,
        "after": then,
        "change": cards.arrow(None if total is None or then is None else then - total, words),
        "grades": [_grade(one.card, words) for one in (before, after)],
        "supposed": supposed,
    }
    labels = tuple(map(words.label, (N_("Section"), N_("Now"), N_("Then"), N_("Why"))))
    table = Table(labels, _rows(before.card, after.card, words), numeric=frozenset({1, 2}))
    button = Button("Whole card", "score", f"<@{before.person.id}> {before.period}")
    shown = (table,) if table.rows else ()
    return Reply((Say("score.what_if", head), *shown, Buttons((button,))))


def _rows(
    before: Scorecard | None, after: Scorecard | None, words: Words
) -> tuple[tuple[str, ...], ...]:
    """Return the lines that come out otherwise."""
    if after is None:
        return ()
    rows = []
    for line in after.lines:
        was = before.line(line.id) if before is not None else None
        if was is None or was.why != line.why:
            rows.append(_row(was, line, words))
    return tuple(rows)


def _row(was: Line | None, line: Line, words: Words) -> tuple[str, ...]:
    now = "–" if was is None else cards.points(was.points, was.of, words)
    return (
        words.text(line.label),
        now,
        cards.points(line.points, line.of, words),
        words.text(line.why),
    )


def _grade(card: Scorecard | None, words: Words) -> str:
    return words.grade(None if card is None else card.grade) or "–"
