"""What the browser shows: the workspace as one person sees it, and the messages of a channel."""

from .modals import top
from .shapes import file_json, message_json, replies_to, view_json
from .talk import joined, visible
from .workspace import Channel, Json, User, UserGroup
from .world import File, Message, View, World


def state_json(world: World, reader: User | None) -> Json:
    """Return everything but the messages, as a user sees it; as nobody, all of it."""
    reads = reader.id if reader else None
    view = top(world, reads) if reads else None
    home = world.state.homes.get(reads) if reads else None
    return {
        "version": world.state.version,
        "now": world.now().isoformat(),
        "realtime": world.clock.realtime,
        "team": {
            "id": world.workspace.team_id,
            "name": world.workspace.name,
            "domain": world.workspace.domain,
        },
        "bot": {"id": world.app.user_id, "name": world.app.name},
        "users": [_user(user) for user in world.state.users.values()],
        "usergroups": [_group(group) for group in world.state.groups.values()],
        "channels": [_channel(world, channel, reads) for channel in joined(world, reads)],
        "commands": [
            {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
            for c in world.app.commands
        ],
        "shortcuts": [
            {"name": s.name, "callback_id": s.callback_id, "type": s.type}
            for s in world.app.shortcuts
        ],
        "view": _view(world, view) if view else None,
        "home": _view(world, home) if home else None,
        "pending_error": world.state.pending_errors.get(reads) if reads else None,
    }


def messages_json(world: World, channel: Channel, reader: User | None) -> list[Json]:
    """Return a channel's messages as a user sees them, oldest first."""
    seen = visible(world, channel.id, reader.id if reader else None)
    return [_message(world, message) for message in seen]


def mark_read(world: World, channel: Channel, reader: User) -> bool:
    """Remember that a user has read a channel to its end; return whether that is new."""
    key, end = _read_key(reader.id, channel), _last_ts(world, channel, reader.id)
    if world.state.read.get(key, "") >= end:
        return False
    world.state.read[key] = end
    return True


def _user(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "display_name": user.display_name,
        "title": user.title,
        "is_admin": user.is_admin,
        "is_bot": user.is_bot,
        "deleted": user.deleted,
        "locale": user.locale,
        "tz": user.tz,
        "color": user.color,
    }


def _group(group: UserGroup) -> Json:
    return {"id": group.id, "handle": group.handle, "name": group.name, "users": list(group.users)}


def _channel(world: World, channel: Channel, reader: str | None) -> Json:
    seen = visible(world, channel.id, reader)
    read = world.state.read.get(_read_key(reader or "", channel), "")
    return {
        "id": channel.id,
        "name": channel.name,
        "topic": channel.topic,
        "is_im": channel.is_im,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "members": list(channel.members),
        "user": world.app.user_id if channel.is_im and reader == channel.user else channel.user,
        "unread": sum(_is_news(m, read, reader) for m in seen) if reader else 0,
        "last_ts": seen[-1].ts if seen else None,
        "last_text": seen[-1].text if seen else None,
    }


def _message(world: World, message: Message) -> Json:
    author = world.state.users[message.user]
    shape = message_json(world, message, with_metadata=True)
    return {
        "ts": message.ts,
        "user": message.user,
        "username": author.display_name or author.real_name,
        "bot_id": shape.get("bot_id"),
        "text": message.text,
        "blocks": message.blocks,
        "metadata": message.metadata,
        "edited": shape.get("edited"),
        "ephemeral": message.reader is not None,
        "thread_ts": message.thread_ts,
        "broadcast": message.broadcast,
        "reply_count": len(replies_to(world, message)),
        "reactions": shape.get("reactions", []),
        "files": [_file(world, world.state.files[file]) for file in message.files],
    }


def _file(world: World, file: File) -> Json:
    """Shape a file with an address that the browser may open without the app's token."""
    return file_json(world, file) | {"url": f"/_control/files/{file.id}"}


def _view(world: World, view: View) -> Json:
    return view_json(world, view) | {"errors": dict(view.errors)}


def _is_news(message: Message, read: str, reader: str) -> bool:
    return message.ts > read and message.user != reader and not message.is_reply


def _last_ts(world: World, channel: Channel, reader: str) -> str:
    seen = visible(world, channel.id, reader)
    return seen[-1].ts if seen else ""


def _read_key(reader: str, channel: Channel) -> str:
    return f"{reader} {channel.id}"
