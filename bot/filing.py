"""Messages filed under a name: found again, stopped before anybody saw them, or put right.

A message that was withdrawn unseen is none; what is said in its place is filed under the same name
with a number behind it.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from bot import outbox
from bot.messages import Message
from bot.models import Delivery
from bot.outbox import Post


def posted(session: Session, *, workspace: str, name: str) -> tuple[Delivery | None, str]:
    """Return the message filed under a name, and its key: the next free one while there is none."""
    key, again = name, 1
    post = outbox.find(session, workspace=workspace, key=key)
    while post is not None and post.state == outbox.CANCELLED:
        again += 1
        key = f"{name}/{again}"
        post = outbox.find(session, workspace=workspace, key=key)
    return post, key


def stopped(session: Session, *, post: Delivery) -> bool:
    """Withdraw a message that nobody has seen; tell whether nobody will."""
    return outbox.withdraw(session, workspace=post.workspace_id, key=post.key)


def newest(session: Session, *, post: Delivery) -> Delivery:
    """Return the words that stand where the message was posted: its own, or the last edit's."""
    edits = _edits(session, post)
    standing = [one for one in edits if one.state != outbox.CANCELLED]
    return standing[-1] if standing else post


def is_edited(session: Session, *, post: Delivery) -> bool:
    """Tell whether anything was ever to take the message's place."""
    return bool(_edits(session, post))


def edit(session: Session, *, post: Delivery, message: Message, at: datetime) -> None:
    """Plan the words that take a message's place, instead of those that still wait to."""
    earlier = _edits(session, post)
    for one in earlier:
        outbox.withdraw(session, workspace=one.workspace_id, key=one.key)
    key = f"{post.key}:{len(earlier) + 1}"
    mended = Post(key, post.recipient, message.text, message.blocks, at, edits=post.key)
    outbox.plan(session, workspace=post.workspace_id, posts=[mended], at=at)


def say(
    session: Session,
    *,
    workspace: str,
    name: str,
    recipient: str,
    message: Message,
    at: datetime,
    due: datetime | None = None,
    lapses: datetime | None = None,
) -> None:
    """Put a message where the one filed under its name stands; post it where there is none yet.

    What is posted anew waits until it is `due`, and not beyond `lapses`, where moments are named.
    """
    post, key = posted(session, workspace=workspace, name=name)
    if post is not None and not stopped(session, post=post):
        edit(session, post=post, message=message, at=at)
        return
    if post is not None:
        _, key = posted(session, workspace=workspace, name=name)
    fresh = Post(key, recipient, message.text, message.blocks, due or at, lapses=lapses)
    outbox.plan(session, workspace=workspace, posts=[fresh], at=at)


def _edits(session: Session, post: Delivery) -> list[Delivery]:
    return list(
        session.exec(
            select(Delivery)
            .where(Delivery.workspace_id == post.workspace_id, Delivery.edits == post.key)
            .order_by(col(Delivery.id))
        )
    )
