"""`python -m benchmarks.million FILE [ENTRIES]`: make an SQLite ledger to move and to walk."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import SQLModel

from bot import ledger, schema
from bot.models import LedgerHead
from bot.periods import Period
from bot.store import connect

WORKSPACE = "T0MILLION"
_BEGAN, _DAYS, _PEOPLE = date(2016, 1, 1), 3650, 10_000
_BATCH = 5_000


def make(file: str, entries: int) -> None:
    """Write a chained ledger of ten years of lateness into a new database."""
    database = connect(f"sqlite:///{file}")
    schema.migrate(database.engine)
    table = SQLModel.metadata.tables["entry"]
    with database.writing() as session:
        chain, batch = "", []
        for row in _rows(entries):
            chain = row["chain"] = ledger.link(chain, row)
            batch.append(row)
            if len(batch) == _BATCH or row["number"] == entries:
                session.connection().execute(table.insert(), batch)
                batch.clear()
        session.add(LedgerHead(workspace_id=WORKSPACE, number=entries, chain=chain))
    database.engine.dispose()


def _rows(entries: int) -> Iterator[dict[str, Any]]:
    """Yield entries without their chain, in order."""
    empty = dict.fromkeys(("value", "reverses", "replaces", "complaint"))
    blank = dict.fromkeys(("level", "rater", "batch"), "")
    for number in range(1, entries + 1):
        day = _BEGAN + timedelta(days=number * _DAYS // entries)
        yield {
            **empty,
            **blank,
            "workspace_id": WORKSPACE,
            "number": number,
            "kind": "deduction",
            "person_id": f"U{number % _PEOPLE:05}",
            "team_id": 1,
            "period": Period(day.year, day.month),
            "day": day,
            "time": "09:10",
            "code": "late",
            "count": 1,
            "points": Decimal(-2),
            "note": "迟到了十分钟 late by ten minutes" if number % 2 else "",
            "ref": f"T-{number}",
            "by_id": "U0SUE",
            "at": datetime(2026, 11, 19, tzinfo=UTC) + timedelta(seconds=number),
            "request_key": f"cmd:{number}",
        }


if __name__ == "__main__":
    make(sys.argv[1], int(sys.argv[2]) if sys.argv[2:] else 1_000_000)
