"""Form fields: built in one line each, read back as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.words import Words

View = Callable[[Words], dict[str, Any]]
"""A form that waits for its reader's language."""

_VALUE_KEYS = (
    "value",
    "selected_date",
    "selected_time",
    "selected_user",
    "selected_users",
    "selected_conversation",
    "selected_channel",
)


def values_of(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """Return what a form was filled with, by block id: a text, an id, a day or a list."""
    return {
        block: _value(element) for block, elements in state.items() for element in elements.values()
    }


def form(
    name: str, title: str, blocks: Sequence[dict[str, Any]], words: Words, *, meta: str = "{}"
) -> dict[str, Any]:
    """Return a modal that submits to the form `name`."""
    return {
        "type": "modal",
        "callback_id": name,
        "title": plain(words.label(title)[:24]),
        "submit": plain(words.label("Save")),
        "close": plain(words.label("Cancel")),
        "private_metadata": meta,
        "blocks": list(blocks),
    }


def field(
    block: str,
    label: str,
    element: dict[str, Any],
    words: Words,
    *,
    optional: bool = False,
    hint: str = "",
) -> dict[str, Any]:
    """Return one labelled input."""
    made: dict[str, Any] = {
        "type": "input",
        "block_id": block,
        "label": plain(words.label(label)),
        "element": {**element, "action_id": block},
        "optional": optional,
    }
    if hint:
        made["hint"] = plain(words.label(hint))
    return made


def said(text: str) -> dict[str, Any]:
    """Return sentences that stand among the inputs, in Slack's markup."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def people(initial: Sequence[str] = ()) -> dict[str, Any]:
    """Return a choice of several people."""
    return _with({"type": "multi_users_select"}, "initial_users", list(initial))


def person(initial: str = "") -> dict[str, Any]:
    """Return a choice of one person."""
    return _with({"type": "users_select"}, "initial_user", initial)


def line(initial: str = "", *, longest: int = 300) -> dict[str, Any]:
    """Return one line of text."""
    element = {"type": "plain_text_input", "max_length": longest}
    return _with(element, "initial_value", initial[:longest])


def text(initial: str = "", *, longest: int = 2000) -> dict[str, Any]:
    """Return several lines of text."""
    element = {"type": "plain_text_input", "multiline": True, "max_length": longest}
    return _with(element, "initial_value", initial[:longest])


def day(initial: date | None = None) -> dict[str, Any]:
    """Return a date."""
    return _with({"type": "datepicker"}, "initial_date", initial.isoformat() if initial else "")


def choice(
    options: Iterable[tuple[str, str]] = (),
    *,
    groups: Iterable[tuple[str, Sequence[tuple[str, str]]]] = (),
    initial: str = "",
) -> dict[str, Any]:
    """Return a choice of one from (value, label) pairs, or from labelled groups of them."""
    element: dict[str, Any] = {"type": "static_select"}
    grouped = [(label, [_option(*pair) for pair in pairs][:100]) for label, pairs in groups]
    single = [_option(*pair) for pair in options][:100]
    every = single or [option for _, some in grouped for option in some]
    if grouped:
        element["option_groups"] = [
            {"label": plain(label[:75]), "options": some} for label, some in grouped if some
        ]
    else:
        element["options"] = single
    chosen = next((option for option in every if option["value"] == initial), None)
    return _with(element, "initial_option", chosen)


def checks(options: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return boxes to tick, from (value, label) pairs."""
    return {"type": "checkboxes", "options": [_option(*pair) for pair in options]}


def plain(text: str) -> dict[str, Any]:
    """Return a plain text object."""
    return {"type": "plain_text", "text": text, "emoji": True}


def _option(value: str, label: str) -> dict[str, Any]:
    return {"text": plain(label[:75]), "value": value}


def _with(element: dict[str, Any], key: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - Slack's own
    return {**element, key: value} if value else element


def _value(element: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a text, a list, or nothing
    if element.get("selected_option"):
        return element["selected_option"]["value"]
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"]]
    return next((element[key] for key in _VALUE_KEYS if element.get(key)), None)
