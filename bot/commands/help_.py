"""Help: what a command is for and a few lines that work, for what the reader may do."""

from __future__ import annotations

from bot.messages import Reply, reply
from bot.slack import Request

WORDS = frozenset({"help", "?", "帮助", "？"})


def about(command: str, request: Request) -> Reply:
    """Return the help of one command, or of all under the name `perf`.

    An agent reads what an agent can do, and who can do the rest.
    """
    return reply(f"help.{command}", supervises=request.by.supervises, hr=request.by.hr)
