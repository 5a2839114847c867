"""What people do with a form: submit it, or close it."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from . import answers
from .forms import Field, fields, fill, is_empty
from .modals import close_all, close_top, new_trigger
from .payloads import interaction
from .pressing import tell
from .refusal import Mistaken, Refused
from .shapes import view_json
from .sight import acting, modal_seen
from .wire import Outcome, Wire
from .workspace import Json
from .world import View, World

REQUIRED = "Please complete this required field."
RESPONDING = {
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}


def submit(
    world: World, wire: Wire, *, user: str, values: Mapping[str, object] | None = None
) -> tuple[Outcome, dict[str, str]]:
    """Submit the modal a user has open; return the outcome and the errors beside its inputs.

    Inputs that are not named keep what they hold. What Slack checks itself, such as a required
    input, is checked before anything is sent.
    """
    with world.changing():
        person = acting(world, user)
        view = modal_seen(world, person)
        if not view.content.get("submit"):
            raise Mistaken("this form has nothing to submit")
        fill(view.content["blocks"], view.values, values or {}, view.offered)
        view.errors = dict(_wanting(view))
        if view.errors:
            return Outcome(error="incomplete"), view.errors
        payload = interaction(world, "view_submission", person)
        payload |= {
            "trigger_id": new_trigger(world, person.id),
            "view": view_json(world, view),
            "response_urls": _response_urls(world, view),
        }
    outcome = tell(world, wire, person, str(view.content.get("callback_id", "")), payload)
    return _answered(world, view, outcome) if outcome.ok else (outcome, {})


def close(world: World, wire: Wire, *, user: str, everything: bool = False) -> Outcome:
    """Close the modal a user sees, or all of them; the app hears of those that ask for it."""
    with world.changing():
        person = acting(world, user)
        view = modal_seen(world, person)
        cleared = everything or bool(view.content.get("clear_on_close"))
        closed = close_all(world, person.id) if cleared else close_top(world, person.id)
        payloads = [
            interaction(world, "view_closed", person)
            | {"view": view_json(world, view), "is_cleared": cleared}
            for view in closed
            if view.content.get("notify_on_close")
        ]
    outcome = Outcome()
    for payload in payloads:
        outcome = tell(world, wire, person, payload["view"]["callback_id"], payload)
    return outcome


def _answered(world: World, view: View, outcome: Outcome) -> tuple[Outcome, dict[str, str]]:
    """Show the app's answer to a submission, or that Slack cannot show it."""
    with world.changing() as state:
        try:
            answers.answer_form(world, view, outcome.body)
        except Refused as refused:
            state.pending_errors[view.user] = refused.sentence
            return outcome.failed(refused.sentence), {}
        return outcome, view.errors


def _wanting(view: View) -> Iterator[tuple[str, str]]:
    """Yield what Slack itself finds wrong with a form, by block id."""
    for field in fields(view.content["blocks"]):
        if field.is_input:
            state = view.values.get(field.block_id, {}).get(field.action_id, {})
            if complaint := _complaint(field, state):
                yield field.block_id, complaint


def _complaint(field: Field, state: Json) -> str | None:
    """Return what is wrong with one input, in the words of Slack's client, or None."""
    if is_empty(state):
        return None if field.block.get("optional") else REQUIRED
    check = CHECKS.get(field.element["type"])
    return check(field.element, state) if check else None


def _text(element: Json, state: Json) -> str | None:
    length = len(state["value"])
    if length < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if length > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    return None


def _number(element: Json, state: Json) -> str | None:
    try:
        number = Decimal(state["value"])
    except InvalidOperation:
        return "Please enter a valid number."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Please enter a whole number."
    if number < Decimal(element.get("min_value", "-Infinity")):
        return f"Please enter a number that is at least {element['min_value']}."
    if number > Decimal(element.get("max_value", "Infinity")):
        return f"Please enter a number that is at most {element['max_value']}."
    return None


def _email(_element: Json, state: Json) -> str | None:
    good = re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", state["value"])
    return None if good else "Please enter a valid email address."


def _url(_element: Json, state: Json) -> str | None:
    good = re.fullmatch(r"https?://\S+", state["value"])
    return None if good else "Please enter a valid URL."


def _several(element: Json, state: Json) -> str | None:
    most = element.get("max_selected_items")
    count = max(len(value) for value in state.values() if isinstance(value, list))
    return f"Please select at most {most} items." if most and count > most else None


CHECKS = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "multi_static_select": _several,
    "multi_external_select": _several,
    "multi_users_select": _several,
    "multi_conversations_select": _several,
    "multi_channels_select": _several,
}


def _response_urls(world: World, view: View) -> list[Json]:
    """Return a response_url for each conversation chosen in a menu that asks for one."""
    return [
        {
            "block_id": field.block_id,
            "action_id": field.action_id,
            "channel_id": channel,
            "response_url": answers.new_hook(world, view.user, channel),
        }
        for field in fields(view.content["blocks"])
        if field.element.get("response_url_enabled")
        for channel in [
            view.values[field.block_id][field.action_id][RESPONDING[field.element["type"]]]
        ]
        if channel
    ]
