"""/commend: what went well, and thanks to whom."""

from __future__ import annotations

from sqlmodel import Session

from bot.commands import conduct_words
from bot.history import COMMENDATION
from bot.messages import Reply
from bot.slack import Command, Request


def run(session: Session, request: Request) -> Reply:
    """Log, list, undo, edit, void or excuse commendations."""
    return conduct_words.run(session, request, COMMENDATION)


COMMAND = Command("commend", run)
