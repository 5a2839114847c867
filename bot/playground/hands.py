"""Hands for tests: people who type, press and fill in, and see what Slack would show them."""

from collections.abc import Mapping
from datetime import datetime

from . import acts
from .forms import fields
from .modals import top
from .refusal import Mistaken
from .server import Playground
from .talk import visible
from .wire import Outcome
from .workspace import Json
from .world import Message, View


class NoAnswer(AssertionError):  # noqa: N818 - what the user sees in place of one
    """The app did not answer as Slack demands; the message is Slack's word for it."""


class Slack:
    """A playground in the hands of a test. People and channels are named by id or name."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.world = playground.world
        self.wire = playground.wire

    def type(self, line: str, *, by: str, channel: str) -> list[Message]:
        """Type a slash command; return what its user sees in that channel because of it."""
        command, _, text = line.partition(" ")
        before = self.world.state.last_ts
        outcome = acts.type_command(
            self.world, self.wire, user=by, channel=channel, command=command, text=text
        )
        _demand(outcome)
        return self._since(before, by=by, channel=channel)

    def press(
        self,
        message: Message | View,
        button: str,
        *,
        by: str,
        value: object = None,
        values: Mapping[str, object] | None = None,
    ) -> list[Message]:
        """Press a button by its text or action id, or choose `value` in a select."""
        before = self.world.state.last_ts
        blocks = message.blocks if isinstance(message, Message) else message.content["blocks"]
        found = _labelled(blocks, button)
        action = {"action_id": found["action_id"], "value": value}
        where: Json = (
            {"channel": message.channel, "message_ts": message.ts}
            if isinstance(message, Message)
            else {"home": message.content["type"] == "home", "view_id": message.id}
        )
        _demand(
            acts.interact(self.world, self.wire, user=by, action=action, values=values, **where)
        )
        place = message.channel if isinstance(message, Message) else None
        return self._since(before, by=by, channel=place) if place else []

    def submit(self, values: Mapping[str, object] | None = None, *, by: str) -> dict[str, str]:
        """Submit the open modal; return the errors beside its inputs, none if it went."""
        outcome, errors = acts.submit(self.world, self.wire, user=by, values=values)
        if not errors:
            _demand(outcome)
        return errors

    def messages(self, channel: str, as_: str | None = None) -> list[Message]:
        """Return what a user sees in a channel, oldest first."""
        with self.world.reading():
            place = self.world.channel(channel, as_)
            if place is None:
                raise Mistaken(f"there is no channel {channel}", 404)
            reader = acts.who(self.world, as_).id if as_ else None
            return list(visible(self.world, place.id, reader))

    def dms(self, user: str) -> list[Message]:
        """Return what the app and a user said to each other."""
        with self.world.reading():
            person = acts.who(self.world, user)
            return list(visible(self.world, self.world.direct(person.id).id, person.id))

    def home(self, user: str) -> View | None:
        """Open the home tab and return what it shows."""
        _demand(acts.open_home(self.world, self.wire, user=user))
        return self.world.state.homes.get(acts.who(self.world, user).id)

    def modal(self, user: str) -> View | None:
        """Return the form a user has open."""
        with self.world.reading():
            return top(self.world, acts.who(self.world, user).id)

    def move_clock(self, to: datetime | str) -> datetime:
        """Move the clock forward and let everybody do what is due."""
        return self.playground.move_clock(to)

    def _since(self, before: int, *, by: str, channel: str) -> list[Message]:
        seen = self.messages(channel, by)
        return [m for m in seen if int(m.ts.replace(".", "")) > before]


def _demand(outcome: Outcome) -> None:
    if outcome.error:
        raise NoAnswer(outcome.error)


def _labelled(blocks: list[Json], label: str) -> Json:
    for field in fields(blocks):
        words = field.element.get("text", field.element.get("placeholder", {})).get("text")
        if label in (words, field.action_id):
            return field.element
    raise Mistaken(f"there is no {label} to press")
