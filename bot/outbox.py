"""Messages that go out once per key: planned with what they tell of, claimed before sending."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.models import Delivery, JobRun

PLANNED, CLAIMED, SENT = "planned", "claimed", "sent"
CANCELLED, FAILED, NEEDS_REVIEW = "cancelled", "failed", "needs_review"
GRACE = timedelta(seconds=30)  # the HTTP timeout and twenty seconds more


@dataclass(frozen=True)
class Post:
    """A message ready to go: who gets it, under which key, and not before when."""

    key: str
    recipient: str
    text: str
    blocks: Sequence[dict[str, Any]]
    due: datetime
    edits: str = ""


def admit(
    session: Session, *, workspace: str, job: str, subject: str, period: str, at: datetime
) -> bool:
    """Tell whether this planner is the first for the job, subject and period."""
    if session.get(JobRun, (workspace, job, subject, period)) is not None:
        return False
    session.add(JobRun(workspace_id=workspace, job=job, subject=subject, period=period, at=at))
    session.flush()
    return True


def plan(session: Session, *, workspace: str, posts: Sequence[Post], at: datetime) -> None:
    """Write the posts down; a key that was planned before is left as it is."""
    keys = [post.key for post in posts]
    known = set(
        session.exec(
            select(Delivery.key).where(
                Delivery.workspace_id == workspace, col(Delivery.key).in_(keys)
            )
        )
    )
    top = session.exec(
        select(func.max(Delivery.id)).where(Delivery.workspace_id == workspace)
    ).one()
    fresh = [post for post in posts if post.key not in known]
    for number, post in enumerate(fresh, start=(top or 0) + 1):
        session.add(
            Delivery(
                workspace_id=workspace,
                id=number,
                key=post.key,
                recipient=post.recipient,
                text=post.text,
                blocks=json.dumps(list(post.blocks), ensure_ascii=False),
                due=post.due,
                edits=post.edits,
                at=at,
            )
        )
    session.flush()


def find(session: Session, *, workspace: str, key: str) -> Delivery | None:
    """Return the delivery planned under `key`."""
    return session.exec(
        select(Delivery).where(Delivery.workspace_id == workspace, Delivery.key == key)
    ).one_or_none()


def withdraw(session: Session, *, workspace: str, key: str) -> bool:
    """Cancel a delivery that has not been claimed; tell whether nobody will see it.

    False: it went out, or is on its way, and what it said must be mended by an edit.
    """
    delivery = find(session, workspace=workspace, key=key)
    if delivery is None or delivery.state == CANCELLED:
        return True
    if delivery.state != PLANNED or delivery.attempt:
        return False
    delivery.state = CANCELLED
    session.add(delivery)
    session.flush()
    return True


def claim(session: Session, *, workspace: str, at: datetime, limit: int = 20) -> list[Delivery]:
    """Take what is due, oldest first, and count the attempt; the caller commits, then sends.

    A claim older than its grace is taken again: whoever held it is gone, and whether its
    message went out must be looked up (`Delivery.attempt` is then above one).
    """
    waiting = (col(Delivery.state) == PLANNED) & (col(Delivery.due) <= at)
    lost = (col(Delivery.state) == CLAIMED) & (col(Delivery.claimed_at) <= at - GRACE)
    found = session.exec(
        select(Delivery)
        .where(Delivery.workspace_id == workspace, waiting | lost)
        .order_by(col(Delivery.due), col(Delivery.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for delivery in found:
        delivery.state = CLAIMED
        delivery.claimed_at = at
        delivery.attempt += 1
        session.add(delivery)
    session.flush()
    return list(found)


def held(session: Session, *, claimed: Delivery) -> Delivery | None:
    """Return the row while this attempt still holds it: the fence against a late finisher."""
    row = session.get(Delivery, (claimed.workspace_id, claimed.id), populate_existing=True)
    if row is None or row.attempt != claimed.attempt or row.state != CLAIMED:
        return None
    return row


def settle(
    session: Session,
    *,
    claimed: Delivery,
    state: str,
    channel: str = "",
    ts: str = "",
    error: str = "",
    due: datetime | None = None,
) -> bool:
    """Write what became of a claimed delivery; tell whether the claim was still ours."""
    row = held(session, claimed=claimed)
    if row is None:
        return False
    row.state = state
    row.channel, row.ts, row.error = channel or row.channel, ts or row.ts, error
    row.due = due or row.due
    session.add(row)
    session.flush()
    return True


def troubled(session: Session, *, workspace: str) -> list[Delivery]:
    """Return what could not be delivered and needs a person."""
    return list(
        session.exec(
            select(Delivery)
            .where(
                Delivery.workspace_id == workspace,
                col(Delivery.state).in_((FAILED, NEEDS_REVIEW)),
            )
            .order_by(col(Delivery.id))
        )
    )
