"""A month's end on a virtual clock: the pacer at one end, a limited Slack at the other."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from random import Random

from benchmarks.regimes import Bucket, Limit
from bot.pacing import Pacer

DMS, POSTS = 1000, 20
CHANNEL = "C"
_LOOK = 1.0  # seconds between the deliverer's looks at who waits


@dataclass
class Run:
    """One run: what has come to pass by `at`, and what will."""

    limit: Limit
    round_trip: float
    pacer: Pacer
    waiting: dict[int, str]  # message -> channel, in order
    spread: float = 0.0  # of the way there and back, about its middle, as a share
    at: float = 0.0
    refused: int = 0
    arrived: Counter[int] = field(default_factory=Counter)
    held_back: dict[int, float] = field(default_factory=dict)  # refused messages, until when
    _looked: float = -math.inf
    _channels: dict[str, Bucket] = field(default_factory=dict)
    _coming: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _events: int = 0
    _chance: Random = field(default_factory=lambda: Random(0))  # noqa: S311 - the same each time

    def finish(self) -> Run:
        """Let everything arrive; return the run."""
        while self.waiting:
            self._look()
            while (number := self.pacer.take(self.at)) is not None:
                self._after(self.round_trip / 2, partial(self._arrive, number))
            self._go_on()
        return self

    def _look(self) -> None:
        if self.at - self._looked >= _LOOK:
            self._looked = self.at
            free = (
                (channel, number)
                for number, channel in self.waiting.items()
                if self.held_back.get(number, 0) <= self.at
            )
            self.pacer.expect(free, at=self.at)

    def _go_on(self) -> None:
        """Move the clock to what comes next: an event, the next message, or the next look."""
        event = self._coming[0][0] if self._coming else math.inf
        idle = min(self.pacer.ready_at(self.at), self._looked + _LOOK)
        if idle < event:
            self.at = max(idle, self.at)
            return
        self.at, _, happen = heapq.heappop(self._coming)
        happen()

    def _after(self, seconds: float, happen: Callable[[], None]) -> None:
        self._events += 1
        seconds *= self._chance.lognormvariate(0, self.spread)
        heapq.heappush(self._coming, (self.at + seconds, self._events, happen))

    def _arrive(self, number: int) -> None:
        """Let a call reach Slack, which looks at the channel's limit and at the workspace's."""
        channel = self._channels.setdefault(self.waiting[number], Bucket(1))
        wait = math.ceil(channel.free_at(self.at) - self.at) or self.limit.ask(self.at)
        if not wait:
            channel.ask(self.at)
            self.arrived[number] += 1
        self._after(self.round_trip / 2, partial(self._answered, number, wait))

    def _answered(self, number: int, wait: int) -> None:
        if wait:
            self.refused += 1
            self.held_back[number] = self.at + wait
            self.pacer.refused(number, at=self.at, wait=wait)
        else:
            del self.waiting[number]
            self.pacer.accepted(number)


def run(limit: Limit, *, round_trip: float, pacer: Pacer, spread: float = 0.0) -> Run:
    """Deliver everybody's card and twenty posts of one channel under a limit."""
    to = chain([CHANNEL] * POSTS, (f"D{nth}" for nth in range(DMS)))
    return Run(limit, round_trip, pacer, dict(enumerate(to)), spread).finish()
