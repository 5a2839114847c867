"""/perf and plain words to the bot: every command under one name, for when another app owns it."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from bot import rights
from bot.commands import commend, complaint, deduct, help_, month, record, rubric, score, team
from bot.errors import UserError
from bot.messages import Reply
from bot.parts import Button
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
_PUNCTUATION = ",.:;!?，。：；！？"
_BY_OWN_NAME = {one.name: one for one in ROUTES} | {"scorecard": score.COMMAND}


def run(session: Session, request: Request) -> Reply:
    """Run the command the first word names.

    Raise UserError with all names for another word; a sentence is often a question about points.
    """
    word, rest = grammar.first_word(request.words.lstrip("/"))
    if not word or word in help_.WORDS:
        return help_.about("perf", request)
    called = {request.settings.called(one.name): one for one in ROUTES}
    chosen = (_BY_OWN_NAME | called).get(word)
    if chosen is None:
        raise _unknown(request, word, sorted(called))
    if not chosen.open_to_all:
        rights.require_set_up(session, workspace=request.workspace)
    return chosen.run(session, replace(request, words=rest))


def _unknown(request: Request, word: str, names: list[str]) -> UserError:
    why = () if request.by.supervises else (Button("Why?", "score", "why"),)
    return UserError(
        "unknown_command",
        word=word.rstrip(_PUNCTUATION),
        names=names,
        supervises=request.by.supervises,
        buttons=(*why, Button("Help", "perf", "help")),
    )


COMMAND = Command("perf", run, open_to_all=True)
