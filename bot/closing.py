"""A team's month as it is being closed: what its posts are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.models import Reopening, Team
from bot.periods import Period, local_day
from bot.settings import Settings
from bot.trends import Picture, TeamPicture
from bot.words import Words, words_for


@dataclass(frozen=True)
class Closing:
    """A month of a team as it is being closed, for the first time or once more."""

    picture: TeamPicture
    leads: Sequence[Picture]  # of those appraised as the team's supervisors
    logged: dict[str, dict[str, int]]  # person -> code -> how often it stands
    settings: Settings
    at: datetime
    scheduled: datetime  # when a month like this is closed if nobody does so by hand
    due: datetime | None  # when the posts should have gone out, if they are late
    again: Reopening | None = None  # what the month was open again for, if it was out before

    @property
    def team(self) -> Team:
        """The team."""
        return self.picture.team

    @property
    def period(self) -> Period:
        """The month that is closed."""
        return self.picture.period

    @property
    def today(self) -> date:
        """The day where the team works."""
        return local_day(self.at, self.team.zone)

    def words(self, locale: str) -> Words:
        """Return the words of a reader of this workspace."""
        return words_for(locale, self.settings.commands)
