"""How the bot is doing: its database, its line to Slack, scheduler, deliverer and post."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from sqlmodel import Session, col, func, select

from bot import outbox
from bot.metrics import Meter
from bot.models import Delivery, LedgerHead, Workspace
from bot.slack import Desk
from bot.store import Busy

STALLED = timedelta(minutes=5)
"""So long after the last sign of life the scheduler, or the deliverer, counts as dead.

Each gives one every few seconds.
"""

_NOT_SENT = (
    outbox.PLANNED,
    outbox.CLAIMED,
    outbox.CANCELLED,
    outbox.FAILED,
    outbox.NEEDS_REVIEW,
)
_STUCK = (outbox.FAILED, outbox.NEEDS_REVIEW)


@dataclass(frozen=True)
class Post:
    """How the post stands: deliveries by state, and since when the oldest one has waited."""

    states: Mapping[str, int]
    waits_since: datetime | None


@dataclass(frozen=True)
class Vitals:
    """What was found; `post` is None where the database could not be read."""

    at: datetime
    post: Post | None
    connected: bool | None = None  # None where there is no socket
    last_tick: datetime | None = None  # None where nothing has ticked yet
    last_round: datetime | None = None  # None where nobody has gone a round yet
    deliverer: str = ""  # on_duty, stands_by or fails; empty where nobody has gone a round yet

    @property
    def well(self) -> bool:
        """Whether this process is of use; what waits for a person is no fault of its."""
        signs = [at for at in (self.last_tick, self.last_round) if at is not None]
        alive = all(self.at - at <= STALLED for at in signs)
        return self.post is not None and self.connected is not False and alive


def look(desk: Desk, *, connected: Callable[[], bool] | None = None) -> Vitals:
    """Look at everything that `/healthz` tells; a database that is busy is a finding."""
    at = desk.now()
    try:
        with desk.database.reading() as session:
            post = Post(_counts(session, _STUCK), outbox.waits_since(session, at=at))
    except Busy:
        post = None
    line = None if connected is None else connected()
    meter = desk.meter
    return Vitals(at, post, line, meter.last_tick, meter.last_round, _deliverer(meter))


def told(vitals: Vitals) -> dict[str, str | int]:
    """Return the findings as `/healthz` tells them; ages in whole seconds."""
    said: dict[str, str | int] = {"database": "busy" if vitals.post is None else "ok"}
    if vitals.connected is not None:
        said["socket"] = "connected" if vitals.connected else "closed"
    if vitals.last_tick is not None:
        said["last_tick_s"] = int(_age(vitals.at, vitals.last_tick))
    if vitals.last_round is not None:
        said["last_round_s"] = int(_age(vitals.at, vitals.last_round))
    if vitals.deliverer:
        said["deliverer"] = vitals.deliverer
    if vitals.post is not None:
        said["oldest_undelivered_s"] = int(_age(vitals.at, vitals.post.waits_since))
        said |= {state: vitals.post.states[state] for state in _STUCK}
    return said


def figures(desk: Desk, *, connected: Callable[[], bool] | None = None) -> Iterator[Metric]:
    """Yield what `/metrics` looks up: what the database holds, and how this process is doing."""
    at = desk.now()
    yield from _of_process(desk, connected)
    try:
        with desk.database.reading() as session:
            post = Post(_every_count(session), outbox.waits_since(session, at=at))
            entries = session.exec(select(func.sum(LedgerHead.number))).one() or 0
    except Busy:
        yield GaugeMetricFamily("appraisal_database_up", "Whether it can be read", 0)
        return
    yield GaugeMetricFamily("appraisal_database_up", "Whether it can be read", 1)
    by_state = GaugeMetricFamily("appraisal_deliveries", "Messages by state", labels=["state"])
    for state, count in post.states.items():
        by_state.add_metric([state], count)
    yield by_state
    yield GaugeMetricFamily(
        "appraisal_oldest_undelivered_seconds",
        "How long the oldest message has waited that should have gone out",
        _age(at, post.waits_since),
    )
    yield CounterMetricFamily("appraisal_entries", "Entries of all ledgers", entries)


def _deliverer(meter: Meter) -> str:
    if meter.rounds_fail:
        return "fails"
    return {None: "", True: "on_duty", False: "stands_by"}[meter.on_duty]


def _of_process(desk: Desk, connected: Callable[[], bool] | None) -> Iterator[Metric]:
    if desk.meter.last_tick is not None:
        yield GaugeMetricFamily(
            "appraisal_scheduler_last_tick_timestamp_seconds",
            "When the scheduler last gave a sign of life",
            desk.meter.last_tick.timestamp(),
        )
    if desk.meter.last_round is not None:
        yield GaugeMetricFamily(
            "appraisal_deliverer_last_round_timestamp_seconds",
            "When the deliverer last gave a sign of life",
            desk.meter.last_round.timestamp(),
        )
    yield GaugeMetricFamily(
        "appraisal_requests_waiting",
        "How many requests wait for their turn to write",
        desk.sittings.waiting,
    )
    if connected is not None:
        yield GaugeMetricFamily(
            "appraisal_socket_connected", "Whether Socket Mode is connected", int(connected())
        )


def _counts(session: Session, states: tuple[str, ...]) -> dict[str, int]:
    """Return how many deliveries are in each of these states, in all workspaces."""
    found = session.exec(
        select(Delivery.state, func.count())
        .where(
            col(Delivery.workspace_id).in_(select(Workspace.workspace_id)),  # for the index
            col(Delivery.state).in_(states),
        )
        .group_by(col(Delivery.state))
    )
    return dict.fromkeys(states, 0) | dict(found.all())


def _every_count(session: Session) -> dict[str, int]:
    """Return how many deliveries are in each state; the many that were sent are not walked.

    Deliveries are numbered without gaps and never deleted, so those left over were sent.
    """
    last = select(func.max(Delivery.id)).where(Delivery.workspace_id == Workspace.workspace_id)
    newest = last.correlate(Workspace).scalar_subquery()
    numbers = session.exec(select(newest).select_from(Workspace)).all()
    others = _counts(session, _NOT_SENT)
    total = sum(number or 0 for number in numbers)
    return others | {outbox.SENT: total - sum(others.values())}


def _age(at: datetime, since: datetime | None) -> float:
    return 0.0 if since is None else max(0.0, (at - since).total_seconds())
