"""Hands for tests: people who type, press and fill in, and see what Slack would show them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from flask import Flask

from bot.hosting import serve

from . import events, pressing, speaking, submitting
from .faults import Fault
from .forms import fields
from .journal import Exchange
from .modals import top
from .pressing import Place
from .refusal import Mistaken
from .server import Playground
from .sight import where, who
from .talk import visible
from .wire import Outcome
from .workspace import Json, User
from .world import Message, View, World


class NoAnswer(AssertionError):  # noqa: N818 - what the user gets in place of one
    """The app did not answer as Slack demands; the message is Slack's word for it."""


class Slack:
    """A playground in the hands of a test. People and channels are named by id or name.

    Acts return what the one who acts sees in that channel because of it, new messages and changed
    ones. What makes the app fail raises NoAnswer; what nobody could do in Slack raises Mistaken.
    """

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.world = playground.world
        self.wire = playground.wire

    def type(self, line: str, *, by: str, channel: str) -> list[Message]:
        """Type a slash command."""
        command, _, text = line.partition(" ")
        before = self.world.state.last_ts
        outcome = speaking.type_command(
            self.world, self.wire, user=by, channel=channel, command=command, text=text
        )
        _demand(outcome)
        return self._since(before, by=by, channel=channel)

    def say(
        self,
        text: str,
        *,
        by: str,
        channel: str,
        thread: Message | None = None,
        files: Mapping[str, str] | None = None,
    ) -> list[Message]:
        """Write a message, with files by name; it is not among what is returned."""
        message, outcome = speaking.say(
            self.world,
            self.wire,
            user=by,
            channel=channel,
            text=text,
            thread_ts=thread.ts if thread else None,
            files=[{"name": name, "content": text} for name, text in (files or {}).items()],
        )
        _demand(outcome)
        return self._since(_micros(message.ts), by=by, channel=channel)

    def press(
        self,
        seen: Message | View,
        button: str,
        *,
        by: str,
        value: object = None,
        values: Mapping[str, object] | None = None,
    ) -> list[Message]:
        """Press a button by its words or action id, or choose `value` in a menu of that name.

        `values` is what else is filled in on the page by then. For a view, what is returned is
        what came in the conversation with the app.
        """
        before = self.world.state.last_ts
        action = {**_named(seen, button), "value": value}
        place = _place(seen)
        outcome = pressing.interact(
            self.world, self.wire, user=by, place=place, action=action, values=values
        )
        _demand(outcome)
        return self._since(before, by=by, channel=place.channel or "dm")

    def suggest(self, seen: Message | View, action_id: str, words: str, *, by: str) -> Json:
        """Type into an external select; return the `options` or `option_groups` it shows."""
        outcome, offered = pressing.suggest(
            self.world, self.wire, user=by, place=_place(seen), action_id=action_id, value=words
        )
        _demand(outcome)
        return offered

    def submit(self, values: Mapping[str, object] | None = None, *, by: str) -> dict[str, str]:
        """Submit the open modal; return the errors beside its inputs, none if it went."""
        outcome, errors = submitting.submit(self.world, self.wire, user=by, values=values)
        if not errors:
            _demand(outcome)
        return errors

    def close(self, *, by: str) -> None:
        """Close the modal in front."""
        _demand(submitting.close(self.world, self.wire, user=by))

    def shortcut(self, callback_id: str, *, by: str, on: Message | None = None) -> None:
        """Choose a shortcut, on a message where it is one for messages."""
        outcome = pressing.use_shortcut(
            self.world,
            self.wire,
            user=by,
            callback_id=callback_id,
            channel=on.channel if on else "",
            message_ts=on.ts if on else "",
        )
        _demand(outcome)

    def home(self, user: str) -> View:
        """Open the home tab and return what it shows."""
        _demand(events.open_home(self.world, self.wire, user=user))
        with self.world.reading() as state:
            view = state.homes.get(who(self.world, user).id)
        if view is None:
            raise NoAnswer("the app has published no home tab")
        return view

    def join(self, person: User) -> None:
        """Let somebody join the workspace."""
        _demand(events.join(self.world, self.wire, person))

    def change(self, user: str, **to: object) -> None:
        """Change somebody's name, time zone, language or standing."""
        _demand(events.change(self.world, self.wire, user=user, to=to))

    def resend(self) -> None:
        """Deliver the last request to the app once more, signed anew."""
        _demand(self.wire.resend())

    def fail(self, method: str, kind: str, *, times: int = 1, retry_after: int = 1) -> None:
        """Let the next calls of a Web API method go wrong, as `faults.Fault` describes."""
        self.playground.controls.faults.add(Fault(method, kind, times, retry_after))

    def requests(self) -> list[Exchange]:
        """Return what the app was sent, oldest first."""
        return [exchange for exchange in self.wire.journal.since() if exchange.kind != "api"]

    def calls(self, method: str) -> list[Exchange]:
        """Return the app's calls of a Web API method, oldest first."""
        lines = self.wire.journal.since()
        return [line for line in lines if (line.kind, line.name) == ("api", method)]

    def messages(self, channel: str, as_: str | None = None) -> list[Message]:
        """Return what a user sees in a channel, oldest first; without a user everything in it."""
        with self.world.reading():
            if as_ is not None:
                reader = who(self.world, as_)
                return visible(self.world, where(self.world, channel, reader).id, reader.id)
            place = self.world.channel(channel)
            if place is None:
                raise Mistaken(f"there is no channel {channel}", 404)
            return visible(self.world, place.id, None)

    def dms(self, user: str) -> list[Message]:
        """Return what the app and a user said to each other, oldest first."""
        return self.messages("dm", user)

    def modal(self, user: str) -> View | None:
        """Return the form a user has open."""
        with self.world.reading():
            return top(self.world, who(self.world, user).id)

    def move_clock(self, to: datetime | str) -> datetime:
        """Move the clock forward and let everybody do what is due."""
        return self.playground.move_clock(to)

    def wait_until(self, happened: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait for something the app does by itself; raise NoAnswer when it does not."""
        with self.world.changed:
            if not self.world.changed.wait_for(happened, seconds):
                raise NoAnswer(f"not within {seconds} s")

    def _since(self, before: int, *, by: str, channel: str) -> list[Message]:
        return [m for m in self.messages(channel, by) if _micros(m.edited or m.ts) > before]


@contextmanager
def slack_with(
    world: World,
    build_bot: Callable[[str], Flask],
    *,
    signing_secret: str,
    token: str,
    on_clock: Sequence[Callable[[datetime], None]] = (),
) -> Iterator[Slack]:
    """Serve a playground and the app beside it, and hand over the hands.

    `build_bot` gets the address of the Web API, and returns the app that answers /slack/events.
    """
    playground = Playground(
        world, bot_url="", signing_secret=signing_secret, token=token, on_clock=on_clock
    )
    running = serve(playground.wsgi)
    try:
        bot = serve(build_bot(f"{running.url}api/"))
        playground.wire.bot_url = f"{bot.url}slack/events"
        try:
            yield Slack(playground)
        finally:
            playground.controls.faults.clear()
            bot.stop()
    finally:
        running.stop()


def _demand(outcome: Outcome) -> None:
    if outcome.error:
        raise NoAnswer(outcome.error)


def _place(seen: Message | View) -> Place:
    if isinstance(seen, Message):
        return Place(channel=seen.channel, message_ts=seen.ts)
    return Place(home=seen.content["type"] == "home", view_id=seen.id)


def _named(seen: Message | View, label: str) -> Json:
    """Return which element says `label` or has it as its action id."""
    blocks = seen.blocks if isinstance(seen, Message) else seen.content["blocks"]
    for field in fields(blocks):
        words = field.element.get("text") or field.element.get("placeholder") or {}
        if label in (words.get("text"), field.action_id):
            return {"action_id": field.action_id, "block_id": field.block_id}
    raise Mistaken(f"there is no {label} to press")


def _micros(ts: str) -> int:
    return int(ts.replace(".", ""))
