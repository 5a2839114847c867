"""What went over the wire, in both directions: the record that a test or the browser looks at."""

import threading
from collections import deque
from dataclasses import dataclass, replace

from .workspace import Json

KEPT = 1000


@dataclass(frozen=True)
class Exchange:
    """One request and its answer: of kind `api` the app's call, of any other a request to it.

    `error` is None when all went well, `at` an ISO instant of the playground's clock, `ms` real
    time.
    """

    kind: str
    name: str
    at: str
    status: int
    ms: float
    error: str | None
    sent: Json
    answered: object
    number: int = 0


class Journal:
    """The last thousand exchanges, numbered from 1."""

    def __init__(self) -> None:
        self._kept: deque[Exchange] = deque(maxlen=KEPT)
        self._lock = threading.Lock()
        self._count = 0

    def write(self, exchange: Exchange) -> None:
        """Add an exchange under the next number."""
        with self._lock:
            self._count += 1
            self._kept.append(replace(exchange, number=self._count, ms=round(exchange.ms, 2)))

    def since(self, number: int = 0) -> list[Exchange]:
        """Return the exchanges after a number, oldest first."""
        with self._lock:
            return [exchange for exchange in self._kept if exchange.number > number]
