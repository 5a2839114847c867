"""What a user does in Slack: type, press, choose, submit, open; each becomes a request to the app.

Every act looks things up and builds its payload under the world's lock, sends it without the lock,
and takes the lock again for what the answer shows.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from . import answers
from .escaping import escape_command, escape_message
from .forms import Field, chosen, field_of, fill, is_empty
from .forms import fields as fields_of
from .modals import close_all, close_top, new_trigger, top
from .payloads import (
    command_fields,
    event_callback,
    global_shortcut,
    home_event,
    interaction,
    mention_event,
    message_event,
    message_shortcut,
    place_of_message,
    place_of_view,
)
from .refusal import Mistaken, Refused
from .talk import post
from .wire import Outcome, Wire
from .workspace import Channel, Json, User
from .world import File, Message, View, World

REQUIRED = "Please complete this required field."


def who(world: World, name: str) -> User:
    """Return a user by id or name."""
    user = world.user(name)
    if user is None:
        raise Mistaken(f"there is no user {name}", 404)
    return user


def where(world: World, name: str, user: User) -> Channel:
    """Return a channel by id or name that a user is in."""
    channel = world.channel(name, user.id)
    if channel is None:
        raise Mistaken(f"there is no channel {name}", 404)
    if user.id not in channel.members:
        raise Mistaken(f"{user.name} is not in {channel.name or channel.id}", 403)
    return channel


def type_command(
    world: World, wire: Wire, *, user: str, channel: str, command: str, text: str = ""
) -> Outcome:
    """Type a slash command, and show what the app answers."""
    with world.changing():
        person = who(world, user)
        place = where(world, channel, person)
        declared = next((c for c in world.app.commands if c.command == command), None)
        if declared is None:
            raise Mistaken(f"{command} is not a valid command", 404)
        words = escape_command(world, text, should_escape=declared.should_escape)
        form = command_fields(world, person, place, command, words)
        form["trigger_id"] = new_trigger(world, person.id)
        form["response_url"] = answers.new_hook(world, person.id, place.id)
        at = world.clock.now().isoformat()
    outcome = wire.send_form("command", command, form, at)
    with world.changing():
        error = outcome.error
        if error is None:
            try:
                answers.answer_command(world, person.id, place.id, outcome.body)
            except Refused as refused:
                error = f"invalid_command_response: {refused.code}"
        if error:
            answers.complain(world, person.id, place.id, command, error)
    return _with_error(outcome, error)


def say(
    world: World,
    wire: Wire,
    *,
    user: str,
    channel: str,
    text: str,
    thread_ts: str | None = None,
    files: Sequence[Mapping[str, str]] = (),
) -> tuple[Message, Outcome]:
    """Write a message; the app hears of it where it is subscribed and present."""
    with world.changing():
        person = who(world, user)
        place = where(world, channel, person)
        if place.is_archived:
            raise Mistaken(f"{place.name} is archived", 403)
        message = Message(
            ts=world.new_ts(),
            channel=place.id,
            user=person.id,
            text=escape_message(world, text),
            thread_ts=thread_ts,
            files=[_upload(world, person, file).id for file in files],
        )
        post(world, message)
        events = _heard(world, place, message)
    return message, _send_events(world, wire, events)


def interact(
    world: World,
    wire: Wire,
    *,
    user: str,
    action: Mapping[str, Any],
    channel: str = "",
    message_ts: str = "",
    view_id: str = "",
    home: bool = False,
    values: Mapping[str, object] | None = None,
) -> Outcome:
    """Press a button or choose something in a message, a modal or a home tab.

    `values` is what a modal's other inputs hold at that moment, as for `submit`.
    """
    with world.changing():
        person = who(world, user)
        if home or view_id:
            shown = _view_of(world, person, view_id, home=home)
            blocks, state, offered = shown.content["blocks"], shown.values, shown.offered
            fill(blocks, state, values or {}, offered)
        else:
            message = _message_of(world, person, channel, message_ts)
            blocks, state, offered = message.blocks, message.values, {}
        field = field_of(blocks, str(action.get("action_id")), action.get("block_id"))
        if not field.reports:
            raise Mistaken(f"{field.action_id} is sent with its form, not by itself")
        done = _done(world, field, action, state, offered)
        payload = interaction(world, "block_actions", person)
        if home or view_id:
            payload |= place_of_view(world, shown)
        else:
            payload |= place_of_message(world, message)
            payload["response_url"] = answers.new_hook(
                world, person.id, message.channel, message.ts
            )
        payload["trigger_id"] = new_trigger(world, person.id)
        payload["actions"] = [done]
        at = world.clock.now().isoformat()
    return _ask(world, wire, person, "block_actions", field.action_id, payload, at)


def submit(
    world: World, wire: Wire, *, user: str, values: Mapping[str, object] | None = None
) -> tuple[Outcome, dict[str, str]]:
    """Submit the modal a user has open; return the outcome and the errors beside its inputs.

    Inputs that are not named keep what they hold. What Slack checks itself, such as a required
    input, is checked before anything is sent.
    """
    with world.changing():
        person = who(world, user)
        view = _open_view(world, person)
        if not view.content.get("submit"):
            raise Mistaken("this form has nothing to submit")
        fill(view.content["blocks"], view.values, values or {}, view.offered)
        view.errors = missing(view)
        if view.errors:
            return Outcome(error="incomplete"), view.errors
        payload = interaction(world, "view_submission", person)
        payload |= {"trigger_id": new_trigger(world, person.id), **place_of_view(world, view)}
        del payload["container"]
        payload["response_urls"] = []
        at = world.clock.now().isoformat()
    name = str(view.content.get("callback_id", ""))
    outcome = _ask(world, wire, person, "view_submission", name, payload, at)
    if not outcome.ok:
        return outcome, {}
    with world.changing():
        try:
            answers.answer_form(world, view, outcome.body)
        except Refused as refused:
            error = ": ".join((refused.code, *refused.messages))
            world.state.pending_errors[person.id] = error
            return _with_error(outcome, error), {}
        return outcome, view.errors


def close(world: World, wire: Wire, *, user: str, everything: bool = False) -> Outcome:
    """Close the modal a user sees, or all of them; the app hears of it where it asked to."""
    with world.changing():
        person = who(world, user)
        _open_view(world, person)
        cleared = everything or bool(_open_view(world, person).content.get("clear_on_close"))
        closed = close_all(world, person.id) if everything else close_top(world, person.id)
        payloads = [
            interaction(world, "view_closed", person)
            | {"view": place_of_view(world, view)["view"], "is_cleared": cleared}
            for view in closed
            if view.content.get("notify_on_close")
        ]
        at = world.clock.now().isoformat()
    outcome = Outcome()
    for payload in payloads:
        name = payload["view"]["callback_id"]
        outcome = _ask(world, wire, person, "view_closed", name, payload, at)
    return outcome


def suggest(
    world: World,
    wire: Wire,
    *,
    user: str,
    action_id: str,
    value: str,
    block_id: str | None = None,
    channel: str = "",
    message_ts: str = "",
    home: bool = False,
) -> tuple[Outcome, list[Json]]:
    """Type into an external select; return the options that the app suggests."""
    with world.changing():
        person = who(world, user)
        if message_ts:
            message = _message_of(world, person, channel, message_ts)
            blocks, place = message.blocks, place_of_message(world, message)
            offered: dict[str, list[Json]] = {}
        else:
            view = _view_of(world, person, "", home=home)
            blocks, place = view.content["blocks"], place_of_view(world, view)
            offered = view.offered
        field = field_of(blocks, action_id, block_id)
        payload = interaction(world, "block_suggestion", person) | place
        payload |= {"action_id": action_id, "block_id": field.block_id, "value": value}
        at = world.clock.now().isoformat()
    outcome = _ask(world, wire, person, "block_suggestion", action_id, payload, at)
    answer = outcome.body if isinstance(outcome.body, Mapping) else {}
    groups = answer.get("option_groups", [])
    options = [*answer.get("options", []), *(o for group in groups for o in group["options"])]
    with world.changing():
        offered.setdefault(action_id, []).extend(options)
    return outcome, options


def use_shortcut(
    world: World,
    wire: Wire,
    *,
    user: str,
    callback_id: str,
    channel: str = "",
    message_ts: str = "",
) -> Outcome:
    """Choose a shortcut of the app, on a message where it is a message shortcut."""
    with world.changing():
        person = who(world, user)
        named = (s for s in world.app.shortcuts if s.callback_id == callback_id)
        shortcut = next(named, None)
        if shortcut is None:
            raise Mistaken(f"there is no shortcut {callback_id}", 404)
        if shortcut.type == "message":
            message = _message_of(world, person, channel, message_ts)
            if message.reader:
                raise Mistaken("an ephemeral message has no shortcuts")
            payload = message_shortcut(world, person, shortcut, message)
            hook = answers.new_hook(world, person.id, message.channel, message.ts)
            payload["response_url"] = hook
        else:
            payload = global_shortcut(world, person, shortcut)
        payload["trigger_id"] = new_trigger(world, person.id)
        at = world.clock.now().isoformat()
    return _ask(world, wire, person, payload["type"], callback_id, payload, at)


def open_home(world: World, wire: Wire, *, user: str) -> Outcome:
    """Open the app's home tab."""
    with world.changing():
        events = _subscribed(world, "app_home_opened", home_event(world, who(world, user)))
    return _send_events(world, wire, events)


def missing(view: View) -> dict[str, str]:
    """Return the inputs that Slack itself finds wanting, by block id."""
    return {
        field.block_id: REQUIRED
        for field in fields_of(view.content["blocks"])
        if field.is_input
        and not field.block.get("optional")
        and is_empty(view.values.get(field.block_id, {}).get(field.action_id))
    }


def _ask(
    world: World, wire: Wire, person: User, kind: str, name: str, payload: Json, at: str
) -> Outcome:
    """Send an interaction; keep its failure for the user to see, until the next one goes well."""
    outcome = wire.send_payload(kind, name, payload, at)
    with world.changing() as state:
        if outcome.error:
            state.pending_errors[person.id] = outcome.error
        else:
            state.pending_errors.pop(person.id, None)
    return outcome


def _send_events(world: World, wire: Wire, events: Sequence[Json]) -> Outcome:
    """Send events; what fails is sent once more at once, as Slack's first retry."""
    outcome = Outcome()
    for payload in events:
        name = str(payload["event"]["type"])
        at = world.clock.now().isoformat()
        outcome = wire.send_event(name, payload, at)
        if outcome.error:
            reason = "http_timeout" if outcome.error == "operation_timeout" else "http_error"
            headers = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": reason}
            outcome = wire.send_event(name, payload, at, headers)
    return outcome


def _subscribed(world: World, name: str, event: Json) -> list[Json]:
    """Wrap an event for the app if its manifest subscribes to it."""
    wanted = world.app.events
    return [event_callback(world, event)] if name in wanted or "*" in wanted else []


def _heard(world: World, place: Channel, message: Message) -> list[Json]:
    """Return the events a message raises: the app hears what is said where it is, or to it."""
    if world.app.user_id not in place.members:
        return []
    event = message_event(world, message)
    kind = {"im": "message.im", "group": "message.groups", "channel": "message.channels"}
    events = _subscribed(world, kind[event["channel_type"]], event)
    if f"<@{world.app.user_id}" in message.text and not place.is_im:
        events += _subscribed(world, "app_mention", mention_event(world, message))
    return events


def _upload(world: World, person: User, given: Mapping[str, str]) -> File:
    file = File(
        id=world.new_id("F"),
        name=given["name"],
        title=given["name"],
        user=person.id,
        at=world.clock.now(),
        content=given["content"].encode(),
        shared=True,
    )
    world.state.files[file.id] = file
    return file


def _message_of(world: World, person: User, channel: str, ts: str) -> Message:
    place = where(world, channel, person)
    message = world.message(place.id, ts)
    if message is None or message.reader not in (None, person.id):
        raise Mistaken(f"{person.name} sees no message {ts} there", 404)
    return message


def _view_of(world: World, person: User, view_id: str, *, home: bool) -> View:
    view = world.state.homes.get(person.id) if home else _open_view(world, person)
    if view is None:
        raise Mistaken(f"the app has shown {person.name} no home tab", 404)
    if view_id not in ("", view.id):
        raise Mistaken(f"{person.name} does not see the view {view_id}", 404)
    return view


def _open_view(world: World, person: User) -> View:
    view = top(world, person.id)
    if view is None:
        raise Mistaken(f"{person.name} has no form open", 404)
    return view


def _done(
    world: World,
    field: Field,
    given: Mapping[str, Any],
    state: dict[str, Json],
    offered: Mapping[str, list[Json]],
) -> Json:
    """Return the action as Slack reports it, and keep what was chosen in the page's state."""
    action = {
        "action_id": field.action_id,
        "block_id": field.block_id,
        "type": field.element["type"],
        "action_ts": world.new_ts(),
    }
    if field.key:
        value = given[field.key] if field.key in given else given.get("value")
        picked = chosen(field, value, offered.get(field.action_id, ()))
        state.setdefault(field.block_id, {})[field.action_id] = picked
        return action | picked
    if field.element["type"] == "overflow":
        overflow = Field(field.block, field.element | {"type": "static_select"})
        value = given.get("selected_option", given.get("value"))
        return action | {"selected_option": chosen(overflow, value)["selected_option"]}
    button = {key: field.element[key] for key in ("text", "value", "style") if key in field.element}
    return action | button


def _with_error(outcome: Outcome, error: str | None) -> Outcome:
    return Outcome(outcome.status, outcome.ms, outcome.body, error)
