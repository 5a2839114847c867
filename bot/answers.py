"""What a request was answered, kept so that a repeat of it gets the same and writes nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, select

from bot import store
from bot.messages import Message
from bot.models import Handled

# Built once: every request asks it.
_KEPT = select(Handled.answer).where(
    Handled.workspace_id == bindparam("workspace"), Handled.key == bindparam("key")
)


@dataclass(frozen=True)
class Answer:
    """A rendered answer: a message, or a form to open, or errors under a form's fields."""

    message: Message | None = None
    replaces: bool = False
    form: dict[str, Any] | None = None
    errors: dict[str, str] | None = None
    outcome: str = "done"  # done | repeated | refused | busy | failed


def keep(session: Session, answer: Answer, *, workspace: str, key: str, at: datetime) -> None:
    """Keep the answer to the request of that key."""
    message = answer.message
    kept = {
        "text": None if message is None else message.text,
        "blocks": None if message is None else message.blocks,
        "replaces": answer.replaces,
        "form": answer.form,
    }
    written = json.dumps(kept, ensure_ascii=False)
    store.insert(session, [Handled(workspace_id=workspace, key=key, answer=written, at=at)])


def kept(session: Session, *, workspace: str, key: str) -> Answer | None:
    """Return the answer that the request of that key got when it came before."""
    earlier = store.rows(session, _KEPT, workspace=workspace, key=key).scalar_one_or_none()
    if earlier is None:
        return None
    kept = json.loads(earlier)
    message = None if kept["text"] is None else Message(kept["text"], kept["blocks"])
    return Answer(message, replaces=kept["replaces"], form=kept["form"], outcome="repeated")
