"""Slack's JSON shapes of people, channels, messages, views and files (docs.slack.dev/reference)."""

import mimetypes
from copy import deepcopy
from urllib.parse import quote
from zoneinfo import ZoneInfo

from .workspace import Channel, Json, User, UserGroup
from .world import File, Message, View, World


def user_json(world: World, user: User, *, with_locale: bool = False) -> Json:
    """Shape a user (reference/objects/user-object); an address only with users:read.email."""
    offset = world.now().astimezone(ZoneInfo(user.tz)).utcoffset()
    shape: Json = {
        "id": user.id,
        "team_id": world.workspace.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "color": user.color,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": _profile(world, user),
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    return shape | ({"locale": user.locale} if with_locale else {})


def _profile(world: World, user: User) -> Json:
    profile = {
        "title": user.title,
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.display_name,
        "display_name_normalized": user.display_name,
        "status_text": "",
        "status_emoji": "",
        "team": world.workspace.team_id,
    }
    if user.email and world.app.may("users:read.email"):
        profile["email"] = user.email
    return profile


def channel_json(world: World, channel: Channel) -> Json:
    """Shape a conversation (reference/objects/conversation-object)."""
    if channel.is_im:
        return {"id": channel.id, "is_im": True, "user": channel.user, "is_archived": False}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_member": world.app.user_id in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
        "context_team_id": world.workspace.team_id,
    }


def group_json(world: World, group: UserGroup, *, with_users: bool = False) -> Json:
    """Shape a user group (reference/objects/usergroup-object)."""
    shape: Json = {
        "id": group.id,
        "team_id": world.workspace.team_id,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "user_count": len(group.users),
        "date_delete": 0,
    }
    return shape | ({"users": list(group.users)} if with_users else {})


def message_json(world: World, message: Message, *, with_metadata: bool = False) -> Json:
    """Shape a message as conversations.history and the event payloads carry it."""
    shape: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": world.workspace.team_id,
    }
    if message.user == world.app.user_id:
        shape |= {"bot_id": world.app.bot_id, "app_id": world.app.id}
    if message.blocks:
        shape["blocks"] = message.blocks
    if message.edited:
        shape["edited"] = {"user": message.user, "ts": message.edited}
    if message.files:
        shape["files"] = [file_json(world, world.state.files[file]) for file in message.files]
    if message.reactions:
        shape["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    if message.metadata and with_metadata:
        shape["metadata"] = message.metadata
    return shape | thread_json(world, message)


def thread_json(world: World, message: Message) -> Json:
    """Shape what a message says of its thread: nothing where there is none."""
    if message.thread_ts not in (None, message.ts):
        shape: Json = {"thread_ts": message.thread_ts}
        return shape | ({"subtype": "thread_broadcast"} if message.broadcast else {})
    replies = replies_to(world, message)
    if not replies:
        return {}
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": sorted({reply.user for reply in replies}),
        "reply_users_count": len({reply.user for reply in replies}),
        "latest_reply": replies[-1].ts,
    }


def replies_to(world: World, message: Message) -> list[Message]:
    """Return the thread under a message, without the message, oldest first."""
    found = (world.message(message.channel, ts) for ts in message.replies)
    return [reply for reply in found if reply]


def view_json(world: World, view: View) -> Json:
    """Shape a view as the Web API answers and the interaction payloads carry it."""
    return {
        "id": view.id,
        "team_id": world.workspace.team_id,
        "app_id": world.app.id,
        "bot_id": world.app.bot_id,
        "app_installed_team_id": world.workspace.team_id,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "title": {"type": "plain_text", "text": "View Title", "emoji": True},
        "close": None,
        "submit": None,
        "clear_on_close": False,
        "notify_on_close": False,
        **view.content,
        "state": {"values": deepcopy(view.values)},
        "hash": view.hash,
        "root_view_id": view.root_id or view.id,
        "previous_view_id": view.previous_id,
    }


def file_json(world: World, file: File) -> Json:
    """Shape a file (reference/objects/file-object); url_private wants the app's token."""
    kind = file.name.rpartition(".")[2].lower()
    return {
        "id": file.id,
        "created": int(file.at.timestamp()),
        "timestamp": int(file.at.timestamp()),
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": mimetype(file),
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": file.user,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "is_public": True,
        "url_private": f"{world.url}files/{file.id}/{quote(file.name)}",
        "url_private_download": f"{world.url}files/{file.id}/download/{quote(file.name)}",
        "permalink": f"{workspace_url(world)}files/{file.user}/{file.id}",
    }


def mimetype(file: File) -> str:
    """Return a file's type, guessed from its name."""
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def workspace_url(world: World) -> str:
    """Return the address Slack would show for the workspace, with a slash at its end."""
    return f"https://{world.workspace.domain}.slack.com/"


def team_json(world: World) -> Json:
    """Shape the team as every interaction payload names it."""
    return {"id": world.workspace.team_id, "domain": world.workspace.domain}
