"""Web API methods `views.*` (docs.slack.dev/reference/methods)."""

from . import blockkit
from .calls import Call
from .modals import exchange, find_view, open_view, publish_home, push_view, replace_view
from .refusal import Refused
from .shapes import view_json
from .workspace import Json
from .world import View


def open_modal(call: Call) -> Json:
    """Answer views.open."""
    content = _content(call, "modal")
    user = exchange(call.world, call.required("trigger_id"))
    return {"view": view_json(call.world, open_view(call.world, user, content))}


def push_modal(call: Call) -> Json:
    """Answer views.push."""
    content = _content(call, "modal")
    user = exchange(call.world, call.required("trigger_id"))
    return {"view": view_json(call.world, push_view(call.world, user, content))}


def update_view(call: Call) -> Json:
    """Answer views.update, by view_id or external_id, guarded by the hash where one is given."""
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        raise Refused("invalid_arguments", "[ERROR] one of view_id or external_id is required")
    view = find_view(call.world, view_id, external_id)
    if view is None:
        raise Refused("not_found")
    _check_hash(call, view)
    content = _content(call, view.content["type"])
    return {"view": view_json(call.world, replace_view(call.world, view, content))}


def publish(call: Call) -> Json:
    """Answer views.publish."""
    world = call.world
    user = world.state.users.get(call.required("user_id"))
    if user is None or user.is_bot:
        raise Refused("user_not_found")
    if not world.app.has_home:
        raise Refused("not_enabled")
    content = _content(call, "home")
    if shown := world.state.homes.get(user.id):
        _check_hash(call, shown)
    return {"view": view_json(world, publish_home(world, user.id, content))}


def _check_hash(call: Call, view: View) -> None:
    if call.text("hash") not in ("", view.hash):
        raise Refused("hash_conflict")


def _content(call: Call, kind: str) -> Json:
    view = call.document("view")
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", "[ERROR] missing required field: view")
    if view.get("type") != kind:
        raise Refused("invalid_arguments", f"[ERROR] view type must be {kind}")
    return blockkit.accept_view(call.world, view)
