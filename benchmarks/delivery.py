"""How long a month's end takes to go out, against the least time that Slack's limit leaves.

A deliverer that is told no limit has to find it. The least time is for one who knows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median

from benchmarks import loopback, virtual_slack
from benchmarks.regimes import REGIMES, ROUND_TRIPS, Bucket, Regime, least_time
from benchmarks.virtual_slack import DMS, POSTS, Run
from bot.pacing import Pacer

_MESSAGES = DMS + POSTS
_SPREAD, _UNEVEN_TRIP = 0.3, 0.3  # a share; seconds
_UNEVEN_RATES, _BURSTS = (2, 5, 10), (1, 2, 3, 5, 10)
_LOOPBACK = Regime("10 a second, 10 at once", lambda: Bucket(10, 10))
_LOOPBACK_TRIP = 0.1  # seconds


def report() -> Iterator[str]:
    """Yield the tables of all regimes, of uneven delays, and of a run over HTTP, as Markdown."""
    yield from _simulated()
    yield ""
    yield from _uneven()
    yield ""
    yield from _in_earnest()


def _simulated() -> Iterator[str]:
    ratios: list[float] = []
    yield f"| limit | {' | '.join(f'{trip} s' for trip in ROUND_TRIPS)} | 429s |"
    yield f"|---|{'--:|' * (len(ROUND_TRIPS) + 1)}"
    for regime in REGIMES:
        runs = [_run(regime, trip) for trip in ROUND_TRIPS]
        row = [run.at / _least(regime, run.round_trip) for run in runs]
        ratios += row
        cells = " | ".join(f"{ratio:.3f}" for ratio in row)
        refused = ", ".join(str(run.refused) for run in runs)
        yield f"| {regime.name} | {cells} | {refused} |"
    yield ""
    yield (
        f"Worst {max(ratios):.3f}, median {median(ratios):.3f} of {len(ratios)} regimes;"
        f" each of {_MESSAGES:,} messages arrived once in each."
    )


def _uneven() -> Iterator[str]:
    """Yield what it costs that messages sent evenly arrive unevenly, by what a bucket holds."""
    yield f"| a bucket that holds | {' | '.join(str(burst) for burst in _BURSTS)} |"
    yield f"|---|{'--:|' * len(_BURSTS)}"
    for rate in _UNEVEN_RATES:
        regimes = [Regime("", partial(Bucket, rate, burst)) for burst in _BURSTS]
        ratios = [
            _run(one, _UNEVEN_TRIP, spread=_SPREAD).at / _least(one, _UNEVEN_TRIP)
            for one in regimes
        ]
        yield f"| {rate} a second | {' | '.join(f'{ratio:.3f}' for ratio in ratios)} |"


def _run(regime: Regime, round_trip: float, *, spread: float = 0.0) -> Run:
    run = virtual_slack.run(regime.limit(), round_trip=round_trip, pacer=Pacer(), spread=spread)
    _require_each_once(list(run.arrived.values()))
    return run


def _in_earnest() -> Iterator[str]:
    slack = loopback.run(_LOOPBACK.limit(), round_trip=_LOOPBACK_TRIP)
    _require_each_once(list(slack.arrived.values()))
    least = _least(_LOOPBACK, _LOOPBACK_TRIP)
    yield "| over HTTP, with a database file | took | at least | ratio | 429s |"
    yield "|---|--:|--:|--:|--:|"
    yield (
        f"| {_LOOPBACK.name}, {_LOOPBACK_TRIP} s | {slack.took:.1f} s | {least:.1f} s"
        f" | {slack.took / least:.3f} | {slack.refused} |"
    )


def _least(regime: Regime, round_trip: float) -> float:
    return least_time(regime.limit(), messages=_MESSAGES, round_trip=round_trip)


def _require_each_once(arrived: list[int]) -> None:
    """Raise AssertionError where a message was lost or came twice."""
    if len(arrived) != _MESSAGES or set(arrived) != {1}:
        raise AssertionError(f"{len(arrived)} of {_MESSAGES} arrived, {sum(arrived)} times")
