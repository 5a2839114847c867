"""/rubric: what is scored, for how many points, and by which scheme from which day."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlmodel import Session

from bot.commands import (
    help_,
    rubric_change,
    rubric_diff,
    rubric_search,
    rubric_show,
    rubric_simulate,
)
from bot.messages import Reply
from bot.reading import grammar
from bot.slack import Command, Request

Verb = Callable[[Session, Request, str], Reply]


def run(session: Session, request: Request) -> Reply:
    """Do what the first word says; words that are no verb are looked up in the rubric in force."""
    verb, rest = grammar.first_word(request.words)
    if verb in help_.WORDS:
        return help_.about("rubric", request)
    if not verb:
        return rubric_show.mine(session, request)
    chosen = VERBS.get(verb)
    if chosen is None:
        return rubric_search.search(session, request, request.words)
    return chosen(session, request, rest)


VERBS: Mapping[str, Verb] = {
    "list": rubric_show.catalogue,
    "列表": rubric_show.catalogue,
    "show": rubric_show.show,
    "查看": rubric_show.show,
    "diff": rubric_diff.run,
    "compare": rubric_diff.run,
    "比较": rubric_diff.run,
    "对比": rubric_diff.run,
    "simulate": rubric_simulate.run,
    "试算": rubric_simulate.run,
    "模拟": rubric_simulate.run,
    "use": rubric_change.use,
    "使用": rubric_change.use,
    "启用": rubric_change.use,
    "confirm": rubric_change.confirm,
    "cancel": rubric_change.cancel,
}

COMMAND = Command("rubric", run)
