"""What can happen in the sample's months. Days are working days of the month, times are local."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

LAST_DAY = -1
"""The month's last working day; of the month that is under way, today."""


@dataclass(frozen=True)
class TakenBack:
    """How an entry was taken back: `undone` minutes later, `void` or `excused` for a reason."""

    day: int
    at: str
    how: str
    reason: str = ""


@dataclass(frozen=True)
class Logged:
    """A deduction or commendation by the supervisor; `who` may be several, with spaces between.

    `ago` is how many days before it happened, `seen` whether the person pressed *Got it*.
    """

    day: int
    at: str
    who: str
    code: str
    note: str = ""
    ref: str = ""
    points: str = ""
    ago: int = 0
    public: bool = False
    seen: bool = False
    then: TakenBack | None = None


@dataclass(frozen=True)
class Decided:
    """A move of a complaint; `uphold` logs the deduction `code`."""

    day: int
    at: str
    move: str
    note: str
    code: str = ""


@dataclass(frozen=True)
class Complained:
    """A customer's complaint about somebody, and what became of it."""

    day: int
    at: str
    who: str
    category: str
    note: str
    severity: str = "minor"
    source: str = "email"
    ref: str = ""
    moves: tuple[Decided, ...] = ()


@dataclass(frozen=True)
class Recorded:
    """A measure of several people of one team: a number each, or the level of a survey's answer.

    `by` is who records it, where that is not their supervisor; then it is rated as her superior.
    """

    day: int
    at: str
    measure: str
    values: Mapping[str, str]
    by: str = ""


@dataclass(frozen=True)
class Talked:
    """A feedback interview about the month before."""

    day: int
    at: str
    who: str


@dataclass(frozen=True)
class Moved:
    """Somebody's first day in a team."""

    day: int
    at: str
    who: str
    team: str


@dataclass(frozen=True)
class Appraised:
    """From this month on the supervisor is appraised too, as HR decides before it begins."""

    day: int
    at: str
    who: str
    rubric: str


Event: TypeAlias = Logged | Complained | Recorded | Talked | Moved | Appraised
