"""/score … rev 1: a card as it was published before its month was reopened."""

from __future__ import annotations

import re

from sqlmodel import Session

from bot import cards, frozen, signing, trends
from bot.commands import asked
from bot.errors import UserError
from bot.messages import Reply
from bot.models import Person
from bot.parts import Button, Buttons, Part, Say
from bot.periods import Period
from bot.slack import Request

_REVISION = re.compile(
    r"(?:(?<=\s)|^)(?:(?:rev|revision)\.?\s*(?P<en>\d{1,3})|第(?P<zh>\d{1,3})[稿版])(?=\s|$)",
    re.IGNORECASE,
)


def take(words: str) -> tuple[int | None, str]:
    """Return the revision the words name, if any, and the other words."""
    found = _REVISION.search(words)
    if found is None:
        return None, words
    rest = f"{words[: found.start()]} {words[found.end() :]}"
    return int(found["en"] or found["zh"]), " ".join(rest.split())


def run(session: Session, request: Request, person: Person, period: Period, number: int) -> Reply:
    """`@mira oct rev 1`: seen by whom the card itself is seen.

    Raise UserError that tells how many revisions there are.
    """
    asked.require_visible(session, request, person, period)
    every = frozen.revisions(session, person=person, period=period)
    if not 1 <= number <= len(every):
        raise UserError("no_such_revision", person=person, period=period, n=len(every))
    standing = every[number - 1]
    teams = asked.may_look_back(request, person)
    picture = trends.picture(session, standing=standing, teams=teams)
    slots = signing.of_card(session, standing=standing)
    shown: tuple[Part, ...] = cards.parts(
        picture, request.words_of, today=request.today, signed=slots
    )
    if number < len(every):
        newest = {"number": number, "n": len(every), "total": every[-1].total}
        shown = (Say("score.superseded", newest), *shown)
    button = Button("The card now", "score", f"<@{person.id}> {period}")
    return Reply((*shown, Buttons((button,))))
