"""App Home: the place that is always there. What it shows follows from what a person is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from bot import roster
from bot.messages import Reply, render
from bot.models import Workspace
from bot.parts import Button, Buttons, Part, Say
from bot.slack import Request
from bot.views import home_agent, home_hr, home_supervisor
from bot.words import Words

_MOST_BLOCKS = 100


def run(session: Session, request: Request) -> Reply:
    """Return the home tab: of HR, of a supervisor, of an agent, or of all that somebody is."""
    parts = tuple(_parts(session, request))
    return Reply(form=lambda words: {"type": "home", "blocks": _blocks(parts, words)})


def _parts(session: Session, request: Request) -> Sequence[Part]:
    if session.get(Workspace, request.workspace) is None:
        return _not_set_up(request)
    by = request.by
    parts: list[Part] = []
    if by.leads:
        parts += home_supervisor.parts(session, request)
    if by.team is not None:
        parts += home_agent.parts(session, request)
    if by.hr:
        parts += home_hr.parts(session, request)
    return parts or _no_team(session, request)


def _not_set_up(request: Request) -> Sequence[Part]:
    """Return how to begin; the button is for who may."""
    said = Say("home.not_set_up", {"admin": request.by.person.is_admin})
    button = Button("Set up", "team", "setup", style="primary")
    return (said, Buttons((button,))) if request.by.person.is_admin else (said,)


def _no_team(session: Session, request: Request) -> Sequence[Part]:
    names = [person.name for person in roster.hr(session, workspace=request.workspace)]
    return (Say("home.no_team", {"name": request.by.person.name, "hr": names}),)


def _blocks(parts: Sequence[Part], words: Words) -> list[dict[str, Any]]:
    """Return the parts as blocks, part by part: a message's limit of fifty is not Home's."""
    blocks = [block for part in parts for block in render((part,), words).blocks]
    if len(blocks) <= _MOST_BLOCKS:
        return blocks
    return [*blocks[: _MOST_BLOCKS - 1], *render((Say("home.cut"),), words).blocks]
