"""Interactions as Slack would sign them: whatever action, value or form's memory a test likes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from office import ANN, CARE, WORKSPACE, Office
from sqlalchemy import select
from sqlmodel import SQLModel

ENTRY = {"people": [ANN], "item": "A1", "day": "2026-11-19", "note": "what"}
DEDUCTION = {"kind": "deduction"}
"""What is filled in for a new entry, and what its form remembers."""


def snapshot(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """Return every row there is, but for the requests that were carried out."""
    with office.reading() as session:
        connection = session.connection()
        return {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in SQLModel.metadata.tables.items()
            if name != "handled"
        }


def send(office: Office, payload: dict[str, Any], *, by: str) -> object:
    """Send an interaction as anybody, signed as Slack would; return what it is answered."""
    whole = {"team": {"id": WORKSPACE}, "user": {"id": by, "team_id": WORKSPACE}, **payload}
    return office.slack.wire.send_interaction(payload["type"], whole).body


def press(office: Office, action_id: str, value: str, *, by: str) -> None:
    """Press a button, of a message that was never posted."""
    action = {"action_id": action_id, "block_id": "b", "type": "button", "value": value}
    send(
        office,
        {
            "type": "block_actions",
            "channel": {"id": CARE},
            "container": {"type": "message", "message_ts": "1.1", "channel_id": CARE},
            "actions": [{**action, "action_ts": f"{by}.{value}"}],
            "trigger_id": "1.2.3",
        },
        by=by,
    )


def submit(
    office: Office,
    name: str,
    values: Mapping[str, object],
    meta: Mapping[str, object],
    *,
    by: str,
    view: str = "V1",
) -> object:
    """Submit a form of that name with what was filled in and what it remembers."""
    state = {block: {block: _element(value)} for block, value in values.items()}
    return send(
        office,
        {
            "type": "view_submission",
            "trigger_id": "1.2.3",
            "view": {
                "id": view,
                "type": "modal",
                "hash": f"h.{by}",
                "callback_id": name,
                "title": {"type": "plain_text", "text": "Forged"},
                "blocks": [{"type": "input", "block_id": block} for block in values],
                "private_metadata": json.dumps(meta),
                "state": {"values": state},
            },
        },
        by=by,
    )


def _element(value: object) -> dict[str, object]:
    return {"selected_users": value} if isinstance(value, list) else {"value": value}


def use(office: Office, callback_id: str, *, by: str) -> None:
    """Use a message shortcut, on a message that was never posted."""
    send(
        office,
        {
            "type": "message_action",
            "callback_id": callback_id,
            "trigger_id": f"1.2.{by}",
            "channel": {"id": CARE},
            "message": {"type": "message", "user": ANN, "ts": "1.1", "text": "late again"},
            "message_ts": "1.1",
        },
        by=by,
    )
