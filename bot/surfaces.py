"""A message on the surfaces that hold less than a message: modals and App Home.

Neither holds tables or charts (docs.slack.dev/reference/block-kit/blocks): a table becomes lines,
a chart is left out, for its numbers stand in the text as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.messages import Message
from bot.words import escape

_MOST_BLOCKS = 100
_LONGEST = 2900
_TITLE = 24


def modal(message: Message, title: str) -> dict[str, Any]:
    """Return a modal that is only read."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title[:_TITLE]},
        "blocks": fitting(message.blocks),
    }


def home(message: Message) -> dict[str, Any]:
    """Return an App Home that says what the message says."""
    return {"type": "home", "blocks": fitting(message.blocks)}


def fitting(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the blocks without those that only a message holds."""
    return [one for block in blocks for one in _fitted(block)][:_MOST_BLOCKS]


def _fitted(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if block["type"] == "table":
        lines = "\n".join(_line(row) for row in block["rows"])
        yield {"type": "section", "text": {"type": "mrkdwn", "text": lines[:_LONGEST]}}
    elif block["type"] != "data_visualization":
        yield block


def _line(row: Sequence[dict[str, Any]]) -> str:
    """Write a row: its first cell, then what is known of it."""
    first, *others = [escape(cell["text"]) for cell in row]
    return " · ".join([f"*{first}*", *(text for text in others if text != "–")])
