"""Message shortcuts: log or open something about a message, with the message as the evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from bot import rights, roster
from bot.history import COMMENDATION, DEDUCTION
from bot.messages import Reply
from bot.models import Person
from bot.reading.tokens import split_note
from bot.slack import Command, Request
from bot.views import complaint_form, entry_form

_LONGEST_QUOTE = 300
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")


def log_deduction(session: Session, request: Request) -> Reply:
    """Open the form for a deduction about the message's author."""
    return _log(session, request, DEDUCTION)


def log_commendation(session: Session, request: Request) -> Reply:
    """Open the form for a commendation of the message's author."""
    return _log(session, request, COMMENDATION)


def open_complaint(session: Session, request: Request) -> Reply:
    """Open the form for a complaint that the message holds or is about."""
    payload = request.values
    filled = complaint_form.Filled(
        person=_author(session, request), note=_quoted(session, request), ref=_permalink(payload)
    )
    return Reply(form=complaint_form.empty(session, request, filled))


def _log(session: Session, request: Request, kind: str) -> Reply:
    author = _author(session, request)
    form = entry_form.empty(
        session,
        request,
        kind,
        note=_quoted(session, request),
        ref=_permalink(request.values),
        people=[author] if author else [],
    )
    return Reply(form=form)


def _author(session: Session, request: Request) -> str:
    """Return who wrote the message if the actor may log about her, else nobody."""
    user = str((request.values.get("message") or {}).get("user") or "")
    scope = rights.in_scope(session, actor=request.by, day=request.today)
    return user if user in scope else ""


def _permalink(payload: Mapping[str, Any]) -> str:
    """Return the link to the message, as Slack builds it.

    `https://DOMAIN.slack.com/archives/CHANNEL/pTS`, with the thread's timestamp for a reply
    (docs.slack.dev/reference/methods/chat.getPermalink); made here because a command calls nobody.
    """
    domain = (payload.get("team") or {}).get("domain")
    channel = (payload.get("channel") or {}).get("id")
    message = payload.get("message") or {}
    ts = str(payload.get("message_ts") or message.get("ts") or "")
    if not (domain and channel and ts):
        return ""
    link = f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"
    thread = message.get("thread_ts")
    if thread and thread != ts:
        link += f"?thread_ts={thread}&cid={channel}"
    return link


def _quoted(session: Session, request: Request) -> str:
    """Return the message's words as a reader sees them, shortened, in quotation marks."""
    text = str((request.values.get("message") or {}).get("text") or "").strip()
    ids = _MENTION.findall(text)
    people = roster.named(session, workspace=request.workspace, ids=ids) if ids else {}
    named = _MENTION.sub(lambda it: _called(people.get(it[1]), it[0]), text)
    _, plain = split_note(f"-- {named}")
    if not plain:
        return ""
    short = plain if len(plain) <= _LONGEST_QUOTE else f"{plain[: _LONGEST_QUOTE - 1].rstrip()}…"
    return f"“{short}”"


def _called(person: Person | None, mention: str) -> str:
    return mention if person is None else f"@{person.name}"


SHORTCUTS = (
    Command("log_deduction", log_deduction),
    Command("log_commendation", log_commendation),
    Command("open_complaint", open_complaint),
)
