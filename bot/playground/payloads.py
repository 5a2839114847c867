"""What Slack sends to an app (docs.slack.dev/reference/interaction-payloads and /events)."""

from collections.abc import Mapping
from copy import deepcopy

from .shapes import message_json, team_json, user_json, view_json
from .workspace import Channel, Json, Shortcut, User
from .world import Message, View, World

VERIFICATION = "playground"


def command_fields(
    world: World, user: User, channel: Channel, command: str, text: str
) -> dict[str, str]:
    """Return a slash command's form, but for its trigger and response_url."""
    return {
        "token": VERIFICATION,
        "team_id": world.workspace.team_id,
        "team_domain": world.workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": world.app.id,
        "is_enterprise_install": "false",
    }


def channel_name(channel: Channel) -> str:
    """Return the name Slack tells an app: private places are not named."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def interaction(world: World, kind: str, user: User) -> Json:
    """Return what every interaction payload holds."""
    return {
        "type": kind,
        "team": team_json(world),
        "user": user_of(world, user),
        "api_app_id": world.app.id,
        "token": VERIFICATION,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def user_of(world: World, user: User) -> Json:
    """Return how a payload names who acted."""
    return {
        "id": user.id,
        "username": user.name,
        "name": user.name,
        "team_id": world.workspace.team_id,
    }


def place_of_message(world: World, message: Message) -> Json:
    """Return where an action on a message happened; an ephemeral message itself is not sent."""
    channel = world.state.channels[message.channel]
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.reader is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    place: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": deepcopy(message.values)},
    }
    return place | ({} if message.reader else {"message": message_json(world, message)})


def place_of_view(world: World, view: View) -> Json:
    """Return where an action in a modal or a home tab happened."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view_json(world, view)}


def message_shortcut(world: World, user: User, shortcut: Shortcut, message: Message) -> Json:
    """Return a message shortcut's payload, but for its trigger and response_url."""
    channel = world.state.channels[message.channel]
    return {
        **interaction(world, "message_action", user),
        "callback_id": shortcut.callback_id,
        "message_ts": message.ts,
        "action_ts": world.new_ts(),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message_json(world, message),
    }


def global_shortcut(world: World, user: User, shortcut: Shortcut) -> Json:
    """Return a global shortcut's payload, but for its trigger."""
    return {
        **interaction(world, "shortcut", user),
        "callback_id": shortcut.callback_id,
        "action_ts": world.new_ts(),
    }


def event_callback(world: World, event: Mapping[str, object]) -> Json:
    """Wrap an event as the Events API delivers it."""
    return {
        "token": VERIFICATION,
        "team_id": world.workspace.team_id,
        "api_app_id": world.app.id,
        "event": dict(event),
        "type": "event_callback",
        "event_id": world.new_id("Ev"),
        "event_time": int(world.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": world.workspace.team_id,
                "user_id": world.app.user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": world.new_id("EC"),
    }


def message_event(world: World, message: Message) -> Json:
    """Return the event of a person's message, with the kind of channel it stands in."""
    channel = world.state.channels[message.channel]
    kind = "im" if channel.is_im else "group" if channel.is_private else "channel"
    event = message_json(world, message)
    event |= {"channel": channel.id, "channel_type": kind, "event_ts": message.ts}
    return event | ({"subtype": "file_share"} if message.files else {})


def mention_event(world: World, message: Message) -> Json:
    """Return the event of a mention of the app."""
    event = message_json(world, message)
    return event | {"type": "app_mention", "channel": message.channel, "event_ts": message.ts}


def home_event(world: World, user: User) -> Json:
    """Return the event of a user opening the app's home tab."""
    event: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": world.direct(user.id).id,
        "tab": "home",
        "event_ts": world.new_ts(),
    }
    shown = world.state.homes.get(user.id)
    return event | ({"view": view_json(world, shown)} if shown else {})


def user_event(world: World, kind: str, user: User) -> Json:
    """Return the event of a user who joined (team_join) or changed (user_change)."""
    shape = user_json(world, user, with_locale=True)
    return {"type": kind, "user": shape, "event_ts": world.new_ts()}
