"""Requests that wait at the same time are carried out in one sitting: one transaction, one commit.

A commit costs more than most requests, and people write in bursts. Whoever is done and sees others
waiting hands the open transaction on; the last one commits for all, and nobody is answered before.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from threading import Event, Lock

from sqlmodel import Session

from bot.errors import UserError
from bot.store import Busy, Database, in_time, patient


class Sittings:
    """The sittings of a process: at most one at a time for each workspace.

    One is handed on for `longest` seconds: about as long may the first who took part have to wait.
    """

    def __init__(self, longest: float = 0.2) -> None:
        self._longest = longest
        self._lines: dict[str, _Line] = {}

    @property
    def waiting(self) -> int:
        """How many requests wait for their turn."""
        return sum(line.length for line in self._lines.copy().values())

    @contextmanager
    def join(self, database: Database, *, workspace: str) -> Iterator[Session]:
        """Open a session that owns the write lock; return when what the block wrote is committed.

        A block that fails undoes what it wrote itself, and nothing else. Raise Busy when the lock,
        or the database, cannot be had in time, or went away: nothing was written. Raise InDoubt
        when nobody confirmed the commit. A refusal, too, stands only once all is committed.
        """
        line = self._lines.setdefault(workspace, _Line())
        began = time.monotonic()
        sitting = line.turn(database.patience)
        try:
            try:
                if sitting is None:
                    left = max(0.0, database.patience - (time.monotonic() - began))
                    sitting = _Sitting(patient(database, seconds=left), self._longest)
                with in_time(), sitting.part():
                    yield sitting.session
            finally:
                line.leave(sitting)
        except UserError:
            if sitting is not None and sitting.is_shared:
                sitting.wait()  # what speaks against it may be of another's, and undone yet
            raise
        sitting.wait()


class _Sitting:
    """A transaction that one after another takes part in."""

    def __init__(self, database: Database, longest: float) -> None:
        """Begin the transaction. Raise Busy when the write lock cannot be had in time."""
        self._until = time.monotonic() + longest
        self._parts = 0
        self._broken = False
        self._error: BaseException | None = None
        self._over = Event()
        self._house = ExitStack()
        self.session = self._house.enter_context(database.writing())
        self._line = self.session.connection()

    @property
    def goes_on(self) -> bool:
        """Whether another may take part."""
        return not self._broken and time.monotonic() < self._until

    @property
    def is_shared(self) -> bool:
        """Whether more than one took part."""
        return self._parts > 1

    @contextmanager
    def part(self) -> Iterator[None]:
        """Take part: a block that fails is undone alone, or, where it was the first, with all."""
        first, self._parts = not self._parts, self._parts + 1
        self._broken = True  # until this has ended well, or was undone
        if first:
            yield
            self._broken = False
            return
        savepoint = self.session.begin_nested()
        try:
            yield
            savepoint.commit()
        except BaseException:
            # What was looked up since may be undone. Her refusal still names rows that she found:
            # they stay as they are, and are nobody else's.
            self.session.expunge_all()
            self.session.info.clear()
            savepoint.rollback()
            self.session.expunge_all()  # a row that she deleted comes back
            self._broken = self._line.invalidated
            raise
        self._broken = False

    def end(self) -> None:
        """Commit for all who took part, or undo everything; who waits learns which."""
        try:
            with self._house:
                self._require_whole()
        except BaseException as error:  # noqa: BLE001 - it is raised to everybody who took part
            self._error = error
        self._over.set()

    def _require_whole(self) -> None:
        if self._broken:
            raise Busy

    def wait(self) -> None:
        """Return when the sitting was committed; raise what kept it from that."""
        self._over.wait()
        if self._error is not None:
            raise self._error


class _Waiter:
    """Somebody in line, and what was handed over with the turn."""

    def __init__(self) -> None:
        self.called = Event()
        self.sitting: _Sitting | None = None


class _Line:
    """Who waits for a turn: one has it, and hands it to the one who has waited longest."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken = False
        self._waiting: deque[_Waiter] = deque()

    @property
    def length(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def turn(self, patience: float) -> _Sitting | None:
        """Wait for one's turn; return the sitting to take part in, or None to begin one.

        Raise Busy after `patience` seconds.
        """
        with self._lock:
            if not self._taken:
                self._taken = True
                return None
            waiter = _Waiter()
            self._waiting.append(waiter)
        if not waiter.called.wait(patience):
            with self._lock, suppress(ValueError):  # it may have been called this very moment
                self._waiting.remove(waiter)
                raise Busy
        return waiter.sitting

    def leave(self, sitting: _Sitting | None) -> None:
        """Hand the sitting on; end it where nobody waits for it, or it has lasted long enough."""
        if sitting is not None:
            if sitting.goes_on and self._call(sitting):
                return
            sitting.end()
        self._call(None)

    def _call(self, sitting: _Sitting | None) -> bool:
        """Give the turn to the next; where nobody waits, it is free unless a sitting goes on."""
        with self._lock:
            if not self._waiting:
                self._taken = sitting is not None
                return False
            waiter = self._waiting.popleft()
            waiter.sitting = sitting  # before she can see that she is in line no more
            waiter.called.set()
        return True
