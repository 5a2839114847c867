"""App Home of HR: where each team's month is, which messages did not arrive, how many of what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlmodel import Session

from bot import appraisals, casebook, evidence, interviews, month_end, months, outbox, roster
from bot.models import Delivery, Team
from bot.parts import Button, Part, Say
from bot.periods import Period, local_day
from bot.slack import Request
from bot.words import Markup, escape

_MOST_TEAMS = 20
_MOST_TROUBLES = 10

# What the first words of a delivery's key say it is; `home.trouble` has the sentences.
_KINDS = ("entry", "praise", "month_end")

# Slack's words for what only a person can set right; docs.slack.dev, chat.postMessage, errors.
_OF_CHANNELS = {
    "not_in_channel": "invite",
    "channel_not_found": "channel",
    "is_archived": "channel",
    "restricted_action": "permission",
}
_OF_PEOPLE = {
    "user_not_found": "left",
    "cannot_dm_bot": "left",
    "user_disabled": "left",
    "channel_not_found": "left",
}
_OF_BOTH = {
    "missing_scope": "reinstall",
    "invalid_auth": "reinstall",
    "not_authed": "reinstall",
    "token_revoked": "reinstall",
    "account_inactive": "reinstall",
}


def parts(session: Session, request: Request) -> Iterator[Part]:
    """Yield the cycle team by team, deliveries in trouble, and the counts."""
    teams = roster.teams(session, workspace=request.workspace)
    yield Say("home.cycle", {"n": len(teams)})
    for team in teams[:_MOST_TEAMS]:
        context = _cycle(session, request, team)
        button = Button("Look", "month", f"draft {context['shown']} {escape(team.name)}")
        yield Say("home.cycle_team", context, button)
    if len(teams) > _MOST_TEAMS:
        yield Say("home.more_teams", {"n": len(teams) - _MOST_TEAMS})
    yield from _troubles(session, request, teams)
    yield Say("home.counts", _counts(session, request, len(teams)))


def _cycle(session: Session, request: Request, team: Team) -> dict[str, object]:
    """Return where the team's last month and this one are."""
    today = local_day(request.at, team.zone)
    period = Period.of(today)
    last = period.plus(-1)
    closed = months.is_closed(session, workspace=team.workspace_id, team_id=team.id, period=last)
    before = appraisals.of_team(session, team=team, period=last)
    agents = [one.person.id for one in appraisals.of_team(session, team=team, period=period)]
    logged = evidence.counts(session, workspace=team.workspace_id, people=agents, period=period)
    people = [one.person.id for one in before if one.person.active]
    held = interviews.held(session, workspace=team.workspace_id, people=people, period=last)
    leads = roster.supervisors(session, workspace=team.workspace_id, team_id=team.id, day=today)
    late = bool(before) and not closed
    return {
        "team": team.name,
        "leads": [lead.name for lead in leads],
        "period": period,
        "last": last,
        "late": late,
        "published": closed,
        "due": len(people) if closed else 0,
        "held": len(held),
        "agents": len(agents),
        "without": sum(not codes for codes in logged.values()),
        "at": month_end.due_at(team, period, at=request.settings.month_end_at),
        "zone": request.by.person.zone,
        "shown": last if late else period,
    }


def _troubles(session: Session, request: Request, teams: Sequence[Team]) -> Iterator[Part]:
    """Yield what did not arrive, to whom, and what to do; never what it said."""
    found = outbox.troubled(session, workspace=request.workspace)
    if not found:
        return
    yield Say("home.troubles", {"n": len(found)})
    ids = [delivery.recipient for delivery in found]
    names = {
        id_: person.name
        for id_, person in roster.named(session, workspace=request.workspace, ids=ids).items()
    }
    by_channel = {
        channel: team.name for team in teams for channel in (team.praise_channel, team.channel)
    }
    for delivery in found[:_MOST_TROUBLES]:
        yield Say("home.trouble", _trouble(request, delivery, names, by_channel))
    if len(found) > _MOST_TROUBLES:
        yield Say("home.more", {"n": len(found) - _MOST_TROUBLES})


def _trouble(
    request: Request, delivery: Delivery, names: dict[str, str], teams: dict[str, str]
) -> dict[str, object]:
    kind = delivery.key.partition(":")[0]
    uncertain = delivery.state == outbox.NEEDS_REVIEW
    to_channel = delivery.recipient.startswith(("C", "G"))
    remedies = _OF_BOTH | (_OF_CHANNELS if to_channel else _OF_PEOPLE)
    return {
        "kind": kind if kind in _KINDS else "",
        "to": Markup(f"<#{delivery.recipient}>")
        if to_channel
        else names.get(delivery.recipient, delivery.recipient),
        "team": teams.get(delivery.recipient, ""),
        "at": delivery.due,
        "zone": request.by.person.zone,
        "error": delivery.error,
        "remedy": "look" if uncertain else remedies.get(delivery.error, ""),
    }


def _counts(session: Session, request: Request, teams: int) -> dict[str, object]:
    workspace = request.workspace
    people = roster.people(session, workspace=workspace)
    placed = roster.placed(session, workspace=workspace, day=request.today)
    logged = evidence.counts(
        session, workspace=workspace, people=list(placed), period=Period.of(request.today)
    )
    outside = [one for one in people if one.active and not one.hr and one.id not in placed]
    return {
        "teams": teams,
        "people": len(placed),
        "outside": len(outside),
        "entries": sum(sum(codes.values()) for codes in logged.values()),
        "complaints": sum(case.is_open for case in casebook.cases(session, by=request.by)),
    }
