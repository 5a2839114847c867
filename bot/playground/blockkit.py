"""Whether Slack would take these blocks, in Slack's words where it would not.

The models check each block by itself. What holds between blocks is checked here: ids that occur
once, one table and two charts a message, how much text there may be in all.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import TypeAlias

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .blocks import Home, Message, Modal
from .refusal import Refused
from .tables import characters
from .workspace import Json
from .world import World

LARGEST_VIEW = 250_000
MOST_TEXT = 12_000
MOST_CELL_TEXT = 10_000
MOST_CHARTS = 2
TABLES = ("table", "data_table")
_WORDS: Mapping[str, str] = {
    "missing": "missing required field: {field}",
    "extra_forbidden": "invalid additional property: {field}",
    "string_too_long": "must be less than {max_length_plus} characters",
    "string_too_short": "must be more than {min_length_minus} characters",
    "too_long": "no more than {max_length} items allowed",
    "too_short": "no fewer than {min_length} items allowed",
    "union_tag_invalid": "unsupported type: {tag}",
    "union_tag_not_found": "missing required field: type",
}
Pointer: TypeAlias = str
Complaint: TypeAlias = tuple[str, Pointer]
"""What is wrong, and where, as a JSON pointer."""


def accept(world: World, blocks: list[Json]) -> list[Json]:
    """Return a message's blocks with ids where none were given, or refuse with invalid_blocks."""
    _refuse("invalid_blocks", _complaints(Message, {"blocks": blocks}))
    if sum(block["type"] == "table" for block in blocks) > 1:
        raise Refused("invalid_attachments", "[ERROR] only_one_table_allowed")
    if characters(blocks) > MOST_TEXT:
        raise Refused("msg_blocks_too_long")
    return _with_ids(world, blocks)


def accept_view(world: World, view: Json) -> Json:
    """Return a view with ids where none were given, or refuse with invalid_arguments."""
    model = Home if view.get("type") == "home" else Modal
    _refuse("invalid_arguments", [(w, f"/view{at}") for w, at in _complaints(model, view)])
    if len(json.dumps(view)) > LARGEST_VIEW:
        raise Refused("view_too_large")
    return view | {"blocks": _with_ids(world, view["blocks"])}


def accept_options(answer: Mapping[str, object]) -> None:
    """Refuse what an app suggests for an external select, unless it is options or groups."""
    element = {"type": "static_select", "action_id": "suggested", **answer}
    blocks = [{"type": "actions", "elements": [element]}]
    _refuse("invalid_arguments", _complaints(Message, {"blocks": blocks}))


def _refuse(code: str, complaints: Iterable[Complaint]) -> None:
    messages = [f"[ERROR] {words} [json-pointer:{at}]" for words, at in complaints]
    if messages:
        raise Refused(code, *messages)


def _complaints(model: type[BaseModel], document: Json) -> list[Complaint]:
    """Return everything that is wrong with a document, each block's own faults first."""
    try:
        model.model_validate(document)
    except ValidationError as error:
        return [_worded(one, document) for one in error.errors(include_url=False)]
    return [*_repeated_ids(document["blocks"]), *_crowded(document["blocks"])]


def _repeated_ids(blocks: list[Json]) -> Iterator[Complaint]:
    for number, block_id in _repetitions(block.get("block_id") for block in blocks):
        yield f"block_id `{block_id}` must be unique", f"/blocks/{number}/block_id"
    for number, block in enumerate(blocks):
        ids = (element.get("action_id") for element in elements(block))
        for _, action_id in _repetitions(ids):
            yield f"action_id `{action_id}` must be unique in its block", f"/blocks/{number}"


def _repetitions(ids: Iterable[str | None]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for number, one in enumerate(ids):
        if one in seen:
            yield number, one
        if one is not None:
            seen.add(one)


def _crowded(blocks: list[Json]) -> Iterator[Complaint]:
    kinds = Counter(block["type"] for block in blocks)
    if kinds["data_visualization"] > MOST_CHARTS:
        yield f"no more than {MOST_CHARTS} data_visualization blocks allowed", "/blocks"
    cells = sum(characters(block["rows"]) for block in blocks if block["type"] in TABLES)
    if cells > MOST_CELL_TEXT:
        yield f"no more than {MOST_CELL_TEXT} characters allowed in all table cells", "/blocks"


def elements(block: Json) -> list[Json]:
    """Return the elements of a block that can be acted on."""
    within = [block.get("accessory"), block.get("element")]
    within += block["elements"] if block["type"] == "actions" else []
    return [element for element in within if element and element["type"] != "image"]


def _with_ids(world: World, blocks: list[Json]) -> list[Json]:
    named = deepcopy(blocks)
    for block in named:
        block.setdefault("block_id", world.new_id("b"))
        for element in elements(block):
            element.setdefault("action_id", world.new_id("a"))
    return named


def _worded(error: ErrorDetails, document: Json) -> Complaint:
    """Say what pydantic found in Slack's words."""
    facts = error.get("ctx", {})
    pointer, field = _pointer(error["loc"], document)
    if error["type"] not in _WORDS:
        return error["msg"].removeprefix("Value error, "), pointer
    words = _WORDS[error["type"]].format(
        field=field,
        max_length=facts.get("max_length"),
        min_length=facts.get("min_length"),
        max_length_plus=facts.get("max_length", 0) + 1,
        min_length_minus=facts.get("min_length", 1) - 1,
        tag=facts.get("tag"),
    )
    if error["type"] in ("missing", "extra_forbidden"):
        pointer = pointer.removesuffix(f"/{field}")
    return words, pointer


def _pointer(location: tuple[int | str, ...], document: Json) -> tuple[Pointer, int | str]:
    """Return where an error is and its last name, without the types pydantic puts between."""
    here: object = document
    path: list[int | str] = []
    for step in location:
        if isinstance(here, (dict, list)) and _leads_on(here, step):
            here = here[step]  # type: ignore[index]  # a list was asked for a number
            path.append(step)
        elif step == location[-1] and isinstance(here, dict) and step != here.get("type"):
            path.append(step)
    return "".join(f"/{step}" for step in path), location[-1] if location else ""


def _leads_on(here: Json | list[object], step: int | str) -> bool:
    return isinstance(step, int) if isinstance(here, list) else step in here
