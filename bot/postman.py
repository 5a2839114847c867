"""The post office's outer half: claim, send, settle; in doubt, look before sending again."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import outbox
from bot.models import Delivery, Person
from bot.store import Database

log = logging.getLogger(__name__)

EVENT_TYPE = "appraisal_delivery"

# Slack may have posted the message although it answered with one of these.
_IN_DOUBT = frozenset(
    {"internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
_BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_arguments"})


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt."""

    state: str
    channel: str = ""
    ts: str = ""
    error: str = ""
    wait: timedelta = timedelta()


def deliver(
    database: Database, client: WebClient, workspace: str, *, now: Callable[[], datetime]
) -> int:
    """Send what is due, a batch at a time, until nothing is; return how many were sent."""
    sent = 0
    while True:
        with database.writing() as session:
            batch = outbox.claim(session, workspace=workspace, at=now())
        if not batch:
            return sent
        for delivery in batch:
            outcome = _attempt(database, client, delivery)
            with database.writing() as session:
                outbox.settle(
                    session,
                    claimed=delivery,
                    state=outcome.state,
                    channel=outcome.channel,
                    ts=outcome.ts,
                    error=outcome.error,
                    due=now() + outcome.wait if outcome.wait else None,
                )
            sent += outcome.state == outbox.SENT


def _attempt(database: Database, client: WebClient, delivery: Delivery) -> Outcome:
    """Try one delivery; say what became of it, whatever Slack does."""
    channel = delivery.channel
    try:
        channel = channel or _channel_of(database, client, delivery)
        if delivery.edits:
            return _edit(database, client, delivery)
        if delivery.attempt > 1:
            return _look_or_post(client, channel, delivery)
        return _post(client, channel, delivery)
    except SlackApiError as error:
        return _refused(error, channel)
    except (SlackClientError, OSError) as error:
        log.warning("delivery %s in doubt: %s", delivery.key, type(error).__name__)
        return Outcome(outbox.CLAIMED, channel, error="in_doubt")


def _channel_of(database: Database, client: WebClient, delivery: Delivery) -> str:
    """Return the channel to post to; a person's is opened once and remembered."""
    if not delivery.recipient.startswith(("U", "W")):
        return delivery.recipient
    key = (delivery.workspace_id, delivery.recipient)
    with database.reading() as session:
        person = session.get(Person, key)
    if person is not None and person.channel:
        return person.channel
    opened = client.conversations_open(users=delivery.recipient)
    channel = str(opened["channel"]["id"])
    with database.writing() as session:
        person = session.get(Person, key)
        if person is not None:
            person.channel = channel
            session.add(person)
    return channel


def _post(client: WebClient, channel: str, delivery: Delivery) -> Outcome:
    content: dict[str, Any] = {
        "channel": channel,
        "text": delivery.text,
        "blocks": json.loads(delivery.blocks),
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": delivery.key}},
        "unfurl_links": False,
    }
    try:
        posted = client.chat_postMessage(**content)
    except SlackApiError as error:
        if error.response.get("error") not in _BLOCKS_REFUSED:
            raise
        log.warning("delivery %s: blocks refused, sent as text", delivery.key)
        posted = client.chat_postMessage(**{**content, "blocks": None})
    return Outcome(outbox.SENT, channel, str(posted["ts"]))


def _edit(database: Database, client: WebClient, delivery: Delivery) -> Outcome:
    """Put new words in the place of a message that went out; it may be done again safely."""
    with database.reading() as session:
        original = outbox.find(session, workspace=delivery.workspace_id, key=delivery.edits)
    if original is None or original.state == outbox.CANCELLED:
        return Outcome(outbox.CANCELLED, error="nothing to edit")
    if original.state != outbox.SENT:
        return Outcome(outbox.PLANNED, wait=timedelta(seconds=30))
    client.chat_update(
        channel=original.channel,
        ts=original.ts,
        text=delivery.text,
        blocks=json.loads(delivery.blocks),
    )
    return Outcome(outbox.SENT, original.channel, original.ts)


def _look_or_post(client: WebClient, channel: str, delivery: Delivery) -> Outcome:
    """Post again only if the message of an earlier attempt is not there.

    Where the channel cannot be read nobody can tell, and a person must look.
    """
    try:
        found = _find(client, channel, delivery)
    except SlackApiError as error:
        outcome = _refused(error, channel)
        unreadable = outcome.state == outbox.FAILED
        return replace(outcome, state=outbox.NEEDS_REVIEW) if unreadable else outcome
    if found is not None:
        return Outcome(outbox.SENT, channel, found)
    return _post(client, channel, delivery)


def _find(client: WebClient, channel: str, delivery: Delivery) -> str | None:
    """Look for our key among what was posted since the plan; return the message's ts."""
    cursor = ""
    oldest = str((delivery.due - timedelta(minutes=5)).timestamp())
    for _ in range(20):
        page = client.conversations_history(
            channel=channel, oldest=oldest, include_all_metadata=True, limit=200, cursor=cursor
        )
        for message in page["messages"]:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == delivery.key:
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return None


def _refused(error: SlackApiError, channel: str) -> Outcome:
    """Tell what to do after Slack said no: wait, look it up later, or call a person."""
    name = str(error.response.get("error"))
    if error.response.status_code == 429:  # noqa: PLR2004 - HTTP's Too Many Requests
        seconds = int(error.response.headers.get("Retry-After", 30))
        return Outcome(
            outbox.PLANNED, channel, wait=timedelta(seconds=seconds), error="ratelimited"
        )
    if name in _IN_DOUBT or error.response.status_code >= 500:  # noqa: PLR2004 - HTTP server error
        return Outcome(outbox.CLAIMED, channel, error=name)
    return Outcome(outbox.FAILED, channel, error=name)
