"""From what people type to what Slack sends: entities, links, and names turned into mentions."""

import re
from collections.abc import Iterator

from .world import World

_PIECE = re.compile(
    r"(?P<picked><(@[UW]\w+|#[CG]\w+|!subteam\^S\w+|!here|!channel|!everyone)(\|[^>]*)?>)"
    r"|(?P<url>https?://[^\s<>|]*[^\s<>|.,;:!?)\]'\"])"
    r"|(?P<mark>(?<![\w@#])[@#])"
)
_EVERYBODY = ("!here", "!channel", "!everyone")


def entities(text: str) -> str:
    """Escape the three characters that Slack's markup needs for itself."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_command(world: World, text: str, *, should_escape: bool) -> str:
    """Escape a command's text as Slack does.

    With `should_escape` names become mentions that carry the name (`<@U123|mira>`) and addresses
    become links; a mention that was picked from a list is written as `<@U123>` and keeps its id.
    """
    return _escape(world, text, named=True) if should_escape else entities(text)


def escape_message(world: World, text: str) -> str:
    """Escape a message's text as Slack does; a person's mention carries the id alone."""
    return _escape(world, text, named=False)


def _escape(world: World, text: str, *, named: bool) -> str:
    done, at = [], 0
    while piece := _PIECE.search(text, at):
        start = piece.start()
        length, words = len(piece[0]), entities(piece[0])
        if piece["url"]:
            words = f"<{words}>"
        elif piece["picked"]:
            words = _picked(world, piece[2], named=named) or words
        else:
            length, words = _typed(world, text[start:], named=named) or (length, words)
        done += [entities(text[at:start]), words]
        at = start + length
    return "".join([*done, entities(text[at:])])


def _picked(world: World, inner: str, *, named: bool) -> str | None:
    """Return a mention that was picked from a list, as Slack writes it; None if nobody has it."""
    state = world.state
    if user := state.users.get(inner[1:]):
        return f"<@{user.id}|{user.name}>" if named else f"<@{user.id}>"
    if channel := state.channels.get(inner[1:]):
        return f"<#{channel.id}|{channel.name}>"
    if group := state.groups.get(inner.removeprefix("!subteam^")):
        return f"<!subteam^{group.id}|@{group.handle}>"
    return f"<{inner}>" if inner in _EVERYBODY else None


def _typed(world: World, rest: str, *, named: bool) -> tuple[int, str] | None:
    """Return the longest name that `rest` begins with: its length, and the mention it means."""
    folded = rest.casefold()
    fitting = [
        (len(spelling), mention)
        for spelling, mention in _spellings(world, named=named)
        if folded.startswith(spelling) and not re.match(r"\w", rest[len(spelling) :])
    ]
    return max(fitting, default=None)


def _spellings(world: World, *, named: bool) -> Iterator[tuple[str, str]]:
    """Yield every way to type a mention, case-folded, with what Slack makes of it."""
    for user in world.state.users.values():
        mention = f"<@{user.id}|{user.name}>" if named else f"<@{user.id}>"
        names = {user.name, user.display_name, user.real_name} - {""}
        yield from ((f"@{name}".casefold(), mention) for name in names if not user.deleted)
    for channel in world.state.channels.values():
        if channel.name:
            yield f"#{channel.name}".casefold(), f"<#{channel.id}|{channel.name}>"
    for group in world.state.groups.values():
        yield f"@{group.handle}".casefold(), f"<!subteam^{group.id}|@{group.handle}>"
