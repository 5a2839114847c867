"""Rubric files as plain values, with the line of everything in them.

YAML is read with its own composer and turned into values here, because a person who edits a
rubric must be told the line of a mistake, and because most of YAML is not for rubrics: anchors and
aliases (a few bytes of which can name a billion values), tags, several documents, numbers that are
not plain decimals.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import yaml

Value = None | str | Decimal | list["Value"] | dict[str, "Value"]
Path = Sequence[str | int]

MOST_CHARACTERS = 400_000
MOST_LEVELS = 24

_LONGEST_QUOTED = 60

_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = re.compile(r"[-+]?\d{1,15}(\.\d{1,15})?", re.ASCII)
_NUMERIC_TAGS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_LOOKS_NUMERIC = re.compile(r"[-+]?\.?\d[\d_]*(\.\d*)?([eE][-+]?\d+)?")


def quoted(written: str) -> str:
    """Return what somebody wrote, short enough to be told of it."""
    return written if len(written) <= _LONGEST_QUOTED else f"{written[:_LONGEST_QUOTED]}…"


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: where (`care.yaml:12`) and what, in words for the person who wrote the file."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class RubricError(Exception):
    """A rubric file holds mistakes; `problems` are all of them, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Document:
    """A file that was read: its values, where they stand, and what was wrong on the way."""

    name: str
    node: yaml.Node
    value: Value
    problems: tuple[Problem, ...]

    def problem(self, path: Path, message: str) -> Problem:
        """Return a problem placed at the value (or, failing that, its nearest parent) at `path`."""
        return Problem(f"{self.name}:{_line(self.node, path)}", message)

    def at(self, path: Path) -> Value:
        """Return the value at `path`; None where there is none."""
        found = self.value
        for step in path:
            if isinstance(found, dict):
                found = found.get(str(step))
            elif isinstance(found, list) and isinstance(step, int):
                found = found[step] if step < len(found) else None
            else:
                return None
        return found


def read(text: str, *, name: str) -> Document:
    """Read the one document of `text`; raise RubricError where it is no YAML that we take."""
    if len(text) > MOST_CHARACTERS:
        raise RubricError([Problem(f"{name}:1", f"more than {MOST_CHARACTERS} characters")])
    try:
        node = _composed(text, name)
    except yaml.MarkedYAMLError as error:
        raise RubricError([_syntax(error, name)]) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = "not readable as YAML: control characters are not allowed"
        raise RubricError([Problem(f"{name}:{line}", message)]) from error
    if node is None:
        raise RubricError([Problem(f"{name}:1", "the file is empty")])
    problems: list[Problem] = []
    value = _value(node, name, problems)
    return Document(name, node, value, tuple(problems))


def _composed(text: str, name: str) -> yaml.Node | None:
    """Compose with libyaml where there is one, twenty times as fast.

    Its errors are worded otherwise: a file it refuses is read again, to say the same everywhere.
    """
    try:
        _refuse_what_rubrics_do_not_need(text, name, _FAST)
        return yaml.compose(text, Loader=_FAST)
    except yaml.YAMLError:
        _refuse_what_rubrics_do_not_need(text, name, yaml.SafeLoader)
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _syntax(error: yaml.MarkedYAMLError, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    said = ", ".join(part for part in (error.context, error.problem) if part)
    return Problem(f"{name}:{line}", f"not readable as YAML: {said}")


def _refuse_what_rubrics_do_not_need(text: str, name: str, loader: type[yaml.SafeLoader]) -> None:
    """Raise RubricError for aliases, tags, a second document, or nesting without end."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=loader):
        place = f"{name}:{event.start_mark.line + 1 if event.start_mark else 1}"
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise RubricError(
                    [Problem(place, "a second document begins; one file, one rubric")]
                )
        elif isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise RubricError([Problem(place, "anchors (&) and aliases (*) are not used here")])
        elif getattr(event, "tag", None):
            raise RubricError([Problem(place, "tags (!) are not used here")])
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MOST_LEVELS:
                raise RubricError([Problem(place, f"nested more than {MOST_LEVELS} levels deep")])
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _value(node: yaml.Node, name: str, problems: list[Problem]) -> Value:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, name, problems)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, name, problems) for child in node.value]
    return _scalar(node, name, problems)


def _mapping(node: yaml.MappingNode, name: str, problems: list[Problem]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, child in node.value:
        place = f"{name}:{key.start_mark.line + 1}"
        if not isinstance(key, yaml.ScalarNode):
            problems.append(Problem(place, "a key must be a word"))
        elif key.value in found:
            problems.append(Problem(place, f"`{key.value}` is written twice"))
        else:
            found[key.value] = _value(child, name, problems)
    return found


def _scalar(node: yaml.Node, name: str, problems: list[Problem]) -> Value:
    text = str(node.value)
    if isinstance(node, yaml.ScalarNode) and node.style:  # quoted, or a block of text
        return text
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if node.tag in _NUMERIC_TAGS or _LOOKS_NUMERIC.fullmatch(text):
        place = f"{name}:{node.start_mark.line + 1}"
        problems.append(
            Problem(place, f"`{text}` is no plain number such as 12 or 2.5 (put text in quotes)")
        )
        return Decimal(0)
    return text


def _line(node: yaml.Node, path: Path) -> int:
    """Return the line of the value at `path`, skipping steps that the file does not have."""
    line = node.start_mark.line
    for step in path:
        for key, mark, child in _children(node):
            if key == step:
                line, node = mark.line, child
                break
    return line + 1


def _children(node: yaml.Node) -> Iterator[tuple[str | int, yaml.Mark, yaml.Node]]:
    """Yield what stands directly under a node: its name or number, where it begins, its node."""
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield str(key.value), key.start_mark, child
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield index, child.start_mark, child


def walk(
    value: Value, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Value]]:
    """Yield every value under `value` with its path, parents first."""
    yield path, value
    if isinstance(value, dict):
        for key, child in value.items():
            yield from walk(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from walk(child, (*path, index))
