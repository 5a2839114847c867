"""/month reopen: a published month takes entries again, with a reason. For HR alone."""

from __future__ import annotations

from sqlmodel import Session

from bot import membership, months, outbox, rights
from bot.commands import month_draft, team_words
from bot.messages import Reply, render
from bot.models import Person, Reopening, Team
from bot.outbox import Post
from bot.parts import Button, Buttons, Say
from bot.periods import Period, local_day
from bot.reading import grammar
from bot.reading.tokens import clean
from bot.slack import Request
from bot.words import words_for


def run(session: Session, request: Request, rest: str) -> Reply:
    """`reopen [TEAM] [oct] -- reason`: the last month unless another is named.

    The team's supervisors are told: they are to publish it again.
    """
    rights.require_hr(request.by)
    head, reason = grammar.split_note(clean(rest))
    team, period = month_draft.which(session, request, "reopen", head, reason=reason)
    period = period or Period.of(local_day(request.at, team.zone)).plus(-1)
    made = months.reopen(
        session, by=request.by, team=team, period=period, reason=reason, at=request.at
    )
    _tell(session, request, team, made)
    said = Say("month.reopened", {"team": team.name, "period": period, "reason": reason})
    return Reply((said, Buttons(_buttons(team, period))))


def _buttons(team: Team, period: Period) -> tuple[Button, ...]:
    words = f"{period} {team_words.quoted(team)}"
    return (
        Button("Draft", "month", f"draft {words}"),
        Button("Publish again", "month", f"publish {words}"),
    )


def _tell(session: Session, request: Request, team: Team, made: Reopening) -> None:
    """Plan a message to everybody who supervises the team but the one who reopened it."""
    leads = membership.supervisors(
        session, workspace=request.workspace, team_id=team.id, day=request.today
    )
    readers = [one for one in leads if one.active and one.id != made.by_id]
    posts = [_news(request, team, made, reader) for reader in readers]
    outbox.plan(session, workspace=request.workspace, posts=posts, at=request.at)


def _news(request: Request, team: Team, made: Reopening, reader: Person) -> Post:
    context = {
        "team": team.name,
        "period": made.period,
        "by": request.by.person.name,
        "reason": made.reason,
    }
    parts = (Say("month.reopened_news", context), Buttons(_buttons(team, made.period)))
    message = render(parts, words_for(reader.locale, request.settings.commands))
    key = f"reopened:{made.period}:{team.id}:{made.revision}:{reader.id}"
    return Post(key, reader.id, message.text, message.blocks, request.at)
