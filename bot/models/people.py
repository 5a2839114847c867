"""Who there is: workspaces, people, teams, and who belonged where and when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.models.columns import Instant


class Workspace(SQLModel, table=True):
    """A Slack workspace that has been set up."""

    __tablename__ = "workspace"

    workspace_id: str = Field(primary_key=True)
    set_up_at: datetime = Field(sa_type=Instant)
    set_up_by: str
    restored_at: datetime | None = Field(default=None, sa_type=Instant)  # to a backup, last


class Person(SQLModel, table=True):
    """A member of the Slack workspace, as Slack last described them."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_handle", "workspace_id", "handle"),)

    workspace_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    handle: str = ""
    nickname: str = ""
    nickname_given: bool = False  # by a colleague; else it is Slack's display name
    staff_no: str = ""
    locale: str = "en-US"
    zone: str = "UTC"
    is_admin: bool = False
    is_bot: bool = False
    active: bool = True
    hr: bool = False
    channel: str = ""  # the direct message with the bot, once it was opened


class Team(SQLModel, table=True):
    """A team that is appraised together, in one time zone, posting to one channel."""

    __tablename__ = "team"

    workspace_id: str = Field(primary_key=True)
    id: int = Field(primary_key=True)
    name: str
    zone: str = "UTC"
    locale: str = "en-US"
    channel: str = ""
    praise_channel: str = ""
    since: date


class Membership(SQLModel, table=True):
    """A person's place in a team between two local days, the last one not included."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("ix_membership_person", "workspace_id", "person_id"),
        Index("ix_membership_team", "workspace_id", "team_id"),
    )

    workspace_id: str = Field(primary_key=True)
    id: int = Field(primary_key=True)
    team_id: int
    person_id: str
    role: str  # agent | supervisor
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the person belongs there on `day`."""
        return self.holds_during(day, day)

    def holds_during(self, first: date, last: date) -> bool:
        """Tell whether the person belongs there on any day from `first` to `last`."""
        return self.since <= last and (self.until is None or self.until > first)


class UserGroup(SQLModel, table=True):
    """A Slack user group, with its members as Slack last listed them."""

    __tablename__ = "user_group"

    workspace_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    handle: str
    members: str  # ids with a space between
