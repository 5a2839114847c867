"""How fast a workspace's messages go out: found by asking, on whatever clock the caller keeps.

Slack names no numbers ("about one a second in a channel, several hundred a minute in a workspace",
docs.slack.dev/apis/web-api/rate-limits), so none is told here. The pace is found as TCP finds a
line's: it grows with every message accepted, fast at first and carefully near where it was last
refused, and falls by a share with every round of refusals. Pure: seconds come in, seconds go out.
The constants were chosen by `python -m benchmarks delivery`.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

MOST = 8  # calls under way at a time
GAP = 1.05  # seconds between two messages in a channel
START = 4.0  # messages a second, before anything is known
SLOWEST = 0.5  # messages a second
IDLE = 60.0  # seconds without a message after which nothing is known any more

_HALF, _TENTH_LESS = 0.5, 0.9  # what is left of a pace refused: at the first time, and later
_NEARLY = 0.97  # of the pace that was refused: up to there it comes back quickly,
_RECOVERY = 2.0  # within so many seconds,
_STEP = 0.0005  # and then by so much a second with every message
_LATE = 0.3  # of the time between two messages: who wakes up later than that has lost the beat
_STRIKES = 2  # failures in a row that are not about one message
_PAUSE, _LONGEST_PAUSE = 5.0, 320.0  # seconds to leave a Slack alone that does not answer


@dataclass(frozen=True)
class _Call:
    """A message under way."""

    channel: str
    since: float


class Pacer:
    """The pace of a workspace: which message goes next, and when.

    The caller tells who waits (`expect`), takes one message at a time (`take`), waits until
    `ready_at` when there is none, and says how each call ended: `accepted`, `refused` for asking
    too often, `unheard` where it was Slack and not the message, or `dropped` without a word.

    In a channel one message is under way at a time, so their order is kept. A refusal holds its
    channel for as long as Slack says; refusals of two channels at a time hold the workspace.
    """

    def __init__(self, *, most: int = MOST, gap: float = GAP, pace: float = START) -> None:
        self.pace = pace  # messages a second
        self._first, self._most, self._gap = pace, most, gap
        self._lines: dict[str, deque[int]] = {}
        self._away: dict[int, _Call] = {}
        self._free: dict[str, float] = {}  # when a channel may be posted to again
        self._limited: dict[str, float] = {}  # channels refused, and until when
        self._next = self._held = self._round = -math.inf
        self._ceiling = math.inf  # the pace that was refused last
        self._strikes = 0

    def expect(self, waiting: Iterable[tuple[str, int]], *, at: float) -> None:
        """Take who waits now, channel and number, in the order within a channel.

        Whoever was expected before and is not named any more is forgotten.
        """
        lines: dict[str, deque[int]] = {}
        for channel, number in waiting:
            if number not in self._away:
                lines.setdefault(channel, deque()).append(number)
        self._lines = dict(sorted(lines.items(), key=lambda line: -len(line[1])))
        self._free = {channel: until for channel, until in self._free.items() if until > at}

    @property
    def waiting(self) -> bool:
        """Whether anybody who is expected has not been taken."""
        return bool(self._lines)

    def take(self, at: float) -> int | None:
        """Return the message to send now, from the longest line there is; None: none yet."""
        if self.ready_at(at) > at:
            return None
        if at - max(self._next, self._held) > IDLE:
            self.pace, self._ceiling = self._first, math.inf
        busy = self._busy()
        channel = next(
            one for one in self._lines if one not in busy and self._free.get(one, at) <= at
        )
        number = self._lines[channel].popleft()
        if not self._lines[channel]:
            del self._lines[channel]
        self._away[number] = _Call(channel, at)
        self._free[channel] = at + self._gap
        beat = 1 / self.pace
        on_time = at - self._next < _LATE * beat
        self._next = (self._next if on_time else at) + beat
        return number

    def ready_at(self, at: float) -> float:
        """Return when a message may go; infinity when only the end of a call can change that."""
        room = 1 if self._strikes else self._most  # who may be deaf is asked one thing at a time
        if len(self._away) >= room:
            return math.inf
        return max(self._first_free(at), self._next, self._held)

    def accepted(self, number: int) -> None:
        """Note that Slack took a message, or has looked at it and will never take it."""
        held_up = len(self._away) < self._most and bool(self._lines)  # by the pace, nothing else
        del self._away[number]
        self._strikes = 0
        if held_up:
            self.pace += self._growth()

    def refused(self, number: int, *, at: float, wait: float) -> None:
        """Note that Slack will hear nothing about this for `wait` seconds.

        Refusals of what was sent before the first of them was heard and waited for are one round,
        and lower the pace once.
        """
        call = self._away.pop(number)
        until = at + wait
        self._strikes = 0
        self._limited = {one: to for one, to in self._limited.items() if to > at}
        if self._limited.keys() - {call.channel}:
            self._held = max(self._held, until)
        self._limited[call.channel] = until
        self._free[call.channel] = max(self._free.get(call.channel, until), until)
        if call.since >= self._round:
            self._round = until
            self._lower()

    def unheard(self, number: int, *, at: float) -> None:
        """Note that Slack did not answer, or not as itself, or does not know us.

        From the second time in a row on it is left alone, longer and longer; the channel longer
        still, for what fails in one may work in another.
        """
        call = self._away.pop(number)
        self._strikes += 1
        pause = min(_PAUSE * 2.0 ** min(self._strikes - _STRIKES, 10), _LONGEST_PAUSE)
        self._free[call.channel] = at + 2 * pause
        if self._strikes >= _STRIKES:
            self._held = max(self._held, at + pause)

    def dropped(self, number: int) -> None:
        """Note that a message was not sent after all: somebody else has it."""
        del self._away[number]

    def _growth(self) -> float:
        if math.isinf(self._ceiling):
            return 1.0  # a second later the pace is more than doubled
        back = (self._ceiling * _NEARLY / self.pace - 1) / _RECOVERY
        return max(back, _STEP)

    def _lower(self) -> None:
        share = _HALF if math.isinf(self._ceiling) else _TENTH_LESS
        self._ceiling = self.pace
        self.pace = max(self.pace * share, SLOWEST)

    def _first_free(self, at: float) -> float:
        """Return when a message is first allowed by its channel."""
        busy, first = self._busy(), math.inf
        for channel in self._lines:
            if channel not in busy:
                first = min(first, self._free.get(channel, at))
                if first <= at:
                    break
        return first

    def _busy(self) -> set[str]:
        return {call.channel for call in self._away.values()}


def at_once() -> Pacer:
    """Return a pacer for a Slack that takes all there is, such as the playground: one by one."""
    return Pacer(most=1, gap=0.0, pace=math.inf)
