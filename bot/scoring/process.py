"""What people do about a rubric: the steps of its cycle, and who signs a card."""

import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.scoring.kinds.line import Code, Strict
from bot.scoring.text import Text

Day = Annotated[int, Field(ge=1, le=31)]
Role = Literal["agent", "supervisor", "hr"]
Every = Literal["case", "day", "week", "month", "quarter", "year"]
Signer = Literal["person", "superior", "hr", "other"]


class _Named(Strict):
    """Something with a label and a short name for it, made from the label unless it is written."""

    id: Code | None = Field(None, description="left out: made from the English label")
    label: Text

    @property
    def code(self) -> str:
        """The short name."""
        return self.id or "-".join(re.findall(r"[a-z0-9]+", self.label.en.lower()))


class Step(_Named):
    """A step of the appraisal: who does what, how often, on which days of the month."""

    who: Text | None = Field(None, description="whom the source names")
    by: Role = Field("supervisor", description="who of those the bot knows marks it as done")
    every: Every = Field("month", description="`case` and `day` are duties that are never ticked")
    from_day: Day | None = None
    to_day: Day | None = None
    working_days: bool = Field(False, description="the days are counted from Monday to Friday")

    @model_validator(mode="after")
    def _days_of_a_month(self) -> Self:
        if self.every in ("case", "day", "week") and (self.from_day or self.to_day):
            raise ValueError(f"a step of every {self.every} has no days of the month")
        if self.from_day and self.to_day and self.from_day > self.to_day:
            raise ValueError(f"`from_day` {self.from_day} is after `to_day` {self.to_day}")
        return self

    @property
    def is_ticked(self) -> bool:
        """Whether it is done once and then over, and no duty of every day."""
        return self.every not in ("case", "day")


class Signature(_Named):
    """A signature on the form."""

    by: Signer = Field(
        "other", description="the one appraised, her superior, HR, or somebody whom HR names"
    )
    dated: bool = False
