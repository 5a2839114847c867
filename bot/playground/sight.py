"""What a person sees, looked up by name: themselves, a channel, a message, a view.

Each function raises Mistaken where there is nothing of that name, or nothing for that person.
"""

from .modals import top
from .refusal import Mistaken
from .workspace import Channel, User
from .world import Message, View, World


def who(world: World, name: str) -> User:
    """Return a user by id, handle, display name or full name."""
    user = world.user(name)
    if user is None:
        raise Mistaken(f"there is no user {name}", 404)
    return user


def acting(world: World, name: str) -> User:
    """Return a user who can act: a person, and not one who has left."""
    user = who(world, name)
    if user.is_bot or user.deleted:
        raise Mistaken(f"{user.name} cannot act", 403)
    return user


def where(world: World, name: str, user: User) -> Channel:
    """Return a channel by id or name that a user is in; the app's name is their conversation."""
    channel = world.channel(name, user.id)
    if channel is None:
        raise Mistaken(f"there is no channel {name}", 404)
    if user.id not in channel.members:
        raise Mistaken(f"{user.name} is not in {channel.name or channel.id}", 403)
    return channel


def message_seen(world: World, user: User, channel: str, ts: str) -> Message:
    """Return a message that a user sees; an ephemeral one only its reader does."""
    message = world.message(where(world, channel, user).id, ts)
    if message is None or message.reader not in (None, user.id):
        raise Mistaken(f"{user.name} sees no message {ts} there", 404)
    return message


def modal_seen(world: World, user: User, view_id: str = "") -> View:
    """Return the modal a user has in front of them; with a view id, only that one."""
    view = top(world, user.id)
    if view is None:
        raise Mistaken(f"{user.name} has no form open", 404)
    if view_id not in ("", view.id):
        raise Mistaken(f"{user.name} does not see the view {view_id}", 404)
    return view


def home_seen(world: World, user: User) -> View:
    """Return what the app's home tab shows a user."""
    view = world.state.homes.get(user.id)
    if view is None:
        raise Mistaken(f"the app has shown {user.name} no home tab", 404)
    return view
