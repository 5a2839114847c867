"""Tables that tests print for whoever looks: with `-s`, as `make soak` does."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from bot.store import Database

_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def printed(head: str) -> Iterator[list[str]]:
    """Collect the rows of a table, and print it in the end."""
    rows: list[str] = []
    yield rows
    sys.stdout.write("\n".join(["", head, *rows, ""]))


def name(database: Database) -> str:
    """Return what a database is called in a table."""
    return _NAMES[database.engine.dialect.name]
