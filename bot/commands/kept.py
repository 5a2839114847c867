"""Drafts that a card offers: kept as JSON, and read back when its button is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from bot import menu, roster
from bot.conduct import Draft
from bot.slack import Request


def written(draft: Draft) -> dict[str, Any]:
    """Return the draft as plain values."""
    return {
        "person": draft.person.id,
        "code": draft.item.code,
        "day": draft.day.isoformat(),
        "points": None if draft.points is None else str(draft.points),
        "note": draft.note,
        "ref": draft.ref,
        "at": None if draft.at is None else draft.at.isoformat(),
        "complaint": draft.complaint,
    }


def read(session: Session, request: Request, kept: Mapping[str, Any]) -> Draft:
    """Return the draft as it stands now.

    Raise UserError where the right to it, or the rubric's item, was lost since.
    """
    person = roster.person(session, workspace=request.workspace, user=kept["person"])
    day = date.fromisoformat(kept["day"])
    return Draft(
        person,
        menu.item_for(session, by=request.by, person=person, day=day, code=kept["code"]),
        day,
        points=None if kept["points"] is None else Decimal(kept["points"]),
        note=kept["note"],
        ref=kept["ref"],
        at=None if kept["at"] is None else time.fromisoformat(kept["at"]),
        complaint=kept["complaint"],
    )
