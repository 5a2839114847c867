"""/perf and plain words to the bot: every command under one name, for when another app owns it."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from bot import rights
from bot.commands import commend, complaint, deduct, help_, month, record, rubric, score, team
from bot.errors import UserError
from bot.messages import Reply
from bot.reading import grammar
from bot.slack import Command, Request

ROUTES = (
    deduct.COMMAND,
    commend.COMMAND,
    complaint.COMMAND,
    score.COMMAND,
    record.COMMAND,
    rubric.COMMAND,
    month.COMMAND,
    team.COMMAND,
)
_BY_OWN_NAME = {one.name: one for one in ROUTES} | {"scorecard": score.COMMAND}


def run(session: Session, request: Request) -> Reply:
    """Run the command the first word names; raise UserError with all names for another word."""
    word, rest = grammar.first_word(request.words.lstrip("/"))
    if not word or word in help_.WORDS:
        return help_.about("perf", request)
    called = {request.settings.called(one.name): one for one in ROUTES}
    chosen = (_BY_OWN_NAME | called).get(word)
    if chosen is None:
        raise UserError("unknown_command", word=word, names=sorted(called))
    if not chosen.open_to_all:
        rights.require_set_up(session, workspace=request.workspace)
    return chosen.run(session, replace(request, words=rest))


COMMAND = Command("perf", run, open_to_all=True)
