"""Messages: parts in a language; and replies, which wait for theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.blocks import beside, block, paragraphs, rows, without_marks
from bot.errors import UserError
from bot.parts import Button, Buttons, Part, Say, Sent, Table
from bot.words import Words

_LONGEST = 2900
_BLOCKS = 50


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

    def render(self, words: Words) -> Message:
        """Return the message in this language."""
        return render(self.parts, words)


def reply(template: str, *buttons: Button, replaces: bool = False, **context: Any) -> Reply:  # noqa: ANN401 - template values
    """Return an answer of one template and one row of buttons."""
    parts: tuple[Part, ...] = (Say(template, context),)
    return Reply(parts + ((Buttons(buttons),) if buttons else ()), replaces=replaces)


def refusal(error: UserError) -> Reply:
    """Return the answer to what cannot be done."""
    buttons = error.context.get("buttons", ())
    return reply(f"errors.{error.name}", *buttons, **error.context)


def render(parts: Sequence[Part], words: Words) -> Message:
    """Return the parts as one message, inside Slack's limits."""
    blocks: list[dict[str, Any]] = []
    texts: list[str] = []
    for part in parts:
        if isinstance(part, Say):
            said = words.say(part.template, part.context)
            texts.append(said)
            blocks += paragraphs(said, beside(part.button, words, len(blocks)))
        elif isinstance(part, Sent):
            texts.append(part.text)
            blocks += part.blocks
        else:
            texts += rows(part) if isinstance(part, Table) else []
            blocks.append(block(part, words, len(blocks)))
    text = "\n".join(texts)
    return Message(without_marks(text)[:_LONGEST] or "…", blocks[:_BLOCKS])
