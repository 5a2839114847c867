"""What stands in the ledger of what was recorded."""

from __future__ import annotations

from decimal import Decimal

from office import Office
from sqlmodel import col, select

from bot.models import Entry


def values(office: Office) -> list[tuple[str, Decimal | None, str]]:
    """Return what stands, nothing taken back: code, value, level."""
    with office.reading() as session:
        rows = session.exec(select(Entry).order_by(col(Entry.number))).all()
    back = {row.reverses for row in rows}
    return [
        (row.code, row.value, row.level)
        for row in rows
        if row.reverses is None and row.number not in back
    ]
