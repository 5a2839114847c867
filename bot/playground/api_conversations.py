"""Web API methods `conversations.*` (docs.slack.dev/reference/methods)."""

from dataclasses import replace

from .calls import Call
from .refusal import Refused
from .shapes import channel_json, message_json, replies_to
from .workspace import Json
from .world import Message

HISTORY_PAGE = 100
FAMILIES = {"public_channel": "channels", "private_channel": "groups", "im": "im"}
DEFAULT = "public_channel"


def open_conversation(call: Call) -> Json:
    """Answer conversations.open: safe to repeat, one person at a time."""
    world = call.world
    if channel := call.text("channel"):
        found = world.state.channels.get(channel)
        if found is None or not found.is_im:
            raise Refused("channel_not_found")
        return {"channel": channel_json(world, found), "already_open": True, "no_op": True}
    ids = [user for user in call.text("users").split(",") if user]
    if not ids:
        raise Refused("users_list_not_supplied")
    if len(ids) > 1:
        raise Refused("missing_scope")
    person = world.state.users.get(ids[0])
    if person is None:
        raise Refused("user_not_found")
    if person.deleted:
        raise Refused("user_disabled")
    if person.is_bot:
        raise Refused("cannot_dm_bot")
    channel_shape = channel_json(world, world.direct(person.id))
    full = call.flag("return_im")
    return {"channel": channel_shape if full else {"id": channel_shape["id"]}}


def info(call: Call) -> Json:
    """Answer conversations.info."""
    return {"channel": channel_json(call.world, call.channel(to="read"))}


def list_conversations(call: Call) -> Json:
    """Answer conversations.list: public channels unless `types` says otherwise."""
    families = {FAMILIES.get(kind.strip()) for kind in call.text("types", DEFAULT).split(",")}
    if None in families:
        raise Refused("invalid_types")
    for family in families:
        call.need(f"{family}:read")
    hide_archived = call.flag("exclude_archived")
    found = [
        channel
        for channel in call.world.state.channels.values()
        if channel.family in families
        and not (hide_archived and channel.is_archived)
        and (call.is_member(channel) or not channel.is_private)
    ]
    part, cursor = call.page(len(found), limit=HISTORY_PAGE)
    shapes = [channel_json(call.world, channel) for channel in found[part]]
    return {"channels": shapes, "response_metadata": {"next_cursor": cursor}}


def members(call: Call) -> Json:
    """Answer conversations.members."""
    ids = list(call.channel(to="read").members)
    part, cursor = call.page(len(ids), limit=HISTORY_PAGE)
    return {"members": ids[part], "response_metadata": {"next_cursor": cursor}}


def join(call: Call) -> Json:
    """Answer conversations.join: public channels only."""
    world = call.world
    channel = call.channel()
    if channel.is_im or channel.is_private:
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    if not call.is_member(channel):
        channel = replace(channel, members=(*channel.members, world.app.user_id))
        world.state.channels[channel.id] = channel
    return {"channel": channel_json(world, channel)}


def history(call: Call) -> Json:
    """Answer conversations.history: newest first, without replies and without ephemeral ones."""
    there = call.world.state.messages.get(call.own_channel(to="history").id, ())
    lasting = (m for m in reversed(there) if not m.reader and not m.is_reply)
    return _answer(call, [m for m in lasting if _between(call, m)])


def replies(call: Call) -> Json:
    """Answer conversations.replies: the parent and its thread, oldest first."""
    parent = call.world.message(call.own_channel(to="history").id, call.required("ts"))
    if parent is None or parent.reader:
        raise Refused("thread_not_found")
    if parent.is_reply and parent.thread_ts:
        parent = call.world.message(parent.channel, parent.thread_ts) or parent
    thread = [m for m in replies_to(call.world, parent) if _between(call, m)]
    return _answer(call, [parent, *thread])


def _between(call: Call, message: Message) -> bool:
    """Whether a message lies between `oldest` and `latest`, the ends only when `inclusive`."""
    oldest, latest = call.text("oldest") or "0", call.text("latest") or "9999999999"
    if message.ts in (oldest, latest):
        return call.flag("inclusive")
    return float(oldest) < float(message.ts) < float(latest)


def _answer(call: Call, messages: list[Message]) -> Json:
    part, cursor = call.page(len(messages), limit=HISTORY_PAGE)
    with_metadata = call.flag("include_all_metadata")
    return {
        "messages": [
            message_json(call.world, message, with_metadata=with_metadata)
            for message in messages[part]
        ],
        "has_more": bool(cursor),
        "pin_count": 0,
        "response_metadata": {"next_cursor": cursor},
    }
