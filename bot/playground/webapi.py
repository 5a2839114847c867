"""The Web API's front door: who calls, what for, and Slack's way of saying yes or no."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import api_chat, api_conversations, api_files, api_people, api_views
from .calls import Call
from .refusal import Refused
from .workspace import Json
from .world import World


@dataclass(frozen=True)
class Method:
    """A method: its name, what answers it, and the scope it needs.

    What is about one conversation asks for the scope of its kind by itself.
    """

    name: str
    answer: Callable[[Call], Json]
    scope: str = ""
    reads: bool = False


METHODS = (
    Method("api.test", api_people.api_test, reads=True),
    Method("auth.test", api_people.auth_test, reads=True),
    Method("chat.delete", api_chat.delete, "chat:write"),
    Method("chat.getPermalink", api_chat.permalink, reads=True),
    Method("chat.postEphemeral", api_chat.post_ephemeral, "chat:write"),
    Method("chat.postMessage", api_chat.post_message, "chat:write"),
    Method("chat.update", api_chat.update, "chat:write"),
    Method("conversations.history", api_conversations.history, reads=True),
    Method("conversations.info", api_conversations.info, reads=True),
    Method("conversations.join", api_conversations.join, "channels:join"),
    Method("conversations.list", api_conversations.list_conversations, reads=True),
    Method("conversations.members", api_conversations.members, reads=True),
    Method("conversations.open", api_conversations.open_conversation, "im:write"),
    Method("conversations.replies", api_conversations.replies, reads=True),
    Method("files.completeUploadExternal", api_files.complete_upload, "files:write"),
    Method("files.getUploadURLExternal", api_files.upload_url, "files:write"),
    Method("files.info", api_files.file_info, "files:read", reads=True),
    Method("reactions.add", api_chat.add_reaction, "reactions:write"),
    Method("usergroups.list", api_people.list_groups, "usergroups:read", reads=True),
    Method("usergroups.users.list", api_people.group_members, "usergroups:read", reads=True),
    Method("users.info", api_people.user_info, "users:read", reads=True),
    Method("users.list", api_people.list_users, "users:read", reads=True),
    Method("views.open", api_views.open_modal),
    Method("views.publish", api_views.publish),
    Method("views.push", api_views.push_modal),
    Method("views.update", api_views.update_view),
)
_BY_NAME = {method.name: method for method in METHODS}


def answer(world: World, name: str, given: Mapping[str, object], *, granted: bool | None) -> Json:
    """Answer one call; `granted` is whether its token is ours, None where there was none."""
    try:
        _check_token(granted=granted)
        return {"ok": True, **_answer(world, name, given)}
    except Refused as refused:
        return refusal_json(refused)


def _check_token(*, granted: bool | None) -> None:
    if granted is None:
        raise Refused("not_authed")
    if not granted:
        raise Refused("invalid_auth")


def refusal_json(refused: Refused) -> Json:
    """Shape a refusal as Slack answers it."""
    shape: Json = {"ok": False, "error": refused.code, **refused.fields}
    if refused.messages:
        shape["response_metadata"] = {"messages": list(refused.messages)}
    if refused.code == "invalid_blocks":
        shape["errors"] = [message.removeprefix("[ERROR] ") for message in refused.messages]
    return shape


def _answer(world: World, name: str, given: Mapping[str, object]) -> Json:
    method = _BY_NAME.get(name)
    if method is None:
        raise Refused("unknown_method")
    call = Call(world, given)
    if method.scope:
        call.need(method.scope)
    with world.reading() if method.reads else world.changing():
        return method.answer(call)
