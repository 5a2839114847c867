"""How long a person waits for an answer: a real write command against Bolt's own no-op.

Both are served by the same process in the same way, and asked in turn over HTTP, signed, each on a
connection of its own, by one, 16 and 64 people at once who type their next line when they have the
answer.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count, product
from pathlib import Path
from statistics import quantiles

from benchmarks.answering import AGENTS, CODES, DAYS, SECRET, SUPERVISOR, WORKSPACE
from bot.playground.wire import PATIENCE, Outcome, Wire

AT_ONCE = (1, 16, 64)
_ASKED = 320  # requests of each kind at each step
_WARM = 40

Ask = Callable[[], Outcome]


def report() -> Iterator[str]:
    """Yield the table, a line for so many at once."""
    yield "| at once | no-op p50 | p99 | write p50 | p99 | ratio p50 | p99 | written in time |"
    yield "|--:|--:|--:|--:|--:|--:|--:|--:|"
    with _bot() as urls:
        nothing, write = (_asking(url, line) for url, line in zip(urls, _LINES, strict=True))
        for ask in (nothing, write):
            _asked(ask, _WARM, at_once=4)
        for at_once in AT_ONCE:
            yield _row(at_once, *_in_turn(nothing, write, at_once=at_once))


def _in_turn(nothing: Ask, write: Ask, *, at_once: int) -> tuple[list[Outcome], list[Outcome]]:
    """Ask both in four turns, so that whatever else the machine does falls on both."""
    idle: list[Outcome] = []
    busy: list[Outcome] = []
    for _ in range(4):
        idle += _asked(nothing, _ASKED // 4, at_once=at_once)
        busy += _asked(write, _ASKED // 4, at_once=at_once)
    return idle, busy


def _row(at_once: int, idle: Sequence[Outcome], busy: Sequence[Outcome]) -> str:
    (fast50, fast99), (slow50, slow99) = _percentiles(idle), _percentiles(busy)
    in_time = sum("*D-" in str(one.body) and one.ms <= PATIENCE * 1000 for one in busy)
    return (
        f"| {at_once} | {fast50:.1f} ms | {fast99:.1f} ms | {slow50:.1f} ms | {slow99:.1f} ms"
        f" | {slow50 / fast50:.1f} | {slow99 / fast99:.1f} | {in_time} of {len(busy)} |"
    )


def _percentiles(asked: Sequence[Outcome]) -> tuple[float, float]:
    found = quantiles([one.ms for one in asked], n=100, method="inclusive")
    return found[49], found[98]


def _asked(ask: Ask, times: int, *, at_once: int) -> list[Outcome]:
    with ThreadPoolExecutor(at_once) as people:
        return list(people.map(lambda _: ask(), range(times)))


def _asking(url: str, lines: Iterator[str]) -> Ask:
    """Return what types the next line and waits for its answer, however long."""
    wire = Wire(url, SECRET, now=lambda: datetime.now(UTC), patience=60.0)
    numbers = count()

    def ask() -> Outcome:
        number = next(numbers)
        command, _, words = next(lines).partition(" ")
        fields = {
            "team_id": WORKSPACE,
            "channel_id": "C0BENCH",
            "user_id": SUPERVISOR,
            "command": command,
            "text": words,
            "trigger_id": f"{command}.{number}",
        }
        return wire.send_command(command, fields)

    return ask


def _deductions() -> Iterator[str]:
    """Yield lines of which no two are alike: none is asked back as a duplicate."""
    for day, code, agent in product(DAYS, CODES, AGENTS):
        yield f"/deduct <@{agent}> {code} {day}"


_LINES = (iter(lambda: "/noop", ""), _deductions())


@contextmanager
def _bot() -> Iterator[tuple[str, str]]:
    """Start the process that answers; yield the addresses of the no-op and of the bot."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.answering", f"{folder}/appraisal.db"]
        root = Path(__file__).parent.parent
        with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ourselves
            assert process.stdout is not None  # noqa: S101 - for the type
            idle, busy = process.stdout.readline().split()
            try:
                yield idle, busy
            finally:
                process.kill()
