"""Messages as a test plans them, delivers them and finds them again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from office import ANN, CARE, NOW, TOKEN, WORKSPACE, Office
from slack_sdk import WebClient

from bot import outbox, postman
from bot.models import Delivery
from bot.outbox import Claim, Post
from bot.pacing import Pacer
from bot.store import patient

MINUTE = timedelta(minutes=1)


def blocks(text: str) -> list[dict[str, Any]]:
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]


def plan(
    office: Office,
    *keys: str,
    to: str = ANN,
    due: datetime = NOW,
    edits: str = "",
    says: str = "",
    lapses: datetime | None = None,
) -> None:
    """Plan messages that say their own keys, or `says`."""
    posts = [
        Post(
            key, to, says or key, blocks(says or key), due + timedelta(seconds=place), edits, lapses
        )
        for place, key in enumerate(keys)
    ]
    with office.desk.database.writing() as session:
        outbox.plan(session, workspace=WORKSPACE, posts=posts, at=NOW)


def deliver(
    office: Office,
    client: WebClient | None = None,
    *,
    pacer: Pacer | None = None,
    patience: float = 60.0,
) -> int:
    """Deliver what is due in a minute, with a job's patience for the database."""
    desk, client = office.desk, client or office.desk.client
    database = patient(desk.database, seconds=patience)
    return postman.deliver(
        database,
        client,
        WORKSPACE,
        now=lambda: desk.now() + MINUTE,
        pacer=pacer or desk.pacer,
        clock=desk.clock,
    )


def row(office: Office, key: str) -> Delivery:
    with office.reading() as session:
        found = outbox.find(session, workspace=WORKSPACE, key=key)
    assert found is not None
    return found


def state(office: Office, key: str) -> tuple[str, str]:
    """Return how a delivery stands, and why."""
    found = row(office, key)
    return found.state, found.error


def in_care(office: Office) -> list[str]:
    return [message.text for message in office.slack.messages(CARE)]


def dms(office: Office, user: str) -> list[str]:
    return [message.text for message in office.slack.dms(user)]


def posts(office: Office) -> int:
    return len(office.slack.calls("chat.postMessage"))


def impatient(office: Office, seconds: float = 0.5) -> WebClient:
    """Return a client that does not wait for late answers."""
    url = office.desk.client.base_url
    client = WebClient(token=TOKEN, base_url=url, retry_handlers=[])
    client.timeout = seconds  # type: ignore[assignment]  # the socket takes fractions
    return client


def claim(office: Office, key: str, *, at: datetime = NOW) -> Claim:
    """Take a delivery, as somebody does who then says no more."""
    number = row(office, key).id
    with office.desk.database.writing() as session:
        claimed = outbox.claim(session, workspace=WORKSPACE, number=number, at=at)
    assert claimed is not None
    return claimed
