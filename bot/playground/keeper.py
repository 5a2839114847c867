"""Keeps a world in a file, so that a playground goes on where it was stopped."""

import json
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from .world import State, World

FORMAT = 1
PAUSE = 0.5
_STATE = TypeAdapter(State)


class Keeper:
    """Writes a world to a file a moment after each change, until `close`."""

    def __init__(self, world: World, path: Path) -> None:
        self._world = world
        self._path = path
        self._written = 0
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Write what is not yet written, and stop."""
        self._closing.set()
        with self._world.changed:
            self._world.changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set():
            with self._world.changed:
                self._world.changed.wait_for(self._is_needed)
            self._write()
            self._closing.wait(PAUSE)

    def _is_needed(self) -> bool:
        return self._closing.is_set() or self._world.state.version > self._written

    def _write(self) -> None:
        with self._world.reading() as state:
            if state.version == self._written:
                return
            self._written = state.version
            kept = dump(self._world)
        draft = self._path.with_name(f"{self._path.name}.new")
        draft.write_text(kept)
        draft.replace(self._path)


def keep(world: World, path: Path) -> Keeper:
    """Take a world back to where the file at `path` left it, if there is one; then keep it there.

    Raise ValueError where the file is none of this workspace's.
    """
    if path.exists():
        load(world, path.read_text())
    return Keeper(world, path)


def dump(world: World) -> str:
    """Return everything about a world that outlives a restart, as JSON."""
    head: dict[str, Any] = {"format": FORMAT, "team": world.workspace.team_id}
    if world.clock.realtime:
        head["ahead"] = world.clock.ahead.total_seconds()
    else:
        head["standing"] = world.clock.now().isoformat()
    return json.dumps(head)[:-1] + ', "state": ' + _STATE.dump_json(world.state).decode() + "}"


def load(world: World, kept: str) -> None:
    """Put a world into the state that `dump` returned; its clock goes no further back."""
    document = json.loads(kept)
    if (document.get("format"), document.get("team")) != (FORMAT, world.workspace.team_id):
        raise ValueError("this file keeps another workspace: move it away to begin anew")
    now = world.clock.now()
    if "standing" in document:
        then = datetime.fromisoformat(document["standing"])
    else:
        then = now - world.clock.ahead + timedelta(seconds=document["ahead"])
    with world.changing():
        world.state = _STATE.validate_python(document["state"])
        world.clock.move(max(now, then))
