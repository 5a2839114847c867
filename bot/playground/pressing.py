"""What people press and choose: buttons, menus, shortcuts, in messages, modals and home tabs."""

from collections.abc import Mapping
from dataclasses import dataclass

from . import answers, blockkit
from .forms import Field, Offered, Values, chosen, field_of, fill
from .modals import new_trigger
from .payloads import (
    global_shortcut,
    interaction,
    message_shortcut,
    place_of_message,
    place_of_view,
)
from .refusal import Mistaken, Refused
from .sight import acting, home_seen, message_seen, modal_seen
from .wire import Outcome, Wire
from .workspace import Json, User
from .world import Message, View, World


@dataclass(frozen=True)
class Place:
    """Where something is pressed: a message in a channel, the home tab, or else the open modal."""

    channel: str = ""
    message_ts: str = ""
    home: bool = False
    view_id: str = ""

    def seen_by(self, world: World, person: User) -> Message | View:
        """Return what a person sees there."""
        if self.home:
            return home_seen(world, person)
        if self.message_ts:
            return message_seen(world, person, self.channel, self.message_ts)
        return modal_seen(world, person, self.view_id)


def interact(
    world: World,
    wire: Wire,
    *,
    user: str,
    place: Place,
    action: Mapping[str, object],
    values: Mapping[str, object] | None = None,
) -> Outcome:
    """Press a button or choose something, and tell the app.

    `action` names the element by action_id, and by block_id where that alone is not enough, and
    says what is chosen. `values` is what the page's other inputs hold by now, as for a submission.
    """
    with world.changing():
        person = acting(world, user)
        page = place.seen_by(world, person)
        fill(_blocks(page), page.values, values or {}, page.offered)
        field = _pressed(page, action)
        if not field.reports:
            raise Mistaken(f"{field.action_id} is sent with its form, not by itself")
        done = _done(world, field, action, page.values, page.offered)
        payload = interaction(world, "block_actions", person) | _place_json(world, page)
        if isinstance(page, Message):
            hook = answers.new_hook(world, person.id, page.channel, page.ts)
            payload["response_url"] = hook
        payload |= {"trigger_id": new_trigger(world, person.id), "actions": [done]}
    return tell(world, wire, person, field.action_id, payload)


def suggest(
    world: World,
    wire: Wire,
    *,
    user: str,
    place: Place,
    action_id: str,
    value: str,
    block_id: str = "",
) -> tuple[Outcome, Json]:
    """Type into an external select; return `options` or `option_groups` as the app suggests."""
    with world.changing():
        person = acting(world, user)
        page = place.seen_by(world, person)
        field = field_of(_blocks(page), action_id, block_id)
        payload = interaction(world, "block_suggestion", person) | _place_json(world, page)
        payload |= {"action_id": action_id, "block_id": field.block_id, "value": value}
    outcome = tell(world, wire, person, action_id, payload)
    answer = outcome.body if isinstance(outcome.body, dict) else {}
    given = {key: answer[key] for key in ("options", "option_groups") if answer.get(key)}
    if not given:
        return outcome, {"options": []}
    with world.changing():
        try:
            blockkit.accept_options(given)
        except Refused as refused:
            return outcome.failed(refused.sentence), {"options": []}
        grouped = [o for group in given.get("option_groups", ()) for o in group["options"]]
        page.offered.setdefault(action_id, []).extend(given.get("options", grouped))
    return outcome, given


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
        person = acting(world, user)
        named = (s for s in world.app.shortcuts if s.callback_id == callback_id)
        shortcut = next(named, None)
        if shortcut is None:
            raise Mistaken(f"there is no shortcut {callback_id}", 404)
        if shortcut.type == "message":
            message = message_seen(world, person, channel, message_ts)
            if message.reader:
                raise Mistaken("an ephemeral message has no shortcuts")
            payload = message_shortcut(world, person, shortcut, message)
            hook = answers.new_hook(world, person.id, message.channel, message.ts)
            payload["response_url"] = hook
        else:
            payload = global_shortcut(world, person, shortcut)
        payload["trigger_id"] = new_trigger(world, person.id)
    return tell(world, wire, person, callback_id, payload)


def tell(world: World, wire: Wire, person: User, name: str, payload: Json) -> Outcome:
    """Send an interaction; a failure stays in the user's sight until something goes well."""
    outcome = Outcome(error="interactivity_disabled")
    if world.app.is_interactive:
        outcome = wire.send_interaction(name, payload)
    with world.changing() as state:
        if outcome.error:
            state.pending_errors[person.id] = outcome.error
        else:
            state.pending_errors.pop(person.id, None)
    return outcome


def _pressed(page: Message | View, action: Mapping[str, object]) -> Field:
    block_id = str(action.get("block_id") or "")
    return field_of(_blocks(page), str(action.get("action_id")), block_id)


def _blocks(page: Message | View) -> list[Json]:
    return page.blocks if isinstance(page, Message) else page.content["blocks"]


def _place_json(world: World, page: Message | View) -> Json:
    if isinstance(page, Message):
        return place_of_message(world, page)
    return place_of_view(world, page)


def _done(
    world: World, field: Field, given: Mapping[str, object], values: Values, offered: Offered
) -> Json:
    """Return the action as Slack reports it, and keep what was chosen in the page's state."""
    done: Json = {
        "action_id": field.action_id,
        "block_id": field.block_id,
        "type": field.element["type"],
        "action_ts": world.new_ts(),
    }
    if field.key:
        wanted = given[field.key] if field.key in given else given.get("value")
        state = chosen(field, wanted, offered.get(field.action_id, ()))
        values.setdefault(field.block_id, {})[field.action_id] = state
        return done | state
    if field.element["type"] == "overflow":
        wanted = given.get("selected_option", given.get("value"))
        return done | {"selected_option": field.option(wanted)}
    return done | {
        key: field.element[key] for key in ("text", "value", "style") if key in field.element
    }
