"""What does tone cost? Words looked up in the rubrics in force."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlmodel import Session

from bot.commands import rubric_show
from bot.errors import UserError
from bot.menu import Choice
from bot.messages import Reply
from bot.parts import Button, Buttons, Part, Say
from bot.reading import items
from bot.rubrics import Version
from bot.scoring.entries import Loggable
from bot.slack import Request
from bot.spelling import words_of

_MOST = 8
_ASKING = frozenset(
    words_of(
        "a an are can cost costs count counts deduct deducted deduction do does for get give gives"
        " how i if in is it item items lose loses many me much of off on points some someone take"
        " takes the to us was we were what whats when which why worth you"
    )
)
_ASKING_IN_CHINESE = re.compile(
    "要?[扣加]?(?:多少|几)分|怎么[扣加]分?|(?:是|算)?什么|的|吗|呢|[扣加]分|请问|如果|会|要"
)


def search(session: Session, request: Request, text: str) -> Reply:
    """Return the items that the words name or may mean, with their points and range.

    Raise UserError where nothing in the rubrics in force is anything like them.
    """
    found = rubric_show.in_force(session, request)
    if not found:
        raise UserError("no_rubric", day=request.today)
    versions = list({version.digest: version for version, *_ in found}.values())
    words = _meant(text)
    parts: list[Part] = []
    for version in versions:
        hits = _hits(version, words)[: _MOST - len(parts)]
        for hit in hits:
            context = {"item": hit.item, "several": len(versions) > 1, "rubric": version.rubric}
            kind = "entry" if isinstance(hit.item, Loggable) else "measure"
            parts.append(Say(f"rubric.found_{kind}", context))
    show = Button("Show all", "rubric", "show")
    if not parts:
        raise UserError("nothing_found", words=text, buttons=(show,))
    return Reply((*parts, Buttons((show,))))


def _meant(text: str) -> list[str]:
    """Return the words of a question without those that only ask it."""
    bare = _ASKING_IN_CHINESE.sub(" ", text)
    words = list(words_of(bare))
    return [word for word in words if word not in _ASKING] or words


def _hits(version: Version, words: Sequence[str]) -> list[Choice]:
    """Return the item named exactly, then those with all the words, else those like them."""
    rubric = version.rubric
    choices = [*map(Choice, rubric.entries), *map(Choice, rubric.measures)]
    book = items.catalogue(choices)
    held = [entry.item for entry in book.entries if words and all(map(entry.holds, words))]
    reading = items.match(words, choices)
    named = [reading[0].item] if reading is not None and reading[1] == len(words) else []
    found = [*named, *(one for one in held if one not in named)] or items.like(words, book)
    by_code = {choice.code: choice for choice in choices}
    return [by_code[one.code] for one in found]
