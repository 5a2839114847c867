"""The playground's clock: it runs or stands still, and is only ever moved forward."""

import re
import threading
from datetime import UTC, datetime, timedelta

_STEP = re.compile(r"\+(\d+)\s*(s|m|h|d|w)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_NOON = 12


class Clock:
    """The present moment of a playground, always as an aware UTC datetime.

    A running clock goes with the real one, at a distance that `move` lengthens. A standing clock
    shows one instant until it is moved: the tests' own, where nothing happens by itself.
    """

    def __init__(self, *, ahead: timedelta = timedelta(), standing: datetime | None = None) -> None:
        self._ahead = ahead
        self._standing = standing and standing.astimezone(UTC)
        self._lock = threading.Lock()

    @property
    def realtime(self) -> bool:
        """Whether the clock runs by itself."""
        return self._standing is None

    @property
    def ahead(self) -> timedelta:
        """How far a running clock is in front of the real one."""
        return self._ahead

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        with self._lock:
            return self._standing or datetime.now(UTC) + self._ahead

    def move(self, to: datetime) -> None:
        """Move the clock forward to an aware moment; raise ValueError where that is the past."""
        with self._lock:
            now = self._standing or datetime.now(UTC) + self._ahead
            if to < now:
                raise ValueError(f"the clock only goes forward: it is {now.isoformat()} already")
            if self._standing is None:
                self._ahead += to - now
            else:
                self._standing = to.astimezone(UTC)


def moment(words: str, now: datetime) -> datetime:
    """Read where a clock shall go: an ISO instant, `+5m`, `+2h`, `+1d`, `+1w` or `next-month`.

    `next-month` is noon UTC on the first, when the month has turned everywhere from UTC-11 to
    UTC+14. Raise ValueError for anything else, an instant without a time zone included.
    """
    if words == "next-month":
        first = (now.replace(day=1) + timedelta(days=32)).replace(day=1)
        return first.replace(hour=_NOON, minute=0, second=0, microsecond=0)
    if step := _STEP.fullmatch(words.strip()):
        return now + timedelta(**{_UNITS[step[2]]: int(step[1])})
    instant = datetime.fromisoformat(words)
    if instant.tzinfo is None:
        raise ValueError(f"{words} has no time zone: write it as 2026-11-19T09:30:00Z")
    return instant.astimezone(UTC)
