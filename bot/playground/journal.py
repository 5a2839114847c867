"""What went over the wire, in both directions: the record a test or the browser can look at."""

import threading
from collections import deque
from dataclasses import asdict, dataclass

from .workspace import Json

KEPT = 2000


@dataclass(frozen=True)
class Line:
    """One exchange: `api` is a call by the app, anything else a request to it."""

    number: int
    at: str
    kind: str
    name: str
    status: int
    ms: float
    error: str | None
    sent: Json
    answered: object


class Journal:
    """The last two thousand exchanges, numbered from 1."""

    def __init__(self) -> None:
        self._lines: deque[Line] = deque(maxlen=KEPT)
        self._lock = threading.Lock()
        self._count = 0

    def write(
        self,
        kind: str,
        name: str,
        *,
        at: str,
        status: int,
        ms: float,
        error: str | None,
        sent: Json,
        answered: object,
    ) -> None:
        """Add an exchange."""
        with self._lock:
            self._count += 1
            line = Line(self._count, at, kind, name, status, round(ms, 2), error, sent, answered)
            self._lines.append(line)

    def since(self, number: int = 0) -> list[Line]:
        """Return the exchanges after a number, oldest first."""
        with self._lock:
            return [line for line in self._lines if line.number > number]


def line_json(line: Line) -> Json:
    """Shape a line for the browser."""
    return asdict(line)
