"""What people did about a month: steps of its cycle that are done, cards that are signed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.models.columns import Instant, Month
from bot.periods import Period


class StepMark(SQLModel, table=True):
    """That a step of a team's cycle is done, or is not after all; the latest mark holds."""

    __tablename__ = "step_mark"
    __table_args__ = (Index("ix_step_mark", "workspace_id", "team_id", "occasion"),)

    workspace_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    team_id: int
    step: str  # its code in the rubric
    occasion: str  # 2026-11, 2026-W47, 2026-Q4 or 2026
    done: bool
    by_id: str
    at: datetime = Field(sa_type=Instant)


class CardSignature(SQLModel, table=True):
    """A signature under a card as it was then: `card` is the digest of what it said."""

    __tablename__ = "card_signature"

    workspace_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)  # whose card
    period: Period = Field(primary_key=True, sa_type=Month)
    card: str = Field(primary_key=True)
    role: str = Field(primary_key=True)  # the signature's code in the rubric
    turn: int = Field(default=0, primary_key=True)  # how often its name was put right
    by_id: str
    name: str = ""  # who signed, where HR puts it down for somebody the bot does not know
    at: datetime = Field(sa_type=Instant)
