"""Modals and home tabs: the stack a user has open, and the three seconds to open one."""

import secrets
import time

from .forms import initial_values
from .refusal import Refused
from .workspace import Json
from .world import TRIGGER_LIFE, Trigger, View, World, forget_oldest

DEEPEST = 3


def new_trigger(world: World, user: str) -> str:
    """Give out a trigger_id: one modal for this user, within three seconds."""
    trigger_id = f"{world.state.serial}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
    world.triggers[trigger_id] = Trigger(user, world.now(), time.monotonic())
    forget_oldest(world.triggers)
    return trigger_id


def exchange(world: World, trigger_id: str) -> str:
    """Take a trigger_id back and return its user; it is good once."""
    trigger = world.triggers.get(trigger_id)
    if trigger is None:
        raise Refused("invalid_arguments", "invalid `trigger_id`")
    if trigger.used:
        raise Refused("exchanged_trigger_id")
    late = time.monotonic() - trigger.monotonic > world.patience
    if late or world.now() - trigger.at > TRIGGER_LIFE:
        raise Refused("expired_trigger_id")
    trigger.used = True
    return trigger.user


def open_view(world: World, user: str, content: Json) -> View:
    """Show a modal; what was open before goes."""
    close_all(world, user)
    return _put(world, user, content)


def push_view(world: World, user: str, content: Json) -> View:
    """Show a modal on top of the one that is open, three at most."""
    if len(world.state.stacks.get(user, ())) >= DEEPEST:
        raise Refused("push_limit_reached")
    return _put(world, user, content)


def replace_view(world: World, view: View, content: Json) -> View:
    """Give a view new content; what the user filled in stays where the inputs stay."""
    _unique_external_id(world, content, view)
    view.content = content
    view.hash = _new_hash(world)
    view.values = initial_values(content["blocks"], view.values)
    view.errors = {}
    return view


def publish_home(world: World, user: str, content: Json) -> View:
    """Show a home tab."""
    shown = world.state.homes.get(user)
    if shown:
        return replace_view(world, shown, content)
    view = _new_view(world, user, content)
    world.state.homes[user] = view
    return view


def top(world: World, user: str) -> View | None:
    """Return the modal that a user sees, or None."""
    stack = world.state.stacks.get(user)
    return world.state.views[stack[-1]] if stack else None


def close_top(world: World, user: str) -> list[View]:
    """Close the modal a user sees, and all below it where it says so; return what was closed."""
    view = top(world, user)
    if view is None or view.content.get("clear_on_close"):
        return close_all(world, user)
    world.state.stacks[user].pop()
    del world.state.views[view.id]
    return [view]


def close_view(world: World, view: View) -> None:
    """Close one modal wherever it lies; the others stay."""
    if world.state.views.pop(view.id, None):
        world.state.stacks[view.user].remove(view.id)


def close_all(world: World, user: str) -> list[View]:
    """Close every modal of a user; return what was closed, the top one first."""
    stack = world.state.stacks.pop(user, [])
    return [world.state.views.pop(view_id) for view_id in reversed(stack)]


def find_view(world: World, view_id: str, external_id: str = "") -> View | None:
    """Find an open modal or a home tab by either of its ids, or None."""
    shown = (*world.state.views.values(), *world.state.homes.values())
    if view_id:
        return next((view for view in shown if view.id == view_id), None)
    return next((v for v in shown if v.content.get("external_id") == external_id), None)


def _put(world: World, user: str, content: Json) -> View:
    _unique_external_id(world, content, None)
    stack = world.state.stacks.setdefault(user, [])
    view = _new_view(world, user, content)
    if stack:
        view.root_id, view.previous_id = stack[0], stack[-1]
    world.state.views[view.id] = view
    stack.append(view.id)
    return view


def _new_view(world: World, user: str, content: Json) -> View:
    view_id = world.new_id("V")
    values = initial_values(content["blocks"], {})
    return View(view_id, user, content, _new_hash(world), root_id=view_id, values=values)


def _new_hash(world: World) -> str:
    return f"{int(world.now().timestamp())}.{secrets.token_hex(4)}"


def _unique_external_id(world: World, content: Json, own: View | None) -> None:
    external_id = content.get("external_id")
    if external_id and find_view(world, "", external_id) not in (None, own):
        raise Refused("duplicate_external_id")
