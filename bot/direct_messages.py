"""The channels of direct messages: opened once, remembered with the person.

`conversations.open` may be repeated safely (docs.slack.dev/reference/methods/conversations.open),
and only some fifty times a minute.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from slack_sdk import WebClient
from sqlmodel import col, select

from bot import membership, refusals
from bot.models import Person
from bot.refusals import FAILURES
from bot.store import Database

log = logging.getLogger(__name__)

_BREATH = 2.0  # seconds: leaves most of the fifty to who has something to say


def channel_of(database: Database, client: WebClient, *, workspace: str, person: str) -> str:
    """Return the channel of a person's direct messages, open. Raise one of FAILURES."""
    with database.reading() as session:
        known = session.get(Person, (workspace, person))
    if known is not None and known.channel:
        return known.channel
    opened = client.conversations_open(users=person)
    channel = str(opened["channel"]["id"])
    with database.writing() as session:
        row = session.get(Person, (workspace, person))
        if row is not None:
            row.channel = channel
            session.add(row)
    return channel


def open_ahead(
    database: Database,
    client: WebClient,
    *,
    workspace: str,
    day: date,
    wait: Callable[[float], object],
) -> int:
    """Open the channels of everybody with a place in a team on `day`; return how many were opened.

    So that at a month's end nothing but the messages is left to send. It is done at leisure:
    `wait` is called with the seconds between two, and ends it by a true answer. Who cannot be
    written to is passed over. Raise one of FAILURES where Slack allows no more just now.
    """
    opened = 0
    for person in _without_channel(database, workspace, day):
        try:
            channel_of(database, client, workspace=workspace, person=person)
            opened += 1
        except FAILURES as error:
            if not refusals.read(error).lasting:
                raise
            log.info("a direct message cannot be opened: %s", refusals.describe(error))
        if wait(_BREATH):
            break
    return opened


def _without_channel(database: Database, workspace: str, day: date) -> list[str]:
    with database.reading() as session:
        placed = membership.placed(session, workspace=workspace, day=day)
        unopened = session.exec(
            select(Person.id).where(
                Person.workspace_id == workspace, col(Person.active), Person.channel == ""
            )
        )
        return sorted(placed & set(unopened))
