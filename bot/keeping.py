"""What an operator does with the whole database, told in plain words: backup, restore, move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from tqdm import tqdm

from bot import backup, copying, moving
from bot.copying import BrokenChain, NotEmpty, Refused
from bot.store import Database


def verify(database: Database) -> tuple[str, bool]:
    """Return what is to be said of every workspace's ledger, and whether all is well."""
    with database.reading() as session:
        return _told(copying.broken(session.connection()))


def back_up(database: Database, file: Path) -> tuple[str, bool]:
    """Make a backup; return what is to be said of it, and whether all is well."""
    return _told(backup.back_up(database, file, bar=_bar), f"Backed up to {file}.")


def restore(
    database: Database, file: Path, *, replacing: bool, broken_too: bool, now: datetime
) -> tuple[str, bool]:
    """Put a backup in the database's place; return what is to be said, and whether all is well."""
    with _advised("Add --replace to put the backup in their place."):
        found = backup.restore(
            database, file, replacing=replacing, broken_too=broken_too, now=now, bar=_bar
        )
    return _told(found, f"Restored from {file}.")


def move(source: Database, target: Database, *, broken_too: bool) -> tuple[str, bool]:
    """Copy one database into another; return what is to be said, and whether all is well."""
    with _advised("Move to an empty database."):
        found = moving.move(source, target, broken_too=broken_too, bar=_bar)
    return _told(found, "Moved. Set DATABASE_URL to the new database, and start the bot.")


def _told(found: copying.Broken, done: str = "") -> tuple[str, bool]:
    lines = [line for line in (copying.told(found), done) if line]
    return "\n".join(lines), not any(found.values())


@contextmanager
def _advised(for_rows: str) -> Iterator[None]:
    """Say with a refusal what to do about it."""
    try:
        yield
    except NotEmpty as refused:
        raise Refused(f"{refused} Nothing was changed. {for_rows}") from None
    except BrokenChain as refused:
        advice = "Nothing was changed. Add --broken to take it as it is."
        raise Refused(f"{refused}\n{advice}") from None


@contextmanager
def _bar(much: int, of: str) -> Iterator[Callable[[int], object]]:
    """Show on a terminal how far it is and how long it will take; elsewhere nothing."""
    with tqdm(total=much, unit=f" {of}", disable=None) as bar:
        yield bar.update
