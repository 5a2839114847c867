"""What was asked and what must still be said: requests, proposals, jobs, deliveries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.models.columns import Instant


class Handled(SQLModel, table=True):
    """A Slack request that wrote something, with the answer it got: a repeat gets the same."""

    __tablename__ = "handled"

    workspace_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    answer: str
    at: datetime = Field(sa_type=Instant)


class Proposal(SQLModel, table=True):
    """What a confirm card offers: nothing is written until its button is pressed."""

    __tablename__ = "proposal"

    workspace_id: str = Field(primary_key=True)
    id: int = Field(primary_key=True)
    by_id: str
    command: str
    payload: str  # JSON
    at: datetime = Field(sa_type=Instant)
    done_key: str = ""


class JobRun(SQLModel, table=True):
    """That a job was planned for a period: its primary key admits one planner."""

    __tablename__ = "job_run"

    workspace_id: str = Field(primary_key=True)
    job: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)  # the team or person it was planned for
    period: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)


class Delivery(SQLModel, table=True):
    """A message that goes out once: planned, claimed, then sent, or said why not."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key", name="uq_delivery_key"),
        Index("ix_delivery_due", "workspace_id", "state", "due"),
    )

    workspace_id: str = Field(primary_key=True)
    id: int = Field(primary_key=True)
    key: str
    recipient: str  # U… for a direct message, C… for a channel
    text: str
    blocks: str  # JSON
    due: datetime = Field(sa_type=Instant)
    state: str = "planned"  # planned | claimed | sent | cancelled | failed | needs_review
    attempt: int = 0
    claimed_at: datetime | None = Field(default=None, sa_type=Instant)
    channel: str = ""
    ts: str = ""
    edits: str = ""  # key of the delivery whose message this one replaces
    lapses: datetime | None = Field(default=None, sa_type=Instant)  # of no use after that
    error: str = ""
    at: datetime = Field(sa_type=Instant)
