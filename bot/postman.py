"""The post office's outer half: who goes next, and what became of it.

Up to eight messages are under way at a time, each in a thread of its own that claims it, calls
Slack and settles it. A claim is taken right before it is used. When and in which order they go is
the pacer's to say.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime

from slack_sdk import WebClient

from bot import outbox
from bot.attempts import Outcome, attempt
from bot.models import Delivery
from bot.pacing import MOST, Pacer
from bot.store import Database

log = logging.getLogger(__name__)

_LOOK = 1.0  # seconds between looks at who waits, while messages go out
_SOON = 0.5  # seconds that a round waits for the next message; what must wait longer is left


def deliver(
    database: Database,
    client: WebClient,
    workspace: str,
    *,
    now: Callable[[], datetime],
    pacer: Pacer,
    clock: Callable[[], float] = time.monotonic,
    going: Callable[[], bool] = lambda: True,
) -> int:
    """Send what is due until nothing may go soon, or `going` says no; return how many were sent.

    What the pacer holds back longer is left for the next time. `now` is the moment that claims are
    dated by, `clock` the seconds that the pace is kept by. Raise Busy when the database is.
    """
    office = _Office(database, client, workspace, now)
    with ThreadPoolExecutor(MOST, thread_name_prefix="post") as hands:
        return _Round(office, hands, pacer, clock, going).walk()


@dataclass(frozen=True)
class _Office:
    """Where claims are taken and settled, for one workspace."""

    database: Database
    client: WebClient
    workspace: str
    now: Callable[[], datetime]

    def waiting(self) -> list[tuple[str, int]]:
        """Return who waits for what: recipients and the numbers of deliveries that are due."""
        with self.database.reading() as session:
            return outbox.waiting(session, workspace=self.workspace, at=self.now())

    def carry(self, number: int) -> Outcome | None:
        """Claim a delivery, try it, and write down what became of it; None: it is not ours."""
        with self.database.writing() as session:
            claim = outbox.claim(session, workspace=self.workspace, number=number, at=self.now())
        if claim is None:
            return None
        outcome = attempt(self.database, self.client, claim, self.now)
        return outcome if self._settle(claim.delivery, outcome) else None

    def _settle(self, delivery: Delivery, outcome: Outcome) -> bool:
        """Write down what became of an attempt; tell whether it was still ours to say."""
        log.log(
            _loudness(outcome),
            "delivery key=%s attempt=%d state=%s error=%s",
            *(delivery.key, delivery.attempt, outcome.state, outcome.error or "-"),
        )
        with self.database.writing() as session:
            return outbox.settle(
                session,
                claimed=delivery,
                state=outcome.state,
                channel=outcome.channel,
                ts=outcome.ts,
                error=outcome.error,
                due=self.now() + outcome.wait if outcome.wait else None,
            )


def _loudness(outcome: Outcome) -> int:
    """Return how loudly to tell of an outcome; to be limited is the way a pace is found."""
    if outcome.state in (outbox.FAILED, outbox.NEEDS_REVIEW):
        return logging.ERROR
    return logging.WARNING if outcome.error and not outcome.limited else logging.INFO


@dataclass
class _Round:
    """One round of the postman: who is out with what, and how many came back having sent it."""

    office: _Office
    hands: ThreadPoolExecutor
    pacer: Pacer
    clock: Callable[[], float]
    going: Callable[[], bool]
    out: dict[Future[Outcome | None], int] = field(default_factory=dict)
    looked: float = -math.inf
    settled: bool = False  # since the last look
    sent: int = 0
    failure: BaseException | None = None

    def walk(self) -> int:
        """Send until nothing may go soon, and wait for all who are out; return how many sent."""
        try:
            while self.going() and self.failure is None:
                self._look()
                self._set_out()
                at = self.clock()
                pause = max(self.pacer.ready_at(at) - at, 0.0)
                if not self.out and pause > _SOON:
                    break
                self._rest(min(pause, _LOOK))
        finally:
            self._gather(None)
        if self.failure is not None:
            raise self.failure
        return self.sent

    def _look(self) -> None:
        """See who waits: again after a while, and once all who did were served."""
        at = self.clock()
        if at - self.looked >= _LOOK or (self.settled and not self.pacer.waiting):
            self.pacer.expect(self.office.waiting(), at=at)
            self.looked, self.settled = at, False

    def _set_out(self) -> None:
        """Send what may go now, each with the reference that this round's log lines have."""
        while (number := self.pacer.take(self.clock())) is not None:
            try:
                future = self.hands.submit(copy_context().run, self.office.carry, number)
            except RuntimeError:  # the system has no more threads
                self.pacer.dropped(number)
                raise
            self.out[future] = number

    def _rest(self, seconds: float) -> None:
        """Wait until somebody is back, or so long."""
        if self.out:
            self._gather(seconds)
        else:
            time.sleep(seconds)

    def _gather(self, seconds: float | None) -> None:
        """Take back whoever comes first within so many seconds; None: wait for all."""
        until = ALL_COMPLETED if seconds is None else FIRST_COMPLETED
        for future in wait(self.out, seconds, until).done:
            number = self.out.pop(future)
            self.failure = future.exception() or self.failure
            outcome = None if future.exception() else future.result()
            self.settled = self.settled or outcome is not None
            self.sent += outcome is not None and outcome.state == outbox.SENT
            self._tell_pacer(number, outcome)

    def _tell_pacer(self, number: int, outcome: Outcome | None) -> None:
        if outcome is None:
            self.pacer.dropped(number)
        elif outcome.limited:
            self.pacer.refused(number, at=self.clock(), wait=outcome.wait.total_seconds())
        elif outcome.common:
            self.pacer.unheard(number, at=self.clock())
        else:
            self.pacer.accepted(number)
