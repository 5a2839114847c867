"""Messages: parts in a language; and replies, which wait for theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.blocks import beside, block, paragraphs, rows, without_marks
from bot.errors import UserError
from bot.fitting import MOST_BLOCKS, MOST_WORDS, fits, rows_that_fit, shortened
from bot.parts import Button, Buttons, Part, Say, Sent, Table
from bot.reading.tokens import plain
from bot.words import Words

_LONGEST = 2900
_PIECE = 2000  # of a line that is given back, so that its escapes fit a section, too


@dataclass(frozen=True)
class Message:
    """What Slack gets: the text for notifications and old clients, and the blocks."""

    text: str
    blocks: list[dict[str, Any]]


@dataclass(frozen=True)
class Reply:
    """A command's answer, still without a language, or the form it opens."""

    parts: tuple[Part, ...] = ()
    replaces: bool = False  # put it in the place of the message whose button was pressed
    form: Callable[[Words], dict[str, Any]] | None = None

    def render(self, words: Words, *, typed: str = "") -> Message:
        """Return the message in this language; see `render`."""
        return render(self.parts, words, typed=typed)


def reply(template: str, *buttons: Button, replaces: bool = False, **context: Any) -> Reply:  # noqa: ANN401 - template values
    """Return an answer of one template and one row of buttons."""
    parts: tuple[Part, ...] = (Say(template, context),)
    return Reply(parts + ((Buttons(buttons),) if buttons else ()), replaces=replaces)


def refusal(error: UserError) -> Reply:
    """Return the answer to what cannot be done."""
    buttons = error.context.get("buttons", ())
    return reply(f"errors.{error.name}", *buttons, **error.context)


def render(parts: Sequence[Part], words: Words, *, typed: str = "") -> Message:
    """Return the parts as one message, inside Slack's limits; it says what it leaves out.

    `typed` is the line it answers, given back where it is too long for the buttons to hold it.
    """
    said: list[_Said] = []
    for part in _told(parts, words, typed):
        place = sum(len(one.blocks) for one in said)
        said.append(_said(part, words, place))
    text = "\n".join(one.text for one in said if one.text)
    blocks = [block for one in _few_enough(said, words) for block in one.blocks]
    return Message(without_marks(text)[:_LONGEST] or "…", shortened(blocks))


@dataclass(frozen=True)
class _Said:
    """A part in a language."""

    part: Part
    text: str
    blocks: list[dict[str, Any]]


def _said(part: Part, words: Words, place: int) -> _Said:
    if isinstance(part, Say):
        said = words.say(part.template, part.context)
        return _Said(part, said, list(paragraphs(said, beside(part.button, words, place))))
    if isinstance(part, Sent):
        return _Said(part, part.text, list(part.blocks))
    text = "\n".join(rows(part)) if isinstance(part, Table) else ""
    return _Said(part, text, [block(part, words, place)])


def _told(parts: Sequence[Part], words: Words, typed: str) -> Iterator[Part]:
    """Yield the parts, and after a table or buttons that Slack would not take what is missing."""
    for part in parts:
        if isinstance(part, Table):
            yield part
            more = part.more + len(part.rows) - rows_that_fit(part)
            if more:
                yield Say("score.more", {"n": more})
        elif isinstance(part, Buttons):
            able = tuple(filter(fits, part.buttons))
            if able:
                yield Buttons(able)
            yield from _unable(part.buttons, words, typed)
        elif isinstance(part, Say) and part.button is not None and not fits(part.button):
            yield replace(part, button=None)
            yield from _unable((part.button,), words, typed)
        else:
            yield part


def _unable(buttons: Sequence[Button], words: Words, typed: str) -> Iterator[Say]:
    """Yield what to do instead of pressing buttons whose line is too long to be one."""
    labels = [words.label(one.label) % one.context for one in buttons if not fits(one)]
    if labels:
        line = plain(typed)
        pieces = [line[at : at + _PIECE] for at in range(0, len(line), _PIECE)]
        context = {"labels": labels, "limit": MOST_WORDS, "pieces": pieces}
        yield Say("errors.too_long_to_press", context)


def _few_enough(said: Sequence[_Said], words: Words) -> list[_Said]:
    """Return as much as a message has room for: what was said last goes, and how much is said.

    The first part, which says what the message is about, and the buttons that end it stay.
    """
    kept = list(said)
    over = sum(len(one.blocks) for one in said) - MOST_BLOCKS
    if over <= 0:
        return kept
    over, dropped = over + 1, 0  # one more block says what was left out
    place = len(said) - isinstance(said[-1].part, Buttons)
    while over > 0 and place > 1:
        place -= 1
        gone = kept.pop(place)
        over -= len(gone.blocks)
        dropped += isinstance(gone.part, Say)
    kept[0] = replace(kept[0], blocks=_begun(kept[0].blocks))
    if dropped:
        kept.insert(place, _said(Say("score.more", {"n": dropped}), words, 0))
    return kept


def _begun(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what leaves room for two blocks more; of a single text too long, an ellipsis tells."""
    room = MOST_BLOCKS - 2
    return blocks if len(blocks) <= room else [*blocks[: room - 1], *paragraphs("~ …", None)]
