"""/month done, /month undo: the steps of a team's cycle, who does them, and which are done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from bot import cycle, roster
from bot.commands import asked, team_words
from bot.cycle import Due
from bot.errors import Usage, UserError
from bot.messages import Reply
from bot.models import Team
from bot.parts import Button, Part, Say
from bot.periods import Period, local_day
from bot.slack import Request

_MOST_BUTTONS = 20

_Found = tuple[Team, Period, Due]
"""A step, and in which team's month."""


def done(session: Session, request: Request, rest: str) -> Reply:
    """`done STEP [oct] [team]`: a number of the list, a part of the step's words, its short name.

    The answer is the list as it is now, so that a pressed button leaves it up to date.
    """
    return _marked(session, request, "done", rest)


def undo(session: Session, request: Request, rest: str) -> Reply:
    """`undo STEP [oct] [team]`: it is not done after all; the earlier mark stays on record."""
    return _marked(session, request, "undo", rest)


def listed(session: Session, request: Request, team: Team, period: Period) -> tuple[Part, ...]:
    """Return the steps of the month, with a button for the next one; nothing without a cycle."""
    today = local_day(request.at, team.zone)
    due = cycle.of_team(session, team=team, period=period, today=today)
    if not due:
        return ()
    following = cycle.next_of(due)
    context = {
        "team": team.name,
        "period": period,
        "steps": [_line(session, one, following, today) for one in due],
        "today": today,
        "zone": team.zone,
    }
    button = None
    if following is not None and cycle.may_mark(request.by, team=team, step=following.step):
        button = Button(
            "Done: %(step)s",
            "month",
            _words("done", following, team, period),
            context={"step": request.words_of.text(following.step.label)},
        )
    return (Say("month.steps", context, button),)


def counted(session: Session, request: Request, team: Team, period: Period) -> tuple[Part, ...]:
    """Return how many steps of the month are done, and which is next; nothing without a cycle."""
    today = local_day(request.at, team.zone)
    due = cycle.of_team(session, team=team, period=period, today=today)
    ticked = [one for one in due if one.step.is_ticked]
    if not ticked:
        return ()
    following = cycle.next_of(due)
    context = {
        "done": sum(not one.waits for one in ticked),
        "all": len(ticked),
        "following": following and following.step.label,
    }
    return (Say("month.steps_short", context),)


def _marked(session: Session, request: Request, verb: str, rest: str) -> Reply:
    named, others = team_words.take_team(session, request, rest)
    named_month, words = asked.month_in(request, others)
    if not words:
        raise Usage("month")
    teams = team_words.teams_of(session, request) if named is None else [named]
    months = [(team, named_month or Period.of(local_day(request.at, team.zone))) for team in teams]
    team, period, due = _which(session, request, verb, months, words)
    cycle.mark(session, by=request.by, team=team, due=due, done=verb == "done", at=request.at)
    context = {"step": due.step.label, "team": team.name, "done": verb == "done"}
    shown = listed(session, request, team, period)
    return Reply((Say("month.step_marked", context), *shown), replaces=True)


def _which(
    session: Session, request: Request, verb: str, teams: Sequence[tuple[Team, Period]], words: str
) -> _Found:
    """Return the step that is meant, with its team and month.

    Raise UserError where none is called so, or several are: with a button each.
    """
    near: list[_Found] = []
    every: list[str] = []
    for team, period in teams:
        today = local_day(request.at, team.zone)
        due = cycle.of_team(session, team=team, period=period, today=today)
        every += [request.words_of.text(one.step.label) for one in due]
        near += [(team, period, due[at]) for at in _called(due, words)]
    if len(near) == 1:
        return near[0]
    buttons = tuple(_button(request, verb, found) for found in near[:_MOST_BUTTONS])
    name = "which_step" if near else "unknown_step"
    raise UserError(name, word=words, steps=every, buttons=buttons)


def _button(request: Request, verb: str, found: _Found) -> Button:
    team, period, due = found
    step = request.words_of.text(due.step.label)
    context = {"step": step, "team": team.name}
    return Button("%(step)s · %(team)s", "month", _words(verb, due, team, period), context=context)


def _called(due: Sequence[Due], words: str) -> list[int]:
    """Return the places of the steps that the words may mean: one that is named exactly, or all."""
    wanted = words.strip(' "“”').casefold()
    if wanted.isdecimal():
        return [int(wanted) - 1] if 0 < int(wanted) <= len(due) else []
    codes = [one.step.code for one in due]
    if wanted in codes:
        return [codes.index(wanted)]
    return [
        at
        for at, one in enumerate(due)
        if wanted in one.step.label.en.casefold() or wanted in one.step.label.zh.casefold()
    ]


def _words(verb: str, due: Due, team: Team, period: Period) -> str:
    return f"{verb} {due.step.code} {period} {team_words.quoted(team)}"


def _line(session: Session, due: Due, following: Due | None, today: date) -> dict[str, object]:
    mark = due.mark
    by = None
    if mark is not None:
        by = roster.person(session, workspace=mark.workspace_id, user=mark.by_id)
    return {
        "step": due.step,
        "first": due.first,
        "last": due.last,
        "late": due.is_late(today),
        "next": due is following,
        "by": "" if by is None else by.name,
        "on": None if mark is None else mark.at,
    }
