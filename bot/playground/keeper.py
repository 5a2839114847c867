"""Keeps something in a file: written anew a moment after each change, whole or not at all."""

import threading
from collections.abc import Callable
from pathlib import Path

PAUSE = 0.5


class Keeper:
    """Writes what `dump` returns to a file whenever `version` has risen, until `close`.

    `changed` is notified of every change, and is the lock under which both are called.
    """

    def __init__(
        self,
        path: Path,
        changed: threading.Condition,
        version: Callable[[], int],
        dump: Callable[[], str],
    ) -> None:
        self._path = path
        self._changed = changed
        self._version = version
        self._dump = dump
        self._written = version()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Write what is not yet written, and stop."""
        self._closing.set()
        with self._changed:
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set():
            with self._changed:
                self._changed.wait_for(lambda: self._closing.is_set() or self._is_behind())
            self._write()
            self._closing.wait(PAUSE)
        self._write()

    def _is_behind(self) -> bool:
        return self._version() != self._written

    def _write(self) -> None:
        with self._changed:
            if not self._is_behind():
                return
            self._written = self._version()
            text = self._dump()
        draft = self._path.with_name(f"{self._path.name}.new")
        draft.write_text(text, "utf-8")
        draft.replace(self._path)
