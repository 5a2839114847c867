"""/deduct: what went wrong, on whose part."""

from __future__ import annotations

from sqlmodel import Session

from bot.commands import conduct_words
from bot.history import DEDUCTION
from bot.messages import Reply
from bot.slack import Command, Request


def run(session: Session, request: Request) -> Reply:
    """Log, list, undo, edit, void or excuse deductions."""
    return conduct_words.run(session, request, DEDUCTION)


COMMAND = Command("deduct", run)
