"""One call of the Web API: its arguments, however they were written, and the checks all share."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from .refusal import Refused
from .workspace import Channel, User
from .world import World


@dataclass(frozen=True)
class Call:
    """The arguments of one Web API call; form fields are strings, JSON ones have their types."""

    world: World
    given: Mapping[str, object]

    def need(self, scope: str) -> None:
        """Refuse the call unless the app was granted a scope."""
        if not self.world.app.may(scope):
            provided = ",".join(sorted(self.world.app.scopes))
            raise Refused("missing_scope", needed=scope, provided=provided)

    def text(self, name: str, default: str = "") -> str:
        """Return an argument as a string."""
        value = self.given.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        """Return an argument that must be there."""
        if not self.text(name):
            raise Refused("invalid_arguments", f"[ERROR] missing required field: {name}")
        return self.text(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a yes or no, written as true, 1, "true" or "1"."""
        return self.text(name, str(default)).lower() in ("true", "1")

    def number(self, name: str, default: int) -> int:
        """Return a whole number."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            raise Refused("invalid_arguments", f"[ERROR] {name} must be an integer") from None

    def document(self, name: str, *, code: str = "invalid_arguments") -> object:
        """Return a JSON argument, written as JSON or as a string of it; None where it is absent."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            parsed: object = json.loads(value) if value else None
        except ValueError:
            raise Refused(code, f"[ERROR] {name} is not valid JSON") from None
        return parsed

    def user(self, name: str = "user") -> User:
        """Return the user an argument names by id, or refuse with user_not_found."""
        found = self.world.state.users.get(self.text(name))
        if found is None:
            raise Refused("user_not_found")
        return found

    def channel(self, name: str = "channel", *, to: str = "") -> Channel:
        """Return a conversation by id that the app can see, or refuse with channel_not_found.

        `to` is what is to be done there, `read` or `history`, for which each kind of conversation
        has a scope of its own.
        """
        found = self.world.state.channels.get(self.text(name))
        if found is None or (found.is_private and not self.is_member(found)):
            raise Refused("channel_not_found")
        if to:
            self.need(f"{found.family}:{to}")
        return found

    def own_channel(self, name: str = "channel", *, to: str = "") -> Channel:
        """Return a conversation that the app is in."""
        found = self.channel(name, to=to)
        if not self.is_member(found):
            raise Refused("not_in_channel")
        return found

    def is_member(self, channel: Channel) -> bool:
        """Whether the app is in a conversation."""
        return self.world.app.user_id in channel.members

    def page(self, count: int, *, limit: int) -> tuple[slice, str]:
        """Return which of `count` things the cursor asks for, and the cursor of the next page."""
        start = int(self.text("cursor") or 0) if self.text("cursor").isdigit() else None
        if start is None:
            if self.text("cursor"):
                raise Refused("invalid_cursor")
            start = 0
        size = min(max(self.number("limit", limit), 1), 1000)
        end = start + size
        return slice(start, end), str(end) if end < count else ""
