"""The ledger: rows that are only ever added, numbered and chained per workspace."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.models.columns import Exact, Instant, Month
from bot.periods import Period


class LedgerHead(SQLModel, table=True):
    """The last number and hash of a workspace's ledger: the row that writers queue for."""

    __tablename__ = "ledger_head"

    workspace_id: str = Field(primary_key=True)
    number: int = 0
    chain: str = ""


class Entry(SQLModel, table=True):
    """One fact about one person on one day.

    An entry that takes another back carries the same person, month and code with `count`,
    `points` and `value` negated, so that a plain sum over the ledger is always what stands.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("workspace_id", "reverses", name="uq_entry_reverses"),
        UniqueConstraint("workspace_id", "request_key", name="uq_entry_request"),
        CheckConstraint("count IN (-1, 1)", name="ck_entry_count"),
        CheckConstraint("(count = -1) = (reverses IS NOT NULL)", name="ck_entry_contra"),
        Index(
            "ix_entry_facts",
            "workspace_id",
            "period",
            "person_id",
            "code",
            "level",
            "rater",
            "count",
            "points",
            "value",
        ),
        Index("ix_entry_person", "workspace_id", "person_id", "day"),
        Index("ix_entry_by", "workspace_id", "by_id", "at"),
        Index("ix_entry_replaces", "workspace_id", "replaces"),
    )

    workspace_id: str = Field(primary_key=True)
    number: int = Field(default=0, primary_key=True)  # given by the ledger
    kind: str  # deduction | commendation | measure; contra: undone | void | excused | replaced
    person_id: str
    team_id: int
    period: Period = Field(sa_type=Month)
    day: date
    time: str | None = None  # 14:30, local, where it was said
    code: str
    level: str = ""
    rater: str = ""
    count: int = 1
    points: Decimal | None = Field(default=None, sa_type=Exact)
    value: Decimal | None = Field(default=None, sa_type=Exact)
    note: str = ""
    ref: str = ""
    by_id: str
    at: datetime = Field(sa_type=Instant)
    batch: str = ""
    reverses: int | None = None
    replaces: int | None = None
    complaint: int | None = None
    request_key: str
    chain: str = ""
