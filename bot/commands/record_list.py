"""What was recorded: a person's, a team's, a month's."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from bot import history, measures, membership, rights, roster, rubrics
from bot.commands import figures, whom
from bot.messages import Reply
from bot.models import Entry
from bot.parts import Part, Say, Table
from bot.periods import Period
from bot.reading import dates
from bot.scoring.entries import Measure
from bot.scoring.text import Text
from bot.slack import Request
from bot.words import N_

_MOST = 40
_EVERYBODY = frozenset({"team", "all", "团队", "全部"})
_HIDDEN = frozenset({"undone", "replaced"})  # as if never recorded; a void record is shown so


def show(session: Session, request: Request, rest: str) -> Reply:
    """`list [@mira|team] [oct]`: an agent gets her own records, whatever is asked for."""
    people, period = _asked(session, request, rest)
    found = [
        (entry, "" if contra is None else contra.kind)
        for entry, contra in measures.records(
            session,
            workspace=request.workspace,
            people=people,
            first=period.first,
            last=period.last,
        )
        if contra is None or contra.kind not in _HIDDEN
        if rights.may_see(request.by, person=entry.person_id, team_id=entry.team_id, day=entry.day)
    ]
    parts: list[Part] = [Say("record.list_head", {"n": len(found), "period": period})]
    if found:
        parts.append(_table(session, request, found[:_MOST]))
    if len(found) > _MOST:
        parts.append(Say("record.more", {"n": len(found) - _MOST}))
    return Reply(tuple(parts))


def described(session: Session, request: Request, entry: Entry) -> dict[str, Any]:
    """Return what a record says, for a template."""
    person = roster.person(session, workspace=request.workspace, user=entry.person_id)
    measure = measure_of(session, entry)
    return {
        "id": history.id_of(entry),
        "name": person.name,
        "measure": measure.label,
        "figure": figures.shown(request.words_of, measure, entry.value, entry.level),
        "day": entry.day,
        "today": request.today,
    }


def measure_of(session: Session, entry: Entry) -> Measure:
    """Return the measure of a record under the team's rubric of its day.

    One that was dropped since goes by its code.
    """
    workspace, day = entry.workspace_id, entry.day
    places = membership.on(session, workspace=workspace, person=entry.person_id, day=day)
    role = next((one.role for one in places if one.team_id == entry.team_id), roster.AGENT)
    version = rubrics.in_force(
        session, workspace=workspace, team_id=entry.team_id, role=role, day=day
    )
    found = None if version is None else version.rubric.find(entry.code)
    if isinstance(found, Measure):
        return found
    return Measure(entry.code, Text(en=entry.code, zh=entry.code), (), "number", "replace")


def _table(session: Session, request: Request, found: list[tuple[Entry, str]]) -> Table:
    words = request.words_of
    rows = []
    for entry, how in found:
        said = described(session, request, entry)
        figure = f"{said['figure']} ({words.label('void')})" if how else said["figure"]
        rows.append(
            (
                said["id"],
                words.day(entry.day, request.today),
                said["name"],
                words.text(said["measure"]),
                figure,
            )
        )
    header = (N_("No."), N_("When"), N_("Who"), N_("What"), N_("Figure"))
    return Table(tuple(map(words.label, header)), tuple(rows))


def _asked(session: Session, request: Request, rest: str) -> tuple[list[str] | None, Period]:
    """Return whose records of which month are asked for; None: all that may be seen."""
    period = Period.of(request.today)
    words = []
    for word in rest.split():
        month = dates.read_month(word, today=request.today)
        period = period if month is None else month
        if month is None and word.casefold() not in _EVERYBODY:
            words.append(word)
    if not request.by.supervises:
        return [request.by.person.id], period
    if not words:
        return None, period
    return whom.named(session, request, " ".join(words)), period
