"""The verbs of /team about messages that did not arrive: undelivered, retry, arrived."""

from __future__ import annotations

from sqlmodel import Session

from bot import rights, roster, undelivered
from bot.commands import team_words
from bot.errors import Usage, UserError
from bot.messages import Reply, reply
from bot.models import Delivery
from bot.slack import Request
from bot.views import undelivered as shown
from bot.words import Markup

_MOST = 20
_LARGEST = 9  # digits


def undelivered_ones(session: Session, request: Request, rest: str) -> Reply:
    """`undelivered`: what waits for a person, with the buttons that App Home has."""
    rights.require_hr(request.by)
    if rest:
        raise Usage("team")
    parts = tuple(shown.parts(session, request, most=_MOST))
    return Reply(parts) if parts else reply("post.none")


def retry(session: Session, request: Request, rest: str) -> Reply:
    """`retry 12 [#channel]`: send it again; what was for a channel, perhaps to another."""
    rights.require_hr(request.by)
    channel, text = team_words.take_channel(rest)
    delivery = undelivered.retry(
        session, by=request.by, number=_number(text), at=request.at, channel=channel
    )
    return _told(session, request, delivery, "post.retried")


def arrived(session: Session, request: Request, rest: str) -> Reply:
    """`arrived 12`: somebody looked, and it is there."""
    rights.require_hr(request.by)
    delivery = undelivered.arrived(session, by=request.by, number=_number(rest))
    return _told(session, request, delivery, "post.arrived")


def _number(text: str) -> int:
    typed = text.strip().removeprefix("#")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _LARGEST):
        raise UserError("which_delivery", word=text)
    return int(typed)


def _told(session: Session, request: Request, delivery: Delivery, template: str) -> Reply:
    to: str = Markup(f"<#{delivery.recipient}>")
    if undelivered.is_private(delivery):
        to = roster.person(session, workspace=request.workspace, user=delivery.recipient).name
    return reply(template, id=delivery.id, to=to)
