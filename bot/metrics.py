"""What is counted while the bot works, for Prometheus; labels name commands, never people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 10.0)  # seconds; Slack waits 3


class Meter:
    """Counts what one process did; it starts at nothing with the process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.last_tick: datetime | None = None
        self.last_round: datetime | None = None
        self.on_duty: bool | None = None  # to deliver; None where nobody has gone a round yet
        self.rounds_fail = False
        ProcessCollector(registry=self.registry)
        self._commands = Counter(
            "appraisal_commands",
            "What people asked for: done, repeated, refused, busy or failed",
            ("command", "via", "outcome"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "appraisal_command_seconds",
            "How long an answer took",
            ("command",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._ticks = Counter(
            "appraisal_scheduler_ticks",
            "Looks at what is due: done, busy or failed",
            ("outcome",),
            registry=self.registry,
        )

    def answered(self, *, command: str, via: str, outcome: str, seconds: float) -> None:
        """Count an answer."""
        self._commands.labels(command, via, outcome).inc()
        self._seconds.labels(command).observe(seconds)

    def alive(self, at: datetime) -> None:
        """Note that the scheduler was at work."""
        self.last_tick = at

    def on_round(self, at: datetime, *, on_duty: bool) -> None:
        """Note that the deliverer was at work, or stood by."""
        self.last_round, self.on_duty = at, on_duty

    def ticked(self, outcome: str) -> None:
        """Count a look at what is due."""
        self._ticks.labels(outcome).inc()


@dataclass(frozen=True)
class _Momentary(Collector):
    """Figures that were looked up for one answer."""

    metrics: Iterable[Metric]

    def collect(self) -> Iterator[Metric]:
        yield from self.metrics


def page(meter: Meter, momentary: Iterable[Metric]) -> bytes:
    """Return what was counted and what was looked up, in Prometheus' text format."""
    looked_up = CollectorRegistry()
    looked_up.register(_Momentary(momentary))
    return generate_latest(meter.registry) + generate_latest(looked_up)
