"""Slack on a bad day, on purpose: refusals, outages, and answers that never arrive."""

import threading
from dataclasses import dataclass, replace

EVERY_METHOD = "*"
LONGEST_WAIT = 60.0


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the next `times` calls of a method (`*` for any).

    `kind` is "429" (with `retry_after` seconds) or "503", both before anything is done;
    "lost_request" and "lost_reply", where the connection closes without an answer before or after
    the call was done; "late", where it was done and the answer comes after `seconds`; or an error
    code of Slack's, answered without doing anything.
    """

    method: str
    kind: str
    times: int = 1
    retry_after: int = 1
    seconds: float = LONGEST_WAIT


class Faults:
    """The faults to come, in the order they were asked for."""

    def __init__(self) -> None:
        self._coming: list[Fault] = []
        self._lock = threading.Lock()
        self._released = threading.Event()

    def add(self, fault: Fault) -> None:
        """Ask for a fault."""
        with self._lock:
            self._released.clear()
            self._coming.append(fault)

    def take(self, method: str) -> Fault | None:
        """Return the fault that a call of a method meets, if any; it is used up by that."""
        with self._lock:
            for place, fault in enumerate(self._coming):
                if fault.method in (method, EVERY_METHOD):
                    rest = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                    self._coming[place : place + 1] = rest
                    return fault
        return None

    def clear(self) -> None:
        """Forget what is to come, and let answers go that are being held back."""
        with self._lock:
            self._coming.clear()
            self._released.set()

    def hold_back(self, seconds: float) -> None:
        """Wait so long, or until `clear`."""
        self._released.wait(seconds)
