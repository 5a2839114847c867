"""App Home of whoever signs cards: those of the last month that wait for her."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlmodel import Session

from bot import appraisals, roster, rubrics, signing
from bot.frozen import Standing
from bot.models import Team
from bot.parts import Button, Say
from bot.periods import Period, local_day
from bot.slack import Request
from bot.words import escape


def agents(session: Session, request: Request, team: Team) -> Iterator[Say]:
    """Yield how many of the agents' cards wait for the caller's signature."""
    period = _last(request, team)
    if not _is_signed(session, team, period, roster.AGENT):
        return
    found = _waiting(session, request, appraisals.of_team(session, team=team, period=period))
    if found:
        context = {"team": team.name, "period": period, "n": len(found)}
        button = Button("Look", "month", f'sign clean {period} "{escape(team.name)}"')
        yield Say("home.to_sign", context, button)


def leads(session: Session, request: Request, team: Team) -> Iterator[Say]:
    """Yield the supervisors' cards that wait for the caller's signature."""
    period = _last(request, team)
    if not _is_signed(session, team, period, roster.SUPERVISOR):
        return
    for one in _waiting(session, request, appraisals.of_leads(session, team=team, period=period)):
        button = Button("Card", "score", f"<@{one.person.id}> {period}")
        yield Say("home.to_sign_lead", {"name": one.person.name, "period": period}, button)


def _last(request: Request, team: Team) -> Period:
    return Period.of(local_day(request.at, team.zone)).plus(-1)


def _is_signed(session: Session, team: Team, period: Period, role: str) -> bool:
    """Tell, at little cost, whether such cards are signed at all by another than their person."""
    version = rubrics.in_force(
        session, workspace=team.workspace_id, team_id=team.id, role=role, day=period.last
    )
    return version is not None and any(
        one.by in ("superior", "hr") for one in version.rubric.signatures
    )


def _waiting(session: Session, request: Request, standings: Sequence[Standing]) -> list[Standing]:
    slots = signing.of_cards(session, standings=standings)
    return [
        one
        for one in standings
        if signing.waiting(request.by, standing=one, slots=slots[one.person.id])
    ]
