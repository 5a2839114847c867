"""One attempt at one delivery: post it, edit it, or find that it is there already.

No transaction is open while Slack is called.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import direct_messages, outbox, refusals
from bot.models import Delivery
from bot.outbox import Claim
from bot.refusals import FAILURES, Refusal
from bot.store import Busy, Database

log = logging.getLogger(__name__)

EVENT_TYPE = "appraisal_delivery"

_BLOCKS_REFUSED = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "invalid_arguments", "msg_blocks_too_long"}
)
_FRESH = timedelta(seconds=5)  # so long a claim leaves time enough to post within its grace
_PAGES = 20
_SKEW = 300  # seconds that Slack's clock may be behind ours


class _OutOfSight(Exception):  # noqa: N818 - it is a state of a channel, not a fault of the code
    """More was posted to the channel since than can be looked through."""


@dataclass(frozen=True)
class _Found:
    """A message of ours that is there: its ts, and the name of its words."""

    ts: str
    words: str


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt. Common: what stood in its way stands in everybody's."""

    state: str
    channel: str = ""
    ts: str = ""
    error: str = ""
    wait: timedelta = timedelta()
    common: bool = False

    @property
    def limited(self) -> bool:
        """Whether Slack hears nothing about this until `wait` is over."""
        return self.error == outbox.RATE_LIMITED


def attempt(
    database: Database, client: WebClient, claim: Claim, now: Callable[[], datetime]
) -> Outcome:
    """Try one delivery; say what became of it, whatever Slack does."""
    try:
        if claim.delivery.edits:
            return _edit(database, client, claim.delivery)
        return _send(database, client, claim, now)
    except Busy:
        raise
    except Exception:
        log.exception("delivery key=%s is broken", claim.delivery.key)
        return Outcome(outbox.NEEDS_REVIEW, error="unexpected")


def _send(
    database: Database, client: WebClient, claim: Claim, now: Callable[[], datetime]
) -> Outcome:
    """Post a message, unless an earlier attempt did.

    Where the channel cannot be read nobody can tell, and a person must look.
    """
    delivery, channel = claim.delivery, claim.delivery.channel
    try:
        channel = channel or _channel_of(database, client, delivery)
        found = _find(client, channel, delivery) if claim.in_doubt else None
    except FAILURES as error:
        refusal = refusals.read(error)
        return _unsent(refusal, delivery, channel, in_doubt=claim.in_doubt)
    except _OutOfSight:
        return Outcome(outbox.NEEDS_REVIEW, channel, error="too_many_messages")
    if found is not None:
        return _put_right(client, delivery, channel, found)
    return _post_unless_lapsed(database, client, delivery, channel, now)


def _post_unless_lapsed(
    database: Database,
    client: WebClient,
    delivery: Delivery,
    channel: str,
    now: Callable[[], datetime],
) -> Outcome:
    """Post a message that is not there, while it is of use and ours to send."""
    if delivery.lapses is not None and now() > delivery.lapses:
        return Outcome(outbox.CANCELLED, error="lapsed")
    if not _still_ours(database, delivery, now):
        return Outcome(outbox.CLAIMED, error="overtaken")
    try:
        return Outcome(outbox.SENT, channel, _post(client, channel, delivery))
    except FAILURES as error:
        refusal = refusals.read(error)
        return _unsent(refusal, delivery, channel, in_doubt=not refusal.certain)


def _unsent(refusal: Refusal, delivery: Delivery, channel: str, *, in_doubt: bool) -> Outcome:
    """Tell what to do after a no: try again after a while, look it up then, or call a person."""
    if refusal.lasting:
        state = outbox.NEEDS_REVIEW if in_doubt else outbox.FAILED
        return Outcome(state, channel, error=refusal.error)
    state = outbox.CLAIMED if in_doubt else outbox.PLANNED
    wait = refusal.wait or outbox.GRACE * 2 ** min(delivery.attempt - 1, 4)
    return Outcome(state, channel, error=refusal.error, wait=wait, common=True)


def _channel_of(database: Database, client: WebClient, delivery: Delivery) -> str:
    """Return the channel to post to; a person's is opened before the first try."""
    if not delivery.recipient.startswith(("U", "W")):
        return delivery.recipient
    return direct_messages.channel_of(
        database, client, workspace=delivery.workspace_id, person=delivery.recipient
    )


def _still_ours(database: Database, delivery: Delivery, now: Callable[[], datetime]) -> bool:
    """Whether a claim may be used; one that waited for Slack's other answers is renewed first."""
    at = now()
    if delivery.claimed_at is not None and at - delivery.claimed_at <= _FRESH:
        return True
    with database.writing() as session:
        return outbox.renew(session, claimed=delivery, at=at)


def _post(client: WebClient, channel: str, delivery: Delivery) -> str:
    """Post a message under its key; return its ts."""
    content: dict[str, Any] = {
        "channel": channel,
        "text": delivery.text,
        "metadata": _metadata(delivery.key, delivery),
        "unfurl_links": False,
    }
    posted = _with_blocks_or_text(client.chat_postMessage, delivery, content, bare={})
    return str(posted["ts"])


def _put_right(client: WebClient, delivery: Delivery, channel: str, found: _Found) -> Outcome:
    """Let a message that is there already say what it was to say.

    Where the database was put back to a backup, it was planned before, and perhaps otherwise.
    """
    if found.words == _words_of(delivery):
        return Outcome(outbox.SENT, channel, found.ts)
    return _replace(client, delivery, channel, found.ts, key=delivery.key, in_doubt=True)


def _edit(database: Database, client: WebClient, delivery: Delivery) -> Outcome:
    """Put new words in the place of a message that went out, unless newer ones are to stand there.

    The newest may be put there again safely.
    """
    with database.reading() as session:
        original = outbox.find(session, workspace=delivery.workspace_id, key=delivery.edits)
        overtaken = outbox.overtaken(session, edit=delivery)
    if overtaken:
        return Outcome(outbox.CANCELLED, error="overtaken")
    if original is None or original.state in (outbox.CANCELLED, outbox.FAILED):
        return Outcome(outbox.CANCELLED, error="nothing_to_edit")
    if original.state == outbox.NEEDS_REVIEW:
        return Outcome(outbox.NEEDS_REVIEW, error="nothing_to_edit")
    if original.state != outbox.SENT:
        return Outcome(outbox.PLANNED, wait=outbox.GRACE)
    return _replace(
        client, delivery, original.channel, original.ts, key=original.key, in_doubt=False
    )


def _replace(
    client: WebClient, delivery: Delivery, channel: str, ts: str, *, key: str, in_doubt: bool
) -> Outcome:
    """Put a delivery's words in the place of the message under `key`."""
    content = {
        "channel": channel,
        "ts": ts,
        "text": delivery.text,
        "metadata": _metadata(key, delivery),
    }
    try:
        _with_blocks_or_text(client.chat_update, delivery, content, bare={"blocks": []})
    except FAILURES as error:
        return _unsent(refusals.read(error), delivery, channel, in_doubt=in_doubt)
    return Outcome(outbox.SENT, channel, ts)


def _metadata(key: str, delivery: Delivery) -> dict[str, Any]:
    """Return what a message is found by, and what tells its words from others."""
    payload = {"key": key, "words": _words_of(delivery)}
    return {"event_type": EVENT_TYPE, "event_payload": payload}


def _words_of(delivery: Delivery) -> str:
    """Return a short name for exactly these words; Slack writes some otherwise than it got them."""
    return hashlib.sha256(f"{delivery.text}\n{delivery.blocks}".encode()).hexdigest()[:16]


def _with_blocks_or_text(
    method: Callable[..., Any],
    delivery: Delivery,
    content: dict[str, Any],
    *,
    bare: dict[str, Any],
) -> Any:  # noqa: ANN401 - Slack's answer
    """Call a method with the delivery's blocks; should Slack refuse those, `bare` of them."""
    try:
        return method(**content, blocks=json.loads(delivery.blocks))
    except SlackApiError as error:
        if refusals.read(error).error not in _BLOCKS_REFUSED:
            raise
        log.warning("delivery key=%s is sent as text: its blocks were refused", delivery.key)
        return method(**content, **bare)


def _find(client: WebClient, channel: str, delivery: Delivery) -> _Found | None:
    """Look for our key among what was posted since the plan.

    Older messages are others, whatever their key: a database that was put back to a backup gives
    numbers out again. Raise _OutOfSight where there is more than can be looked through.
    """
    cursor = ""
    planned = delivery.at.timestamp() - _SKEW
    for _ in range(_PAGES):
        page = client.conversations_history(
            channel=channel, include_all_metadata=True, limit=200, cursor=cursor
        )
        messages = page["messages"]  # newest first
        for message in messages:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == delivery.key and float(message["ts"]) >= planned:
                return _Found(str(message["ts"]), str(payload.get("words", "")))
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor or (messages and float(messages[-1]["ts"]) < planned):
            return None
    raise _OutOfSight
