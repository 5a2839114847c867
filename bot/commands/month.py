"""/month: where the month stands, its cards before they go out, and the interviews after."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlmodel import Session

from bot.commands import (
    asked,
    help_,
    month_check,
    month_draft,
    month_held,
    month_pay,
    month_publish,
    month_reopen,
    month_sign,
    month_status,
    month_steps,
    month_year,
)
from bot.errors import UserError
from bot.messages import Reply
from bot.reading import grammar
from bot.slack import Command, Request
from bot.words import N_

Verb = Callable[[Session, Request, str], Reply]


def run(session: Session, request: Request) -> Reply:
    """Do what the first word says; without one, tell where every team of the caller's stands."""
    verb, rest = grammar.first_word(request.words)
    if verb in help_.WORDS:
        return help_.about("month", request)
    if verb not in OPEN:
        asked.teams_of(session, request)
    chosen = VERBS.get(verb)
    if chosen is None:
        raise UserError("not_understood", words=request.words, example=N_("/month draft oct"))
    return chosen(session, request, rest)


OPEN = frozenset({"sign", "签字", "done", "完成", "undo", "撤销", "pay", "绩效工资"})
"""Verbs that look at rights themselves: an agent has a part in them, or a supervisor has none."""

VERBS: Mapping[str, Verb] = {
    "": month_status.run,
    "status": month_status.run,
    "状态": month_status.run,
    "draft": month_draft.run,
    "check": month_check.run,
    "检查": month_check.run,
    "草稿": month_draft.run,
    "publish": month_publish.run,
    "发布": month_publish.run,
    "done": month_steps.done,
    "完成": month_steps.done,
    "undo": month_steps.undo,
    "撤销": month_steps.undo,
    "sign": month_sign.run,
    "签字": month_sign.run,
    "reopen": month_reopen.run,
    "重开": month_reopen.run,
    "confirm": month_publish.confirm,
    "cancel": month_publish.cancel,
    "year": month_year.run,
    "ranking": month_year.run,
    "年度": month_year.run,
    "排名": month_year.run,
    "pay": month_pay.run,
    "绩效工资": month_pay.run,
    "held": month_held.run,
    "面谈": month_held.run,
}

COMMAND = Command("month", run)
