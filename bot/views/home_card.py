"""App Home of everybody who is appraised: where she stands this month, and the way to her card."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from bot import appraisals, cards, membership, roster, trends
from bot.errors import UserError
from bot.parts import Button, Buttons, Part, Say
from bot.periods import Period, local_day
from bot.slack import Request
from bot.trends import Picture


def month(request: Request, picture: Picture) -> Iterator[Part]:
    """Yield the month so far, and what can be asked about it."""
    words, standing, card = request.words_of, picture.standing, picture.standing.card
    context = {
        "period": standing.period,
        "before": standing.period.plus(-1),
        "total": standing.total,
        "full": None if card is None else card.full,
        "grade": None if card is None else card.grade,
        "change": cards.arrow(picture.change, words) if picture.change else "",
        "rubric": standing.version.rubric,
        "today": request.today,
    }
    yield Say("home.month", context)
    me = f"<@{standing.person.id}>"  # of a supervisor, `/score oct` is the team
    yield Buttons(
        (
            Button("My card", "score", f"{me} {standing.period}", style="primary"),
            Button("Why?", "score", f"why {me} {standing.period}"),
            Button("Last month", "score", f"{me} {standing.period.plus(-1)}"),
        )
    )


def of_lead(session: Session, request: Request) -> Iterator[Part]:
    """Yield the month so far of somebody who leads; nothing where no rubric appraises her."""
    person = request.by.person
    place = membership.place_on(
        session, workspace=request.workspace, person=person, day=request.today
    )
    team = roster.team(session, workspace=request.workspace, team_id=place.team_id)
    today = local_day(request.at, team.zone)
    try:
        standing = appraisals.standing(
            session,
            workspace=request.workspace,
            person=person,
            period=Period.of(today),
            today=today,
        )
    except UserError:
        return
    yield from month(request, trends.picture(session, standing=standing))
