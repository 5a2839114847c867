"""What is said in channels: posting, editing, deleting, and who sees what."""

from collections.abc import Sequence

from .forms import initial_values
from .refusal import Refused
from .workspace import Channel, Json
from .world import KEPT_EPHEMERAL, Message, World

LONGEST_TEXT = 40_000
LONGEST_EDIT = 4_000


def post(world: World, message: Message) -> Message:
    """Put a new message into its channel; of a reader's ephemeral ones only the last 30 stay."""
    message.values = initial_values(message.blocks, {})
    there = world.state.messages.setdefault(message.channel, [])
    there.append(message)
    if message.reader:
        private = [m for m in there if m.reader == message.reader]
        for old in private[:-KEPT_EPHEMERAL]:
            there.remove(old)
    elif thread := _thread_of(world, message):
        thread.replies.append(message.ts)
    return message


def edit(world: World, message: Message, *, text: str | None, blocks: list[Json] | None) -> None:
    """Change a message's words or blocks; what is None stays as it was."""
    if text is not None:
        message.text = text
    if blocks is not None:
        message.blocks = blocks
        message.values = initial_values(blocks, message.values)
    message.edited = world.new_ts()


def erase(world: World, message: Message) -> None:
    """Take a message out of its channel."""
    world.state.messages[message.channel].remove(message)
    if (thread := _thread_of(world, message)) and message.ts in thread.replies:
        thread.replies.remove(message.ts)


def visible(world: World, channel: str, reader: str | None) -> list[Message]:
    """Return what a user sees in a channel, oldest first; for None everything, whoever reads it."""
    there = world.state.messages.get(channel, ())
    return [m for m in there if reader is None or m.reader in (None, reader)]


def joined(world: World, user: str | None) -> list[Channel]:
    """Return the channels a user is in, the named ones first; for None all of them."""
    channels = world.state.channels.values()
    mine = [c for c in channels if user is None or user in c.members]
    return sorted(mine, key=lambda channel: (channel.is_im, channel.name, channel.id))


def check_text(text: str, blocks: Sequence[Json], *, longest: int = LONGEST_TEXT) -> None:
    """Refuse a message that says nothing or too much."""
    if not text and not blocks:
        raise Refused("no_text")
    if len(text) > longest:
        raise Refused("msg_too_long")


def own_message(world: World, channel: Channel, ts: str, *, code: str) -> Message:
    """Return the app's own lasting message, or refuse with `message_not_found` or `code`."""
    message = world.message(channel.id, ts)
    if message is None or message.reader:
        raise Refused("message_not_found")
    if message.user != world.app.user_id:
        raise Refused(code)
    return message


def _thread_of(world: World, message: Message) -> Message | None:
    """Return the message that another one replies to, if it does."""
    if message.thread_ts in (None, message.ts):
        return None
    return world.message(message.channel, message.thread_ts)
