"""Which months are open: a published month takes no more entries until HR reopens it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot import appraised, rights, roster, store
from bot.errors import UserError
from bot.models import Person, Publication, Reopening, Scorecard, Team
from bot.periods import Period, local_day
from bot.rights import Actor

# Built once: every entry asks them.
_PUBLICATION = (
    select(Publication)
    .where(
        Publication.workspace_id == bindparam("workspace"),
        Publication.team_id == bindparam("team"),
        Publication.period == bindparam("period"),
    )
    .order_by(col(Publication.revision).desc())
)
_CARDS = (
    select(Scorecard)
    .where(
        Scorecard.workspace_id == bindparam("workspace"),
        Scorecard.person_id == bindparam("person"),
        Scorecard.period == bindparam("period"),
    )
    .order_by(col(Scorecard.revision))
)


def publication(
    session: Session, *, workspace: str, team_id: int, period: Period
) -> Publication | None:
    """Return the last time the team's month was published, whether or not it was reopened since."""
    key = ("publication", workspace, team_id, period)
    asked = {"workspace": workspace, "team": team_id, "period": period}
    return store.once(
        session, Publication, key, lambda: session.exec(_PUBLICATION, params=asked).first()
    )


def reopening(
    session: Session, *, workspace: str, team_id: int, period: Period
) -> Reopening | None:
    """Return the last time the team's month was reopened, whether or not it is out again."""
    return session.exec(
        select(Reopening)
        .where(
            Reopening.workspace_id == workspace,
            Reopening.team_id == team_id,
            Reopening.period == period,
        )
        .order_by(col(Reopening.revision).desc())
    ).first()


def closed_by(
    session: Session, *, workspace: str, team_id: int, period: Period
) -> Publication | None:
    """Return the publication that keeps the team's month closed; None for one that is open."""
    out = publication(session, workspace=workspace, team_id=team_id, period=period)
    if out is None:
        return None
    taken_back = session.get(Reopening, (workspace, team_id, period, out.revision))
    return out if taken_back is None else None


def cards(session: Session, *, workspace: str, person: str, period: Period) -> Sequence[Scorecard]:
    """Return every card of the person's month that was ever published, the latest last."""
    key = ("cards", workspace, person, period)
    asked = {"workspace": workspace, "person": person, "period": period}
    return store.once(session, Scorecard, key, lambda: session.exec(_CARDS, params=asked).all())


def is_closed(session: Session, *, workspace: str, team_id: int, period: Period) -> bool:
    """Tell whether the team's month was published and not reopened since."""
    return closed_by(session, workspace=workspace, team_id=team_id, period=period) is not None


def reopened(session: Session, *, team: Team) -> list[Reopening]:
    """Return the team's months that were reopened and are not out again, oldest first."""
    rows = session.exec(
        select(Reopening)
        .where(Reopening.workspace_id == team.workspace_id, Reopening.team_id == team.id)
        .order_by(col(Reopening.period), col(Reopening.revision))
    )
    last = {row.period: row for row in rows}
    return [
        row
        for period, row in last.items()
        if not is_closed(session, workspace=team.workspace_id, team_id=team.id, period=period)
    ]


def last_closed(session: Session, *, team: Team) -> Period | None:
    """Return the latest month of the team that is published and not reopened."""
    open_again = {row.period for row in reopened(session, team=team)}
    rows = session.exec(
        select(col(Publication.period))
        .where(Publication.workspace_id == team.workspace_id, Publication.team_id == team.id)
        .order_by(col(Publication.period).desc())
    )
    return next((period for period in rows if period not in open_again), None)


def open_from(session: Session, *, team: Team) -> date:
    """Return the first day whose month is not published: nothing before it can change."""
    published = last_closed(session, team=team)
    return Period.of(team.since).first if published is None else published.plus(1).first


def reopen(
    session: Session, *, by: Actor, team: Team, period: Period, reason: str, at: datetime
) -> Reopening:
    """Let a published month take entries again; its cards stay until it is published anew.

    Only HR does. Raise UserError without a reason, and for a month that is open as it is.
    """
    rights.require_hr(by)
    workspace = team.workspace_id
    out = closed_by(session, workspace=workspace, team_id=team.id, period=period)
    if out is None:
        raise UserError("month_is_open", period=period, team=team)
    if not reason:
        raise UserError("reopening_needs_reason", period=period, team=team)
    made = Reopening(
        workspace_id=workspace,
        team_id=team.id,
        period=period,
        revision=out.revision,
        by_id=by.person.id,
        reason=reason,
        at=at,
    )
    session.add(made)
    session.flush()
    return made


def require_open(session: Session, *, team: Team, person: str, day: date, at: datetime) -> Period:
    """Return the period `day` belongs to.

    Raise UserError for a day that has not come yet in the team's time zone, and for a month
    that was published: by the team, or, for a person who moved, by the team that scored her. Of a
    supervisor it is open until her card is out, which may wait for another of her teams.
    """
    today = local_day(at, team.zone)
    if day > today:
        raise UserError("future_date", day=day, today=today)
    period = Period.of(day)
    workspace = team.workspace_id
    closed = is_closed(session, workspace=workspace, team_id=team.id, period=period)
    if _has_card(session, workspace=workspace, person=person, period=period) or (
        closed and not _is_to_come(session, workspace=workspace, person=person, period=period)
    ):
        raise UserError("month_closed", period=period, today=today)
    return period


def awaited(session: Session, *, lead: Person, period: Period) -> list[Team]:
    """Return the teams she led that have still to close before her card as a supervisor can.

    One that appraises nobody is not waited for, unless it is the one that appraises her.
    """
    workspace = lead.workspace_id
    place = appraised.place_in(session, workspace=workspace, person=lead, period=period)
    return [
        team
        for team in appraised.led_by(session, person=lead, period=period)
        if not is_closed(session, workspace=workspace, team_id=team.id, period=period)
        and (team.id == place.team_id or appraised.scored(session, team=team, period=period))
    ]


def _is_to_come(session: Session, *, workspace: str, person: str, period: Period) -> bool:
    """Tell whether the person's card as a supervisor waits for another team than her own."""
    lead = roster.person(session, workspace=workspace, user=person)
    place = appraised.place_in(session, workspace=workspace, person=lead, period=period)
    return place.role == roster.SUPERVISOR and bool(awaited(session, lead=lead, period=period))


def _has_card(session: Session, *, workspace: str, person: str, period: Period) -> bool:
    """Tell whether some team's card of the month stands for the person."""
    kept = cards(session, workspace=workspace, person=person, period=period)
    return any(
        is_closed(session, workspace=workspace, team_id=team_id, period=period)
        for team_id in {card.team_id for card in kept}
    )
