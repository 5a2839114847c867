"""What a typed line says, as a value."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from bot.names import Named
from bot.reading.dates import When
from bot.reading.items import Item, Match

Doubt = tuple[str, tuple[Named, ...]]
"""Words that look like a person, as typed, and up to five people they may mean."""


@dataclass(frozen=True)
class Target:
    """Somebody, or a Slack user group, that the record is about.

    `person` is None for a group and for somebody the roster does not know.
    """

    kind: Literal["person", "group"]
    id: str
    person: Named | None
    typed: str


@dataclass(frozen=True)
class Record:
    """One line as it was understood.

    `points` have the sign that was typed. `near` are items to offer when `item` is None. `ref` is
    one reference, or several with a space between. `options` are `key:value` pairs whose key is
    none of the grammar's own. `doubtful` and `unknown` hold words as typed; a record with either
    must not be carried out. `typed` is the whole line.
    """

    targets: tuple[Target, ...] = ()
    doubtful: tuple[Doubt, ...] = ()
    item: Match | None = None
    near: tuple[Item, ...] = ()
    points: Decimal | None = None
    count: int = 1
    when: When | None = None
    note: str = ""
    ref: str = ""
    options: dict[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    typed: str = ""
