"""What users fill in: the state of every input, from what the app proposed and what they chose."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from .refusal import Mistaken
from .workspace import Json

STATEFUL: Mapping[str, tuple[str, str | None]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", None),
}
"""Element type -> where its choice stands in the state, and where the app's proposal stands."""

OPTION_LISTS = ("selected_options",)
LISTS = (
    *OPTION_LISTS,
    "selected_users",
    "selected_conversations",
    "selected_channels",
    "files",
)
Values: TypeAlias = dict[str, Json]
"""Slack's `state.values`: block id -> action id -> what is chosen there."""
Offered: TypeAlias = Mapping[str, list[Json]]
"""The options an app has suggested, by action id."""


@dataclass(frozen=True)
class Field:
    """An element that can be acted on, and the block it stands in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        """The block's id."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """The element's id."""
        return str(self.element["action_id"])

    @property
    def is_input(self) -> bool:
        """Whether the element belongs to an input block, which a form collects."""
        return bool(self.block["type"] == "input")

    @property
    def reports(self) -> bool:
        """Whether a choice is sent to the app at once."""
        return not self.is_input or bool(self.block.get("dispatch_action"))

    @property
    def key(self) -> str | None:
        """Where the choice stands in the state; None for a button, which has no state."""
        return STATEFUL.get(self.element["type"], (None, None))[0]

    def option(self, given: object, offered: Iterable[Json] = ()) -> Json:
        """Return the option of this value, or for people's sake of this text; or object to it."""
        wanted = given.get("value") if isinstance(given, Mapping) else given
        known = [*options_of(self.element), *offered]
        by_value = (option for option in known if option["value"] == wanted)
        by_text = (option for option in known if option["text"]["text"] == wanted)
        found = next(by_value, None) or next(by_text, None)
        if found is None:
            raise Mistaken(f"{self.action_id} has no option {wanted!r}")
        return found


def fields(blocks: Iterable[Json]) -> Iterator[Field]:
    """Yield every element with an action id, in the order of the page."""
    for block in blocks:
        within = (block.get("element"), block.get("accessory"), *_elements(block))
        yield from (Field(block, e) for e in within if e and "action_id" in e)


def field_of(blocks: Iterable[Json], action_id: str, block_id: str = "") -> Field:
    """Find an element by its action id, and its block's id where that alone is not enough."""
    named = [f for f in fields(blocks) if f.action_id == action_id]
    found = [f for f in named if block_id in ("", f.block_id)]
    if not found:
        raise Mistaken(f"there is no {action_id} to act on here", 404)
    return found[0]


def initial_values(blocks: Iterable[Json], before: Values) -> Values:
    """Return the state of a page: what was filled in before, else what the app proposes."""
    values: Values = {}
    for field in fields(blocks):
        if field.key:
            kept = before.get(field.block_id, {}).get(field.action_id)
            state = kept if _fits(kept, field) else proposed(field)
            values.setdefault(field.block_id, {})[field.action_id] = state
    return values


def proposed(field: Field) -> Json:
    """Return the state of an element nobody has touched."""
    kind = field.element["type"]
    key, initial = STATEFUL[kind]
    empty: object = [] if key in LISTS else None
    return {"type": kind, key: field.element.get(initial, empty) if initial else empty}


def chosen(field: Field, given: object, offered: Iterable[Json] = ()) -> Json:
    """Return the state of an element once `given` is chosen there.

    `given` is Slack's own state, or just the value: text, a date, a user id, an option or its
    value, a list of them. `offered` are the options that the app has suggested for the element.
    """
    key = field.key
    if key is None:
        raise Mistaken(f"{field.action_id} takes no value")
    value = given[key] if isinstance(given, Mapping) and key in given else given
    if key in OPTION_LISTS:
        value = [field.option(one, offered) for one in _listed(value)]
    elif key == "selected_option":
        value = None if value in (None, "") else field.option(value, offered)
    elif key in LISTS:
        value = _listed(value)
    elif key == "value":
        value = None if value in (None, "") else str(value)
    return {"type": field.element["type"], key: value}


def fill(
    blocks: Iterable[Json], values: Values, given: Mapping[str, object], offered: Offered
) -> None:
    """Write what a user filled in into a page's state.

    `given` is {block_id: {action_id: value}} or flat {action_id: value}. What belongs to a block
    that has gone from the page since is passed over, as Slack's client does.
    """
    page = list(blocks)
    block_ids = {block["block_id"] for block in page}
    for name, value in given.items():
        if isinstance(value, Mapping) and name in block_ids:
            for action_id, inner in value.items():
                _write(field_of(page, action_id, name), inner, values, offered)
        elif not _is_block_state(value):
            _write(field_of(page, name), value, values, offered)


def options_of(element: Json) -> list[Json]:
    """Return an element's options, those in groups too."""
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *grouped]


def is_empty(state: Json | None) -> bool:
    """Whether nothing is chosen or written."""
    if state is None:
        return True
    key = STATEFUL[state["type"]][0]
    return state.get(key) in (None, "", [])


def _elements(block: Json) -> Iterable[Json]:
    return block["elements"] if block["type"] == "actions" else ()


def _fits(state: Json | None, field: Field) -> bool:
    return state is not None and state["type"] == field.element["type"]


def _is_block_state(value: object) -> bool:
    inner = value.values() if isinstance(value, Mapping) else ()
    return bool(inner) and all(isinstance(one, Mapping) and "type" in one for one in inner)


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _write(field: Field, given: object, values: Values, offered: Offered) -> None:
    suggestions = offered.get(field.action_id, [])
    values.setdefault(field.block_id, {})[field.action_id] = chosen(field, given, suggestions)
