"""What a Slack workspace is made of before a word is said in it: people, channels, one app."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object as Slack sends and takes them."""

EVERYTHING = frozenset({"*"})
EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "team_join": "users:read",
    "user_change": "users:read",
}


@dataclass(frozen=True)
class User:
    """A member of the workspace. `name` is the handle; the tz is an IANA name."""

    id: str
    name: str
    real_name: str
    display_name: str = ""
    title: str = ""
    email: str = ""
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    locale: str = "en-US"
    tz: str = "Etc/UTC"
    color: str = "5b6b7b"


@dataclass(frozen=True)
class Channel:
    """A channel, or a direct conversation of the app with `user`. Members are user ids."""

    id: str
    name: str
    members: tuple[str, ...] = ()
    topic: str = ""
    is_private: bool = False
    is_archived: bool = False
    is_im: bool = False
    user: str | None = None

    @property
    def family(self) -> str:
        """What scopes and events call this kind of conversation."""
        if self.is_im:
            return "im"
        return "groups" if self.is_private else "channels"


@dataclass(frozen=True)
class UserGroup:
    """A user group, mentioned as @handle. Members are user ids."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...] = ()


@dataclass(frozen=True)
class SlashCommand:
    """A slash command as the app manifest declares it; `command` begins with the slash."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    """A shortcut as the app manifest declares it; `type` is `message` or `global`."""

    name: str
    callback_id: str
    type: str = "global"
    description: str = ""


@dataclass(frozen=True)
class App:
    """The one installed app, read from its manifest.

    `sends_messages` and `takes_messages` are about the conversation a person has with the app: a
    messages tab that is there, and that is not read-only.
    """

    name: str
    commands: tuple[SlashCommand, ...]
    shortcuts: tuple[Shortcut, ...]
    scopes: frozenset[str]
    events: frozenset[str]
    has_home: bool
    sends_messages: bool
    takes_messages: bool
    is_interactive: bool
    id: str = "A0PLAYAPP"
    user_id: str = "U0PLAYBOT"
    bot_id: str = "B0PLAYBOT"

    def may(self, scope: str) -> bool:
        """Whether a scope was granted."""
        return scope in self.scopes or self.scopes == EVERYTHING

    def hears(self, event: str) -> bool:
        """Whether the app subscribes to an event."""
        return event in self.events or self.events == EVERYTHING


@dataclass(frozen=True)
class Workspace:
    """The seed of a world: what `reset` goes back to."""

    users: tuple[User, ...]
    channels: tuple[Channel, ...]
    groups: tuple[UserGroup, ...] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict)
    team_id: str = "T0PLAY"
    name: str = "Playground"
    domain: str = "playground"


def app_of(manifest: Mapping[str, Any]) -> App:
    """Read an app manifest (docs.slack.dev/reference/app-manifest).

    A manifest that has no scopes at all grants every scope, one without bot events subscribes to
    every event, and so on: a test that is about none of these need not name them. Raise ValueError
    for a manifest that Slack would not save, because it does not ask for the scopes it needs.
    """
    features = manifest.get("features", {})
    home = features.get("app_home", {})
    settings = manifest.get("settings", {})
    scopes = manifest.get("oauth_config", {}).get("scopes", {}).get("bot")
    events = settings.get("event_subscriptions", {}).get("bot_events")
    default_name = manifest.get("display_information", {}).get("name", "bot")
    app = App(
        name=features.get("bot_user", {}).get("display_name", default_name),
        commands=tuple(_command(entry) for entry in features.get("slash_commands", ())),
        shortcuts=tuple(_shortcut(entry) for entry in features.get("shortcuts", ())),
        scopes=EVERYTHING if scopes is None else frozenset(scopes),
        events=EVERYTHING if events is None else frozenset(events),
        has_home=home.get("home_tab_enabled", not home),
        sends_messages=home.get("messages_tab_enabled", True),
        takes_messages=not home.get("messages_tab_read_only_enabled", bool(home)),
        is_interactive=settings.get("interactivity", {}).get("is_enabled", not settings),
    )
    if wanting := {scope for scope in _scopes_needed(app) if not app.may(scope)}:
        raise ValueError(f"the manifest must ask for {', '.join(sorted(wanting))}")
    return app


def _scopes_needed(app: App) -> Iterator[str]:
    """Yield the scopes without which an app cannot have its commands or hear its events."""
    if app.commands or app.shortcuts:
        yield "commands"
    yield from (scope for event, scope in EVENT_SCOPES.items() if event in app.events)


def _command(entry: Mapping[str, Any]) -> SlashCommand:
    return SlashCommand(
        command=entry["command"],
        description=entry.get("description", ""),
        usage_hint=entry.get("usage_hint", ""),
        should_escape=entry.get("should_escape", False),
    )


def _shortcut(entry: Mapping[str, Any]) -> Shortcut:
    return Shortcut(
        name=entry["name"],
        callback_id=entry["callback_id"],
        type=entry.get("type", "global"),
        description=entry.get("description", ""),
    )
