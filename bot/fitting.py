"""What Slack takes: how much of a table, a message or a button there may be.

Sources: docs.slack.dev/reference/block-kit/blocks, and the errors of chat.postMessage
(`msg_blocks_too_long` comes at about 13,000 characters).
"""

from __future__ import annotations

import re
from typing import Any

from bot.parts import Button, Table

MOST_BLOCKS = 50  # of a message
MOST_TEXT = 12_000  # characters in all of a message's blocks
MOST_WORDS = 2000  # characters that a button carries
MOST_ROWS = 99  # of a table: Slack's hundred, less the header

_MOST_CELLS = 10_000  # characters in all of a table's cells
_TORN = re.compile(r"(?:&\w{0,3}|<[^<>]*)$")  # an escape or a mention that was cut through
_TEXTUAL = ("section", "context")


def fits(button: Button) -> bool:
    """Tell whether a button can carry its whole line; part of a line is another line."""
    return len(button.words) <= MOST_WORDS


def cut(text: str, room: int) -> str:
    """Return the text in so many characters, an ellipsis for the rest; no mention is torn."""
    return text if len(text) <= room else _TORN.sub("", text[: room - 1]) + "…"


def rows_that_fit(table: Table) -> int:
    """Return how many of a table's rows, from the first, Slack shows in one block."""
    used = _in_cells(table.header)
    for number, row in enumerate(table.rows[:MOST_ROWS]):
        used += _in_cells(row)
        if used > _MOST_CELLS:
            return number
    return min(len(table.rows), MOST_ROWS)


def shortened(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a message's blocks in what it may hold: the longest sentences lose their ends.

    Tables, buttons and headers stay whole, and the blocks that are given as they are.
    """
    lengths = [length for block in blocks for length in map(len, _sentences(block))]
    over = sum(map(_characters, blocks)) - MOST_TEXT
    if over <= 0:
        return blocks
    longest = _longest(lengths, sum(lengths) - over)
    return [_with_sentences_cut(block, longest) for block in blocks]


def _longest(lengths: list[int], room: int) -> int:
    """Return how long a sentence may be at most, so that all of them take no more than the room."""
    left = sorted(lengths)
    while left and left[0] * len(left) <= room:
        room -= left.pop(0)
    return max(1, room // len(left)) if left else 1


def _sentences(block: dict[str, Any]) -> list[str]:
    if block["type"] not in _TEXTUAL:
        return []
    elements = block["elements"] if block["type"] == "context" else [block["text"]]
    return [element["text"] for element in elements]


def _with_sentences_cut(block: dict[str, Any], longest: int) -> dict[str, Any]:
    if block["type"] == "section":
        return {**block, "text": _cut_element(block["text"], longest)}
    if block["type"] == "context":
        return {**block, "elements": [_cut_element(one, longest) for one in block["elements"]]}
    return block


def _cut_element(element: dict[str, Any], longest: int) -> dict[str, Any]:
    return {**element, "text": cut(element["text"], longest)}


def _in_cells(row: tuple[str, ...]) -> int:
    return sum(max(1, len(cell)) for cell in row)


def _characters(value: object) -> int:
    """Count the characters of every `text` in a piece of JSON, as Slack counts a message's."""
    if isinstance(value, list):
        return sum(map(_characters, value))
    if not isinstance(value, dict):
        return 0
    text = value.get("text")
    own = len(text) if isinstance(text, str) else 0
    return own + sum(map(_characters, value.values()))
