"""Complaints and feedback interviews: a row for the case, a row for every move."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.models.columns import Instant, Month
from bot.periods import Period


class Complaint(SQLModel, table=True):
    """A customer's complaint as it was received; what became of it stands in its moves."""

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key", name="uq_complaint_request"),
        Index("ix_complaint_person", "workspace_id", "person_id"),
        Index("ix_complaint_team", "workspace_id", "team_id"),
    )

    workspace_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    person_id: str = ""  # empty while it is not known whom it is about
    team_id: int
    category: str
    severity: str = "minor"
    source: str = ""
    ref: str = ""
    note: str = ""
    day: date
    by_id: str
    at: datetime = Field(sa_type=Instant)
    request_key: str


class ComplaintMove(SQLModel, table=True):
    """One step of a complaint; the latest one tells the state."""

    __tablename__ = "complaint_move"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key", name="uq_complaint_move_request"),
    )

    workspace_id: str = Field(primary_key=True)
    complaint: int = Field(primary_key=True)
    step: int = Field(primary_key=True)
    move: str
    state: str
    by_id: str
    at: datetime = Field(sa_type=Instant)
    note: str = ""
    entry: int | None = None
    request_key: str


class Interview(SQLModel, table=True):
    """A feedback interview that was held with a person, about a period."""

    __tablename__ = "interview"
    __table_args__ = (
        UniqueConstraint("workspace_id", "person_id", "period", name="uq_interview_person"),
    )

    workspace_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    person_id: str
    team_id: int
    period: Period = Field(sa_type=Month)
    held_on: date
    note: str = ""
    by_id: str
    at: datetime = Field(sa_type=Instant)
