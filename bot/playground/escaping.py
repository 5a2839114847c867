"""From what people type to what Slack sends: entities, and names turned into mentions."""

import re
from collections.abc import Iterator

from .world import World

_URL = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]]")
_READY = re.compile(r"<(@[UW]\w+|#[CG]\w+|!subteam\^S\w+|!here|!channel|!everyone)(?:\|[^>]*)?>")
_MARK = re.compile(r"(?<![\w@#])[@#]")


def entities(text: str) -> str:
    """Escape the three characters that Slack's markup needs for itself."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_command(world: World, text: str, *, should_escape: bool) -> str:
    """Escape a command's text as Slack does; mentions carry their name: `<@U123|mira>`."""
    return _escape(world, text, named=True) if should_escape else entities(text)


def escape_message(world: World, text: str) -> str:
    """Escape a message's text as Slack does; a person's mention carries the id alone."""
    return _escape(world, text, named=False)


def _escape(world: World, text: str, *, named: bool) -> str:
    done, rest = [], text
    spellings = sorted(_spellings(world, named=named), key=lambda pair: -len(pair[0]))
    while rest:
        length, words = _next(world, rest, text[: len(text) - len(rest)], spellings, named=named)
        done.append(words)
        rest = rest[length:]
    return "".join(done)


def _next(
    world: World, rest: str, before: str, spellings: list[tuple[str, str]], *, named: bool
) -> tuple[int, str]:
    """Return how much of the rest is one piece, and that piece as Slack writes it."""
    if ready := _READY.match(rest):
        return ready.end(), _ready(world, ready[1], named=named) or entities(ready[0])
    if url := _URL.match(rest):
        return url.end(), f"<{entities(url[0])}>"
    if _MARK.match(rest) and not re.search(r"[\w@#]$", before):
        for spelling, mention in spellings:
            if rest.casefold().startswith(spelling) and not re.match(r"\w", rest[len(spelling) :]):
                return len(spelling), mention
    return 1, entities(rest[0])


def _ready(world: World, inner: str, *, named: bool) -> str | None:
    """Return a mention that was picked from a list, with its name; None if nobody has the id."""
    state = world.state
    if user := state.users.get(inner[1:]):
        return f"<@{user.id}|{user.name}>" if named else f"<@{user.id}>"
    if channel := state.channels.get(inner[1:]):
        return f"<#{channel.id}|{channel.name}>"
    if group := state.groups.get(inner.removeprefix("!subteam^")):
        return f"<!subteam^{group.id}|@{group.handle}>"
    return f"<{inner}>" if inner in ("!here", "!channel", "!everyone") else None


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
