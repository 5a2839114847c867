"""Web API methods `chat.*` and `reactions.add` (docs.slack.dev/reference/methods)."""

import json
from typing import cast

from . import blockkit
from .calls import Call
from .refusal import Refused
from .shapes import message_json, workspace_url
from .talk import LONGEST_EDIT, check_text, edit, erase, own_message, post
from .workspace import Channel, Json
from .world import Message

LARGEST_METADATA = 8_000


def post_message(call: Call) -> Json:
    """Answer chat.postMessage: a user id as channel opens the conversation with that user."""
    world = call.world
    channel = _postable(call)
    text, blocks = call.text("text"), _blocks(call)
    check_text(text, blocks or ())
    message = Message(
        ts=world.new_ts(),
        channel=channel.id,
        user=world.app.user_id,
        text=text,
        blocks=blocks or [],
        metadata=_metadata(call),
        thread_ts=_thread(call, channel),
        broadcast=call.flag("reply_broadcast"),
    )
    post(world, message)
    shape = message_json(world, message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shape}


def post_ephemeral(call: Call) -> Json:
    """Answer chat.postEphemeral: only the user sees it, and only where the user is."""
    world = call.world
    channel = _postable(call)
    reader = call.user()
    text, blocks = call.text("text"), _blocks(call)
    check_text(text, blocks or ())
    if reader.id not in channel.members:
        raise Refused("user_not_in_channel")
    message = Message(
        ts=world.new_ts(),
        channel=channel.id,
        user=world.app.user_id,
        text=text,
        blocks=blocks or [],
        reader=reader.id,
        thread_ts=_thread(call, channel),
    )
    return {"message_ts": post(world, message).ts}


def update(call: Call) -> Json:
    """Answer chat.update: blocks or metadata that are not given stay, empty ones go."""
    world = call.world
    channel = call.channel()
    message = own_message(world, channel, call.required("ts"), code="cant_update_message")
    blocks = _blocks(call)
    text = call.text("text") if "text" in call.given else None
    if text is None and blocks is None:
        raise Refused("no_text")
    kept = message.blocks if blocks is None else blocks
    check_text(message.text if text is None else text, kept, longest=LONGEST_EDIT)
    edit(world, message, text=text, blocks=blocks)
    if "metadata" in call.given:
        message.metadata = _metadata(call)
    shape = message_json(world, message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shape}


def delete(call: Call) -> Json:
    """Answer chat.delete."""
    channel = call.channel()
    ts = call.required("ts")
    erase(call.world, own_message(call.world, channel, ts, code="cant_delete_message"))
    return {"channel": channel.id, "ts": ts}


def permalink(call: Call) -> Json:
    """Answer chat.getPermalink."""
    channel = call.channel()
    message = call.world.message(channel.id, call.required("message_ts"))
    if message is None or message.reader:
        raise Refused("message_not_found")
    mark = message.ts.replace(".", "")
    link = f"{workspace_url(call.world)}archives/{channel.id}/p{mark}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def add_reaction(call: Call) -> Json:
    """Answer reactions.add."""
    channel = call.own_channel()
    message = call.world.message(channel.id, call.required("timestamp"))
    if message is None or message.reader:
        raise Refused("message_not_found")
    users = message.reactions.setdefault(call.required("name").strip(":"), [])
    if call.world.app.user_id in users:
        raise Refused("already_reacted")
    users.append(call.world.app.user_id)
    return {}


def _postable(call: Call) -> Channel:
    """Return where a message may go: the app's channels, and public ones with chat:write.public."""
    where = call.text("channel")
    if where in call.world.state.users:
        return _direct(call, where)
    channel = call.world.channel(where)
    if channel is None or (channel.is_private and not call.is_member(channel)):
        raise Refused("channel_not_found")
    if channel.is_archived:
        raise Refused("is_archived")
    if not call.is_member(channel) and not call.world.app.may("chat:write.public"):
        raise Refused("not_in_channel")
    return channel


def _direct(call: Call, user: str) -> Channel:
    person = call.world.state.users[user]
    if person.deleted or person.is_bot:
        raise Refused("channel_not_found")
    if not call.world.app.sends_messages:
        raise Refused("messages_tab_disabled")
    return call.world.direct(user)


def _blocks(call: Call) -> list[Json] | None:
    """Return the checked blocks; None where none were given.

    Attachments, which blocks have replaced, are refused rather than left out without a word.
    """
    if call.document("attachments"):
        raise Refused("invalid_attachments")
    given = call.document("blocks", code="invalid_blocks_format")
    if given is None:
        return None
    if not isinstance(given, list):
        raise Refused("invalid_blocks_format")
    return blockkit.accept(call.world, given)


def _metadata(call: Call) -> Json | None:
    """Return the metadata; it is an event_type and an object, or nothing at all."""
    given = call.document("metadata", code="invalid_metadata_format")
    if not given:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if not given.get("event_type"):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(given)) > LARGEST_METADATA:
        raise Refused("metadata_too_large")
    return cast("Json", given)


def _thread(call: Call, channel: Channel) -> str | None:
    """Return the thread to answer in: a message's own ts, or that of the thread it stands in."""
    ts = call.text("thread_ts")
    if not ts:
        return None
    parent = call.world.message(channel.id, ts)
    if parent is None:
        raise Refused("thread_not_found")
    return parent.thread_ts or parent.ts
