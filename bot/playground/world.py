"""The state of a playground: who is there, what was said, which forms are open."""

import secrets
import threading
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter

from .clock import Clock
from .keeper import Keeper
from .workspace import App, Channel, Json, User, UserGroup, Workspace, app_of

KEPT_EPHEMERAL = 30
TRIGGER_LIFE = timedelta(seconds=3)
HOOK_LIFE = timedelta(minutes=30)
HOOK_USES = 5
TICKETS_KEPT = 1000
SLACKBOT = User("USLACKBOT", "slackbot", "Slackbot", "Slackbot", is_bot=True, color="757575")


@dataclass
class Message:
    """A message in a channel.

    `reader` is set on an ephemeral one; `replies` are the ts of the lasting messages in its thread.
    `values` and `offered` are what stands in its inputs, as in a view.
    """

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    reader: str | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    files: list[str] = field(default_factory=list)
    edited: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, Json] = field(default_factory=dict)
    offered: dict[str, list[Json]] = field(default_factory=dict)
    replies: list[str] = field(default_factory=list)

    @property
    def is_reply(self) -> bool:
        """Whether the message stands in a thread and not in the channel itself."""
        return self.thread_ts not in (None, self.ts) and not self.broadcast


@dataclass
class View:
    """A modal or a home tab of one user: what the app sent, and what the user has filled in."""

    id: str
    user: str
    content: Json
    hash: str
    root_id: str = ""
    previous_id: str | None = None
    values: dict[str, Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[Json]] = field(default_factory=dict)


@dataclass
class Trigger:
    """The right to open one modal for a user, for three seconds by the world's clock and ours."""

    user: str
    at: datetime
    monotonic: float
    used: bool = False


@dataclass
class Hook:
    """A response_url: five answers in half an hour to one command or one press."""

    user: str
    channel: str
    expires: datetime
    message_ts: str | None = None
    uses: int = 0


@dataclass
class File:
    """An uploaded file; `shared` once it stands in a message."""

    id: str
    name: str
    title: str
    user: str
    at: datetime
    content: bytes = b""
    length: int = 0
    shared: bool = False


@dataclass
class State:
    """Everything that outlives a restart: plain values, which pydantic writes to JSON and reads.

    Messages lie in the order of their ts, by channel. `stacks` are each user's open modals, the top
    one last; `read` says up to which ts a user has read, keyed by `user channel`.
    """

    users: dict[str, User]
    channels: dict[str, Channel]
    groups: dict[str, UserGroup]
    era: str
    messages: dict[str, list[Message]] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)
    pending_errors: dict[str, str] = field(default_factory=dict)
    serial: int = 0
    last_ts: int = 0
    version: int = 1


@dataclass
class Kept:
    """What a file keeps of a world: its state, and where its clock was."""

    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    team_id: str
    ahead: timedelta
    standing: datetime | None
    state: State


_KEPT = TypeAdapter(Kept)


class World:
    """One workspace, its clock and its state behind one lock.

    Read and write `state` only inside `changing()` or `reading()`. Nothing waits for the network
    while it holds the lock: the app calls back while a request to it is under way.

    With `keep_in` the world begins as that file left it, if it is there (`is_new` says whether it
    was not), and is kept there until `close`. Raise ValueError where the file is another's.
    """

    def __init__(
        self, workspace: Workspace, clock: Clock | None = None, *, keep_in: Path | None = None
    ) -> None:
        self.workspace = workspace
        self.app: App = app_of(workspace.manifest)
        self.clock = clock or Clock()
        self.state = _first_state(workspace, self.app)
        self.triggers: dict[str, Trigger] = {}
        self.patience = TRIGGER_LIFE.total_seconds()  # by our clock; a busy machine may need more
        self.url = "http://127.0.0.1/"
        self.changed = threading.Condition()
        self.is_new = keep_in is None or not keep_in.exists()
        self._keeper: Keeper | None = None
        if keep_in:
            if not self.is_new:
                self.load(keep_in.read_text("utf-8"))
            self._keeper = Keeper(keep_in, self.changed, lambda: self.state.version, self.dump)

    def close(self) -> None:
        """Write down what is not yet written, where the world is kept."""
        if self._keeper:
            self._keeper.close()

    def dump(self) -> str:
        """Return everything that outlives a restart, as JSON."""
        standing = None if self.clock.realtime else self.clock.now()
        kept = Kept(self.workspace.team_id, self.clock.ahead, standing, self.state)
        return _KEPT.dump_json(kept).decode()

    def load(self, text: str) -> None:
        """Go back to what `dump` returned."""
        kept = _KEPT.validate_json(text)
        if kept.team_id != self.workspace.team_id:
            raise ValueError("this file keeps another workspace: move it away to begin anew")
        with self.changing():
            self.state = kept.state
            self.clock = Clock(ahead=kept.ahead, standing=kept.standing)

    def now(self) -> datetime:
        """Return the present moment of the world, in UTC."""
        return self.clock.now()

    @contextmanager
    def reading(self) -> Iterator[State]:
        """Hold the lock."""
        with self.changed:
            yield self.state

    @contextmanager
    def changing(self) -> Iterator[State]:
        """Hold the lock, and raise the version when done."""
        with self.changed:
            yield self.state
            self.state.version += 1
            self.changed.notify_all()

    def reset(self) -> None:
        """Go back to the seed; the clock and the version go on, so that readers see the change."""
        with self.changing() as before:
            self.state = _first_state(self.workspace, self.app)
            self.state.version = before.version
            self.triggers.clear()

    def new_id(self, prefix: str) -> str:
        """Return an id that was never given out, not even before a reset."""
        self.state.serial += 1
        return f"{prefix}{self.state.era}{self.state.serial:05X}"

    def new_ts(self) -> str:
        """Return a message ts: the clock's microsecond, or the next free one."""
        now = self.clock.now()
        micros = int(now.timestamp()) * 1_000_000 + now.microsecond
        self.state.last_ts = max(micros, self.state.last_ts + 1)
        return f"{self.state.last_ts // 1_000_000}.{self.state.last_ts % 1_000_000:06d}"

    def user(self, who: str) -> User | None:
        """Find a user by id, handle, display name or full name, or None."""
        users = self.state.users
        if found := users.get(who):
            return found
        name = who.removeprefix("@").casefold()
        spellings = ((u, (u.name, u.display_name, u.real_name)) for u in users.values())
        return next((u for u, names in spellings if name in map(str.casefold, names)), None)

    def channel(self, which: str, user: str | None = None) -> Channel | None:
        """Find a channel by id or name, or None; the app's name is its conversation with `user`."""
        if found := self.state.channels.get(which):
            return found
        name = which.removeprefix("#")
        if user and name.removeprefix("@").casefold() in ("dm", self.app.name.casefold()):
            return self.direct(user)
        return next((c for c in self.state.channels.values() if c.name == name), None)

    def direct(self, user: str) -> Channel:
        """Return the app's direct conversation with a user, opened where it is not yet."""
        opened = direct_channel(user, self.app)
        return self.state.channels.setdefault(opened.id, opened)

    def message(self, channel: str, ts: str) -> Message | None:
        """Find a message by its channel and ts, or None."""
        messages = self.state.messages.get(channel, [])
        place = bisect_left(messages, ts, key=lambda message: message.ts)
        return messages[place] if place < len(messages) and messages[place].ts == ts else None


def direct_channel(user: str, app: App) -> Channel:
    """Describe the direct conversation of the app with a user."""
    return Channel(f"D{user[1:]}", "", (user, app.user_id), is_im=True, user=user)


def forget_oldest(tickets: dict[str, Trigger] | dict[str, Hook]) -> None:
    """Keep only the last thousand triggers or hooks."""
    while len(tickets) > TICKETS_KEPT:
        del tickets[next(iter(tickets))]


def _first_state(workspace: Workspace, app: App) -> State:
    """Seed a state: the app is a user too, and every person has a conversation with it."""
    bot = User(app.user_id, app.name, app.name, app.name, is_bot=True, color="2f6f5e")
    users = {user.id: user for user in (*workspace.users, bot, SLACKBOT)}
    people = (user.id for user in workspace.users if not (user.is_bot or user.deleted))
    directs = (direct_channel(user, app) for user in people)
    return State(
        users=users,
        channels={channel.id: channel for channel in (*workspace.channels, *directs)},
        groups={group.id: group for group in workspace.groups},
        era=secrets.token_hex(3).upper(),
    )
