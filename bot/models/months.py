"""What a month was judged by and what came of it: rubrics in force, frozen cards, receipts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.models.columns import Instant, Month
from bot.periods import Period


class RubricVersion(SQLModel, table=True):
    """The full text of a rubric as it was put in force: files may change, this does not."""

    __tablename__ = "rubric_version"

    workspace_id: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    name: str
    version: int
    text: str
    at: datetime = Field(sa_type=Instant)


class RubricInForce(SQLModel, table=True):
    """From which day a team is scored by which version; the latest row of a day holds."""

    __tablename__ = "rubric_in_force"
    __table_args__ = (Index("ix_rubric_in_force", "workspace_id", "team_id", "since"),)

    workspace_id: str = Field(primary_key=True)
    id: int = Field(primary_key=True)
    team_id: int
    role: str = "agent"  # whom it appraises: the team's agents or its supervisors
    digest: str
    since: date
    by_id: str
    at: datetime = Field(sa_type=Instant)


class Publication(SQLModel, table=True):
    """A team's month, closed and published; once more after each time that it was reopened."""

    __tablename__ = "publication"

    workspace_id: str = Field(primary_key=True)
    team_id: int = Field(primary_key=True)
    period: Period = Field(primary_key=True, sa_type=Month)
    revision: int = Field(default=1, primary_key=True)
    by_id: str = ""  # empty: the month end itself
    at: datetime = Field(sa_type=Instant)


class Reopening(SQLModel, table=True):
    """That a published month takes entries again, and why; it names the publication it undoes."""

    __tablename__ = "reopening"

    workspace_id: str = Field(primary_key=True)
    team_id: int = Field(primary_key=True)
    period: Period = Field(primary_key=True, sa_type=Month)
    revision: int = Field(primary_key=True)
    by_id: str
    reason: str
    at: datetime = Field(sa_type=Instant)


class Scorecard(SQLModel, table=True):
    """A person's card for a month, frozen with the rubric it was scored by."""

    __tablename__ = "scorecard"
    __table_args__ = (Index("ix_scorecard_team", "workspace_id", "team_id", "period"),)

    workspace_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    period: Period = Field(primary_key=True, sa_type=Month)
    revision: int = Field(default=1, primary_key=True)
    team_id: int
    role: str = "agent"  # as whom the person was appraised: averages are of agents only
    digest: str
    total: str | None = None  # exact, as a fraction; None is "no result"
    grade: str = ""
    card: str  # JSON as bot.scoring writes it
    at: datetime = Field(sa_type=Instant)


class Receipt(SQLModel, table=True):
    """`Got it`: a person has seen an entry (`D-1042`) or a card (`card:2026-10`)."""

    __tablename__ = "receipt"

    workspace_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
