"""What people type: slash commands and messages.

Here and in `pressing` and `submitting` an act looks things up and builds its payload under the
world's lock, sends it without the lock, and takes the lock again for what the answer shows.
"""

from collections.abc import Mapping, Sequence

from . import answers, events
from .escaping import escape_command, escape_message
from .modals import new_trigger
from .payloads import command_fields
from .refusal import Mistaken, Refused
from .sight import acting, where
from .talk import post
from .wire import Outcome, Wire
from .workspace import Channel, User
from .world import File, Message, World


def type_command(
    world: World, wire: Wire, *, user: str, channel: str, command: str, text: str = ""
) -> Outcome:
    """Type a slash command, and show what the app answers or how it failed."""
    with world.changing():
        person = acting(world, user)
        place = _writable(world, channel, person)
        declared = next((c for c in world.app.commands if c.command == command), None)
        if declared is None:
            raise Mistaken(f"{command} is not a valid command", 404)
        words = escape_command(world, text, should_escape=declared.should_escape)
        form = command_fields(world, person, place, command, words)
        form["trigger_id"] = new_trigger(world, person.id)
        form["response_url"] = answers.new_hook(world, person.id, place.id)
    outcome = wire.send_command(command, form)
    with world.changing() as state:
        error = outcome.error
        if error is None:
            error = _shown(world, person, place.id, outcome.body)
        if error:
            answers.complain(world, person.id, place.id, command, error)
        else:
            state.pending_errors.pop(person.id, None)
    return outcome.failed(error)


def say(
    world: World,
    wire: Wire,
    *,
    user: str,
    channel: str,
    text: str = "",
    thread_ts: str | None = None,
    files: Sequence[Mapping[str, str]] = (),
) -> tuple[Message, Outcome]:
    """Write a message, with files if any; the app hears of it where it is present."""
    with world.changing():
        person = acting(world, user)
        place = _writable(world, channel, person)
        if thread_ts and world.message(place.id, thread_ts) is None:
            raise Mistaken(f"there is no message {thread_ts} to reply to", 404)
        if not text and not files:
            raise Mistaken("a message needs a text or a file")
        message = Message(
            ts=world.new_ts(),
            channel=place.id,
            user=person.id,
            text=escape_message(world, text),
            thread_ts=thread_ts,
            files=[_upload(world, person, file).id for file in files],
        )
        payloads = events.heard(world, post(world, message))
    return message, events.deliver(wire, payloads)


def _writable(world: World, channel: str, person: User) -> Channel:
    """Return a channel in which a person can write, commands too."""
    place = where(world, channel, person)
    if place.is_archived:
        raise Mistaken(f"{place.name} is archived", 403)
    if place.is_im and not world.app.takes_messages:
        raise Mistaken("sending messages to this app has been turned off", 403)
    return place


def _shown(world: World, person: User, channel: str, body: object) -> str | None:
    """Show the app's answer to a command; return what is wrong with it, or None."""
    try:
        answers.answer_command(world, person.id, channel, body)
    except Refused as refused:
        return f"invalid_command_response: {refused.sentence}"
    return None


def _upload(world: World, person: User, given: Mapping[str, str]) -> File:
    if not given.get("name"):
        raise Mistaken("a file needs a name")
    file = File(
        id=world.new_id("F"),
        name=given["name"],
        title=given["name"],
        user=person.id,
        at=world.now(),
        content=given.get("content", "").encode(),
        shared=True,
    )
    world.state.files[file.id] = file
    return file
