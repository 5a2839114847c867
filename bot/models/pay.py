"""What performance pay is reckoned from."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.models.columns import Exact, Instant, Month
from bot.periods import Period


class PayBase(SQLModel, table=True):
    """A person's performance base from a month on; the latest row of a month holds."""

    __tablename__ = "pay_base"
    __table_args__ = (Index("ix_pay_base_person", "workspace_id", "person_id", "since"),)

    workspace_id: str = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: str
    since: Period = Field(sa_type=Month)
    amount: Decimal = Field(sa_type=Exact)
    by_id: str
    at: datetime = Field(sa_type=Instant)
