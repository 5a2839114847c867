"""Messages that go out once per key: planned with what they tell of, claimed before sending."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot import store
from bot.models import Delivery, JobRun, Workspace

# Planned: nobody has seen it, for certain. Claimed: it is being sent, or may have been.
PLANNED, CLAIMED, SENT = "planned", "claimed", "sent"
CANCELLED, FAILED, NEEDS_REVIEW = "cancelled", "failed", "needs_review"
RATE_LIMITED = "ratelimited"  # the error of a delivery that holds back its recipient's others
_MOST = 10_000  # deliveries that are looked at together
GRACE = timedelta(seconds=30)  # the HTTP timeout and twenty seconds more

# Built once: every entry asks them.
_WITH_KEY = select(Delivery).where(
    Delivery.workspace_id == bindparam("workspace"), Delivery.key == bindparam("key")
)
_KNOWN = select(Delivery.key).where(
    Delivery.workspace_id == bindparam("workspace"),
    col(Delivery.key).in_(bindparam("keys", expanding=True)),
)


@dataclass(frozen=True)
class Post:
    """A message ready to go: who gets it, under which key, not before when, and not after when.

    What the calendar asks for names the moment it is `scheduled` for. Whoever plans it again gives
    it the same key, so it can be looked for where an earlier plan of it was forgotten.
    """

    key: str
    recipient: str
    text: str
    blocks: Sequence[dict[str, Any]]
    due: datetime
    edits: str = ""
    lapses: datetime | None = None  # of no use after that
    scheduled: datetime | None = None  # by the calendar


@dataclass(frozen=True)
class Claim:
    """A delivery that is ours to send; when in doubt, an earlier attempt may have posted it."""

    delivery: Delivery
    in_doubt: bool


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
    """Write the posts down; a key that was planned before is left as it is.

    What was scheduled for before the workspace was put back to a backup may be out already: it is
    taken for a claim given up.
    """
    keys = [post.key for post in posts]
    known = set(store.rows(session, _KNOWN, workspace=workspace, keys=keys).scalars())
    first = store.next_number(session, Delivery, workspace=workspace)
    fresh = [post for post in posts if post.key not in known]
    its = session.get(Workspace, workspace)
    restored = None if its is None else its.restored_at
    new = [_delivery(post, workspace, nth, at) for nth, post in enumerate(fresh, start=first)]
    for post, planned in zip(fresh, new, strict=True):
        if restored is not None and post.scheduled is not None and post.scheduled <= restored:
            planned.state = CLAIMED
            planned.claimed_at = planned.at = post.scheduled
    store.insert(session, new)


def _delivery(post: Post, workspace: str, number: int, at: datetime) -> Delivery:
    return Delivery(
        workspace_id=workspace,
        id=number,
        key=post.key,
        recipient=post.recipient,
        text=post.text,
        blocks=json.dumps(list(post.blocks), ensure_ascii=False),
        due=post.due,
        edits=post.edits,
        lapses=post.lapses,
        at=at,
    )


def find(session: Session, *, workspace: str, key: str) -> Delivery | None:
    """Return the delivery planned under `key`."""
    asked = {"workspace": workspace, "key": key}
    return session.exec(_WITH_KEY, params=asked).one_or_none()


def overtaken(session: Session, *, edit: Delivery) -> bool:
    """Tell whether words planned later stand, or are to, where this edit would put its own."""
    later = select(Delivery.id).where(
        Delivery.workspace_id == edit.workspace_id,
        Delivery.edits == edit.edits,
        Delivery.id > edit.id,
        Delivery.state != CANCELLED,
    )
    return session.exec(later.limit(1)).first() is not None


def withdraw(session: Session, *, workspace: str, key: str) -> bool:
    """Cancel a delivery that nobody has seen; tell whether nobody will.

    What failed was refused for certain: nobody has seen it, and nobody shall by a later retry.
    False: it went out, may have, or is on its way, and what it said must be mended by an edit.
    """
    delivery = session.exec(
        select(Delivery)
        .where(Delivery.workspace_id == workspace, Delivery.key == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if delivery is None or delivery.state == CANCELLED:
        return True
    if delivery.state not in (PLANNED, FAILED):
        return False
    delivery.state = CANCELLED
    session.add(delivery)
    session.flush()
    return True


def waiting(session: Session, *, workspace: str, at: datetime) -> list[tuple[str, int]]:
    """Return who may be sent what: recipients and deliveries, longest without a try first.

    So what fails again and again moves to the end of its line, and keeps nobody waiting; what only
    came too fast keeps its place.
    """
    since = case(
        (col(Delivery.state) == CLAIMED, col(Delivery.claimed_at)),
        (col(Delivery.error) == RATE_LIMITED, col(Delivery.at)),
        else_=col(Delivery.due),
    )
    found = session.exec(
        select(Delivery.recipient, Delivery.id)
        .where(Delivery.workspace_id == workspace, _is_due(workspace, at))
        .order_by(since, col(Delivery.id))
        .limit(_MOST)
    )
    return [(recipient, number) for recipient, number in found]


def claim(session: Session, *, workspace: str, number: int, at: datetime) -> Claim | None:
    """Take one delivery and count the attempt; the caller commits, then sends.

    None: somebody else has it, or it is not due any more. A claim older than its grace is taken
    again: whoever held it is gone, and whether its message went out must be looked up.
    """
    delivery = session.exec(
        select(Delivery)
        .where(Delivery.workspace_id == workspace, Delivery.id == number, _is_due(workspace, at))
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if delivery is None:
        return None
    claimed = Claim(delivery, in_doubt=delivery.state == CLAIMED)
    delivery.state = CLAIMED
    delivery.claimed_at = at
    delivery.attempt += 1
    session.add(delivery)
    session.flush()
    return claimed


def renew(session: Session, *, claimed: Delivery, at: datetime) -> bool:
    """Begin the grace of a claim anew; False when it has passed to somebody else."""
    row = held(session, claimed=claimed)
    if row is None:
        return False
    row.claimed_at = at
    session.add(row)
    session.flush()
    return True


def held(session: Session, *, claimed: Delivery) -> Delivery | None:
    """Return the row while this attempt still holds it: the fence against a late finisher."""
    row = session.get(
        Delivery,
        (claimed.workspace_id, claimed.id),
        populate_existing=True,
        with_for_update=True,
    )
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
    """Write what became of a claimed delivery; tell whether the claim was still ours.

    Its `state` may be `claimed` still: then nobody knows, and it is looked up after the grace,
    and not before `due`.
    """
    row = held(session, claimed=claimed)
    if row is None:
        return False
    row.state = state
    row.channel, row.ts, row.error = channel or row.channel, ts or row.ts, error
    row.due = due or row.due
    session.add(row)
    session.flush()
    return True


def waits_since(session: Session, *, at: datetime) -> datetime | None:
    """Return when the oldest message was planned that should have gone out by `at`, or None."""
    late = (col(Delivery.due) <= at) | (col(Delivery.attempt) > 0)
    return session.exec(
        select(func.min(Delivery.at)).where(
            col(Delivery.workspace_id).in_(select(Workspace.workspace_id)),  # for the index
            col(Delivery.state).in_((PLANNED, CLAIMED)),
            late,
        )
    ).one()


def doubt_all(session: Session, *, at: datetime) -> None:
    """Take what should have gone out by `at` for claims given up: look it up, then send.

    For a database put back to an earlier state: what it has yet to send may be long sent, and so
    may what the calendar asked for by then.
    """
    session.exec(update(Workspace).values(restored_at=at))
    session.exec(
        update(Delivery)
        .where(col(Delivery.state) == PLANNED, col(Delivery.due) <= at)
        .values(state=CLAIMED, claimed_at=Delivery.due)
    )


def _is_due(workspace: str, at: datetime) -> ColumnElement[bool]:
    """Return what makes a delivery due: its time has come, and its recipient's may be posted."""
    limited = aliased(Delivery)
    held_back = select(limited.recipient).where(
        limited.workspace_id == workspace,
        col(limited.state).in_((PLANNED, CLAIMED)),
        col(limited.due) > at,
        limited.error == RATE_LIMITED,
    )
    state, since = col(Delivery.state), col(Delivery.claimed_at)
    return (
        ((state == PLANNED) | ((state == CLAIMED) & (since <= at - GRACE)))
        & (col(Delivery.due) <= at)
        & col(Delivery.recipient).not_in(held_back)
    )


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
