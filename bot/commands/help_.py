"""Help: what a command is for and a few lines that work, for what the reader may do."""

from __future__ import annotations

from bot.messages import Reply, reply
from bot.slack import Request

WORDS = frozenset({"help", "?", "帮助", "？"})

ALL = ("deduct", "commend", "complaint", "score", "record", "rubric", "month", "team", "perf")
"""Every command, in the order in which `/perf` lists them."""


def about(command: str, request: Request) -> Reply:
    """Return the help of one command, or of all under the name `perf`.

    Commands have the names they are called by in this workspace. An agent reads what an agent can
    do, and who can do the rest.
    """
    return reply(
        f"help.{command}",
        called={name: request.settings.called(name) for name in ALL},
        supervises=request.by.supervises,
        hr=request.by.hr,
    )
