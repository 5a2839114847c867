"""What a message is made of: sentences, buttons, tables, charts; still without a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Button:
    """A button that stands for a typed command: pressing it is typing `/command words`."""

    label: str
    command: str
    words: str = ""
    style: str = ""
    sure: str = ""  # a template that asks before it is done
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Say:
    """Sentences from a template, perhaps with a button beside them."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    button: Button | None = None


@dataclass(frozen=True)
class Buttons:
    """A row of buttons."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class Table:
    """Rows of text under a header, with the columns that hold numbers aligned right.

    What does not fit is cut where it is shown, and counted there; `more` rows were never worked
    out, for their number alone says that they do not fit.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    more: int = 0


@dataclass(frozen=True)
class Chart:
    """Up to six named series over at most twenty categories; a gap is a missing point."""

    kind: str  # bar | line | area
    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal, ...]], ...]


@dataclass(frozen=True)
class Sent:
    """A message that went out, put back word for word."""

    text: str
    blocks: tuple[dict[str, Any], ...]


Part = Say | Buttons | Table | Chart | Sent
