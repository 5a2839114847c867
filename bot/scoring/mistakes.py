"""Mistakes in a rubric file, in words for the person who wrote it."""

import difflib
from collections.abc import Collection, Iterator
from typing import Any

from pydantic_core import ErrorDetails

from bot.scoring.source import Document, Path, Problem, Value, walk

_WORDS = {
    "missing": "`{name}` is missing",
    "string_type": "`{name}` must be text (put a number in quotes)",
    "is_instance_of": "`{name}` must be a number",
    "decimal_type": "`{name}` must be a number",
    "finite_number": "`{name}` must be a number",
    "int_from_float": "`{name}` must be a whole number",
    "int_type": "`{name}` must be a whole number",
    "int_parsing": "`{name}` must be a whole number",
    "model_type": "`{name}` must be a group of settings, one under the other",
    "model_attributes_type": "`{name}` must be a group of settings, one under the other",
    "dict_type": "`{name}` must be a group of settings, one under the other",
    "tuple_type": "`{name}` must be a list",
    "union_tag_not_found": "`rule` is missing",
    "string_too_short": "`{name}` is empty",
    "too_short": "`{name}` has too few entries",
    "bool_parsing": "`{name}` must be yes or no",
    "bool_type": "`{name}` must be yes or no",
}


_SCALES = frozenset({"levels", "marks", "grades", "classes"})
"""Lists whose codes and aliases are names among themselves only."""


def in_order(problems: Collection[Problem]) -> list[Problem]:
    """Return the problems by line, each once."""
    return sorted(set(problems), key=lambda it: (int(it.place.rpartition(":")[2]), it.message))


def described(document: Document, details: ErrorDetails, settings: Collection[str]) -> Problem:
    """Return what pydantic found, placed and in plain words."""
    loc = tuple(step for step in details["loc"] if step != "[key]")
    if details["type"] == "union_tag_invalid":
        loc = (*loc, "rule")
    name = str(next((step for step in reversed(loc) if isinstance(step, str)), document.name))
    return document.problem(_origin(document, loc), _message(details, name, settings))


def _origin(document: Document, loc: Path) -> Path:
    """Return where a setting of a line is written: there, or in an `each_line` above it."""
    section, line = tuple(loc[:2]), tuple(loc[:4])
    if len(loc) <= len(line) or section[0] != "sections" or line[2] != "lines":
        return loc
    setting = tuple(loc[4:] if loc[-1] == "rule" else loc[5:])  # after the name of the rule
    for place in (line, (*section, "each_line"), ("each_line",)):
        written = document.at(place)
        if setting and isinstance(written, dict) and setting[0] in written:
            return (*place, *setting)
    return loc


def is_echo(details: ErrorDetails) -> bool:
    """Tell whether a list is called too short only because its entries are in error themselves."""
    if details["type"] != "too_short":
        return False
    return bool(len(details["input"]) >= dict[str, Any](details.get("ctx", {}))["min_length"])


def _message(details: ErrorDetails, name: str, settings: Collection[str]) -> str:
    kind, context = details["type"], dict[str, Any](details.get("ctx", {}))
    if kind == "string_type" and details["input"] is None:
        kind = "string_too_short"
    if kind == "extra_forbidden":
        near = [] if name in settings else difflib.get_close_matches(name, settings, n=1)
        hint = f"; did you mean `{near[0]}`?" if near else ""
        return f"`{name}` is no setting of this place{hint}"
    if kind == "value_error":
        return str(context["error"])
    if kind == "union_tag_invalid":
        tags = context["expected_tags"].replace("'", "")
        return f"there is no rule `{context['tag']}`; there are: {tags}"
    if kind == "string_pattern_mismatch":
        return (
            f"`{details['input']}` cannot stand in `{name}`: write one word of letters and digits"
        )
    if kind in _WORDS:
        return _WORDS[kind].format(name=name)
    said = details["msg"].replace("Input should", "must")
    return f"`{name}`: {said[0].lower()}{said[1:]}"


def said_twice(document: Document) -> Iterator[Problem]:
    """Yield codes and aliases that name two things, and ids that two lines or sections have."""
    names: dict[str, Path] = {}
    lines: dict[str, Path] = {}
    sections: dict[str, Path] = {}
    for path, value in walk(document.value):
        if isinstance(value, list) and path and path[-1] in _SCALES:
            yield from _twice_in_a_scale(document, path, value)
        if isinstance(value, dict) and path[:-1] == ("sections",):
            yield from _taken(document, sections, (*path, "id"), value.get("id"))
        if isinstance(value, dict) and "id" in value and _is_line(path):
            yield from _taken(document, lines, (*path, "id"), value.get("id"))
            if value.get("rule") != "deductions" and not {"kpi", "measure", "count"} & value.keys():
                yield from _taken(document, names, (*path, "id"), value.get("id"))
        elif _names_something(path):
            yield from _taken(document, names, path, value)


def _twice_in_a_scale(document: Document, path: Path, rows: list[Value]) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for index, row in enumerate(rows):
        if isinstance(row, dict):
            yield from _taken(document, seen, (*path, index, "code"), row.get("code"))
            aliases = row.get("aliases")
            for nth, alias in enumerate(aliases if isinstance(aliases, list) else ()):
                yield from _taken(document, seen, (*path, index, "aliases", nth), alias)


def _is_line(path: Path) -> bool:
    return len(path) > 1 and path[-2] in {"lines", "parts"}


def _names_something(path: Path) -> bool:
    """Tell whether a code or an alias of an entry or a measure stands here, none of a scale."""
    in_scale = _SCALES & set(path)
    return not in_scale and len(path) > 1 and (path[-1] == "code" or path[-2] == "aliases")


def _taken(
    document: Document, seen: dict[str, Path], path: Path, value: Value
) -> Iterator[Problem]:
    if not isinstance(value, str):
        return
    first = seen.setdefault(value.casefold(), path)
    if first is not path:
        where = document.problem(first, "").place
        yield document.problem(path, f"`{value}` is taken: it stands at {where} already")
