"""What a person reads off a message or a view: its words and buttons as plain lines.

For tests that compare what is seen. Buttons and menus stand in brackets, table cells between bars,
what an input holds after its label.
"""

from collections.abc import Iterable, Iterator, Sequence

from .forms import STATEFUL
from .workspace import Json
from .world import Message, View


def read(seen: Message | View) -> str:
    """Return what stands there, one line a block; a message without blocks is its text."""
    if isinstance(seen, Message):
        return "\n".join(_lines(seen.blocks, seen.values)) if seen.blocks else seen.text
    title = seen.content.get("title", {}).get("text")
    lines = _lines(seen.content["blocks"], seen.values)
    return "\n".join([f"# {title}", *lines] if title else lines)


def read_all(seen: Iterable[Message | View]) -> str:
    """Return what several messages say, with an empty line between them."""
    return "\n\n".join(read(one) for one in seen)


def button_texts(seen: Message | View) -> list[str]:
    """Return the words on the buttons and menus, in order."""
    blocks = seen.blocks if isinstance(seen, Message) else seen.content["blocks"]
    within = (block.get("accessory") or {} for block in blocks)
    rows = (block["elements"] for block in blocks if block["type"] == "actions")
    elements = [*within, *(element for row in rows for element in row)]
    return [_label(element) for element in elements if "action_id" in element]


def _lines(blocks: Sequence[Json], values: dict[str, Json]) -> Iterator[str]:
    for block in blocks:
        yield from READERS[block["type"]](block, values.get(block["block_id"], {}))


def _header(block: Json, _state: Json) -> Iterator[str]:
    yield block["text"]["text"]


def _section(block: Json, _state: Json) -> Iterator[str]:
    words = [block["text"]["text"]] if "text" in block else []
    words += [field["text"] for field in block.get("fields", ())]
    if "accessory" in block:
        words[-1:] = [f"{words[-1]} {_bracketed(block['accessory'])}"]
    yield from words


def _context(block: Json, _state: Json) -> Iterator[str]:
    yield " ".join(one.get("text", one.get("alt_text")) for one in block["elements"])


def _divider(_block: Json, _state: Json) -> Iterator[str]:
    yield "---"


def _actions(block: Json, _state: Json) -> Iterator[str]:
    yield " ".join(_bracketed(element) for element in block["elements"])


def _input(block: Json, state: Json) -> Iterator[str]:
    held = state.get(block["element"]["action_id"], {})
    yield f"{block['label']['text']}: {_held(held)}".rstrip()


def _image(block: Json, _state: Json) -> Iterator[str]:
    yield f"({block['alt_text']})"


def _table(block: Json, _state: Json) -> Iterator[str]:
    if "caption" in block:
        yield block["caption"]
    for row in block["rows"]:
        yield " | ".join(_cell(cell) for cell in row)


def _chart(block: Json, _state: Json) -> Iterator[str]:
    chart = block["chart"]
    yield f"({chart['type']}) {block['title']}"
    for series in chart.get("series", [{"name": "", "data": chart.get("segments", ())}]):
        points = ", ".join(f"{point['label']} {point['value']:g}" for point in series["data"])
        yield f"{series['name']}: {points}" if series["name"] else points


def _rich_text(block: Json, _state: Json) -> Iterator[str]:
    for element in block["elements"]:
        items = element["elements"]
        lists = element["type"] == "rich_text_list"
        yield from (f"• {_runs(item['elements'])}" for item in items) if lists else [_runs(items)]


def _alert(block: Json, _state: Json) -> Iterator[str]:
    yield f"! {block['text']['text']}"


READERS = {
    "header": _header,
    "section": _section,
    "context": _context,
    "divider": _divider,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "table": _table,
    "data_table": _table,
    "data_visualization": _chart,
    "rich_text": _rich_text,
    "alert": _alert,
}


def _bracketed(element: Json) -> str:
    return f"({element['alt_text']})" if element["type"] == "image" else f"[{_label(element)}]"


def _label(element: Json) -> str:
    """Return what a button or a menu says: its text, its placeholder, or three dots."""
    words = element.get("text") or element.get("placeholder") or {"text": "…"}
    return str(words["text"])


def _held(state: Json) -> str:
    """Return what an input holds, as its reader sees it."""
    value = state.get(STATEFUL[state["type"]][0]) if state else None
    if value is None:
        return ""
    several = value if isinstance(value, list) else [value]
    return ", ".join(one["text"]["text"] if isinstance(one, dict) else str(one) for one in several)


def _cell(cell: Json) -> str:
    if cell["type"] == "rich_text":
        return " ".join(_rich_text(cell, {}))
    return str(cell.get("text") or f"{cell['value']:g}")


def _runs(runs: Iterable[Json]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Json) -> str:
    if run["type"] == "user":
        return f"<@{run['user_id']}>"
    if run["type"] == "emoji":
        return f":{run['name']}:"
    return str(run.get("text") or run.get("url") or run.get("fallback") or "")
