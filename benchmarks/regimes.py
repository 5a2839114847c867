"""Limits such as Slack may have, on a virtual clock, and the least time that each leaves.

Slack says neither how it counts nor how much it allows; a deliverer has to do well under all of
these. Times are seconds from the start; a limit answers 0 where it takes a call, else the whole
seconds of its Retry-After.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.pacing import MOST

ROUND_TRIPS = (0.1, 0.3, 0.6)  # seconds from a call to its answer
MINUTE = 60.0
_DUST = 1e-9  # of a token: what floating point loses


class Limit(Protocol):
    """How often a workspace may post."""

    def ask(self, at: float) -> int:
        """Take a call, or return its Retry-After."""

    def free_at(self, at: float) -> float:
        """Return when the next call would be taken, `at` or later."""


@dataclass
class Bucket:
    """A bucket of `burst` tokens that is filled with `rate` a second; a call takes one."""

    rate: float
    burst: float = 1.0
    level: float = math.inf
    at: float = 0.0

    def ask(self, at: float) -> int:
        """Take a token, or return the seconds until there is one."""
        wait = self.free_at(at) - at
        if wait > 0:
            return math.ceil(wait)
        self.level, self.at = self._level(at) - 1, at
        return 0

    def free_at(self, at: float) -> float:
        """Return when there is a token."""
        lacking = 1 - self._level(at)
        return at + lacking / self.rate if lacking > _DUST else at

    def _level(self, at: float) -> float:
        return min(self.burst, self.level + (at - self.at) * self.rate)


@dataclass
class Window:
    """A quota for each minute on the clock, whenever in it the calls come."""

    quota: int
    used: int = 0
    minute: int = 0

    def ask(self, at: float) -> int:
        """Use a piece of the minute's quota, or return the seconds until the next minute."""
        free = self.free_at(at)
        if free > at:
            return math.ceil(free - at)
        self.used += 1
        return 0

    def free_at(self, at: float) -> float:
        """Return when there is quota."""
        minute = int(at // MINUTE)
        if minute > self.minute:
            self.minute, self.used = minute, 0
        return at if self.used < self.quota else (self.minute + 1) * MINUTE


@dataclass(frozen=True)
class Regime:
    """A limit by its name; each run begins with a fresh one."""

    name: str
    limit: Callable[[], Limit]


REGIMES = (
    Regime("2 a second", lambda: Bucket(2)),
    Regime("4 a second", lambda: Bucket(4)),
    Regime("5 a second", lambda: Bucket(5)),
    Regime("5 a second, 100 at once", lambda: Bucket(5, 100)),
    Regime("10 a second", lambda: Bucket(10)),
    Regime("300 in a minute", lambda: Window(300)),
    Regime("480 in a minute", lambda: Window(480)),
)


def least_time(limit: Limit, *, messages: int, round_trip: float) -> float:
    """Return how long the messages take at least under a limit, for one who knows it.

    Each is sent as soon as one of the calls allowed at a time is free and the limit would take it
    on arrival, half a round trip later; the last answer ends it.
    """
    sent: list[float] = []
    for nth in range(messages):
        free = sent[nth - MOST] + round_trip if nth >= MOST else 0.0
        arrival = limit.free_at(max(free, sent[-1] if sent else 0.0) + round_trip / 2)
        limit.ask(arrival)
        sent.append(arrival - round_trip / 2)
    return sent[-1] + round_trip
