"""Slack's blocks, from words and parts, inside Slack's limits.

A text becomes blocks by paragraphs: `# ` is a header, `~ ` small print, `---` a line, anything
else a section.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.fitting import cut, rows_that_fit
from bot.parts import Button, Buttons, Chart, Table
from bot.words import Words, escape

_SECTION = 2900  # Slack's limit for a section is 3,000 characters
_MARKS = ("#", "~", "---")


def paragraphs(text: str, accessory: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    """Yield the blocks of a text; the accessory stands beside the first section."""
    for kind, words in _marked(text):
        if kind == "---":
            yield {"type": "divider"}
        elif kind == "#":
            yield {"type": "header", "text": _plain_text(unescaped(words)[:150])}
        elif kind == "~":
            yield {"type": "context", "elements": [_mrkdwn(cut(words, _SECTION))]}
        else:
            section = {"type": "section", "text": _mrkdwn(cut(words, _SECTION))}
            if accessory is not None:
                section["accessory"], accessory = accessory, None
            yield section


def _marked(text: str) -> Iterator[tuple[str, str]]:
    """Yield each paragraph with its mark; a marked line is a paragraph of its own."""
    open_lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        mark, _, rest = line.partition(" ")
        if line.strip() and mark not in _MARKS:
            open_lines.append(line)
            continue
        if open_lines:
            yield "", "\n".join(open_lines)
            open_lines = []
        if mark in _MARKS:
            yield mark, rest


def block(part: Buttons | Table | Chart, words: Words, index: int) -> dict[str, Any]:
    """Return a part that is one block; `index` keeps its buttons' action ids apart."""
    if isinstance(part, Buttons):
        elements = [_button(one, words, f"{index}.{n}") for n, one in enumerate(part.buttons)]
        return {"type": "actions", "elements": elements}
    if isinstance(part, Chart):
        return _chart(part)
    return _table(part)


def rows(table: Table) -> list[str]:
    """Return the rows as lines, for whoever sees no tables."""
    return [escape(" · ".join(row)) for row in (table.header, *table.rows)]


def _table(table: Table) -> dict[str, Any]:
    settings = [
        {"align": "right" if column in table.numeric else "left", "is_wrapped": True}
        for column in range(len(table.header))
    ]
    rows = [
        [{"type": "raw_text", "text": cell or "–"} for cell in row]
        for row in (table.header, *table.rows[: rows_that_fit(table)])
    ]
    return {"type": "table", "column_settings": settings, "rows": rows}


def _chart(chart: Chart) -> dict[str, Any]:
    """Write a chart as docs.slack.dev describes the data visualization block."""
    series = [
        {
            "name": name,
            "data": [
                {"label": label, "value": float(value)}
                for label, value in zip(chart.categories, values, strict=True)
            ],
        }
        for name, values in chart.series
    ]
    return {
        "type": "data_visualization",
        "title": chart.title[:50],
        "chart": {
            "type": chart.kind,
            "series": series,
            "axis_config": {"categories": list(chart.categories)},
        },
    }


def _button(button: Button, words: Words, place: str) -> dict[str, Any]:
    element: dict[str, Any] = {
        "type": "button",
        "action_id": f"run:{button.command}:{place}",
        "text": _plain_text(unescaped(words.label(button.label) % button.context)[:75]),
        "value": button.words or " ",
    }
    if button.style:
        element["style"] = button.style
    if button.sure:
        element["confirm"] = {
            "title": _plain_text(words.label("Are you sure?")),
            "text": _mrkdwn(words.say(button.sure, button.context)[:300]),
            "confirm": _plain_text(words.label("Yes")),
            "deny": _plain_text(words.label("Cancel")),
        }
    return element


def beside(button: Button | None, words: Words, index: int) -> dict[str, Any] | None:
    """Return the button beside a section, if there is one."""
    return None if button is None else _button(button, words, f"{index}.a")


def _mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def _plain_text(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": True}


def unescaped(text: str) -> str:
    """Undo the escapes for the places where Slack shows plain text as it is."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def without_marks(text: str) -> str:
    """Return the text without our paragraph marks, for notifications."""
    lines = [line.removeprefix("# ").removeprefix("~ ") for line in text.splitlines()]
    return "\n".join(line for line in lines if line not in ("", "---"))
