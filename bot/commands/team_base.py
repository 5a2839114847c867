"""/team base: what a person's performance pay is reckoned from. Only HR sees and sets it."""

from __future__ import annotations

import re
from decimal import Decimal

from sqlmodel import Session

from bot import pay
from bot.commands import team_words
from bot.errors import Usage, UserError
from bot.messages import Reply
from bot.models import Person
from bot.parts import Say
from bot.periods import Period
from bot.reading import dates
from bot.slack import Request

_AMOUNT = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d+)?", re.ASCII)
_FIGURE = re.compile(r"[+−¥￥$€£\d-]")
_FROM_MONTH = re.compile(
    r"(?:^|\s)(?:from|since|自|从)\s*(?P<month>\S+?)(?:起|开始)?$", re.IGNORECASE
)


def run(session: Session, request: Request, rest: str) -> Reply:
    """Keep `base @mira 2000 [from oct]`; without an amount, tell what it is.

    A first base holds from the last month on, whose pay is reckoned now; another one from this
    month on, unless a month is named.
    """
    pay.require_hr(session, by=request.by)
    text, since = _since(request, rest)
    words = text.split()
    if not words:
        raise Usage("team")
    amount = _AMOUNT.fullmatch(words[-1])
    if amount is None and _FIGURE.match(words[-1]):
        raise UserError("bad_base", word=words[-1])
    if amount is None:
        people = team_words.read(session, request, text).people
        return Reply(tuple(_told(session, request, one) for one in people))
    figure = Decimal(amount[0].replace(",", ""))
    people = team_words.read(session, request, " ".join(words[:-1])).people
    return Reply(tuple(_kept(session, request, one, figure, since) for one in people))


def _since(request: Request, rest: str) -> tuple[str, Period | None]:
    """Part the line into what is said and the month it holds from, if one is named."""
    text, day = team_words.split_day(rest, today=request.today)
    if day is not None:
        return text, Period.of(day)
    found = _FROM_MONTH.search(rest)
    if found is None:
        return rest, None
    period = dates.read_month(found["month"], today=request.today)
    if period is None:
        raise UserError("bad_date", word=found["month"])
    return rest[: found.start()], period


def _kept(
    session: Session, request: Request, person: Person, amount: Decimal, since: Period | None
) -> Say:
    this_month = Period.of(request.today)
    known = _known(session, request, person)
    kept = pay.set_base(
        session,
        by=request.by,
        person=person,
        amount=amount,
        since=since or (this_month.plus(-1) if known is None else this_month),
        at=request.at,
    )
    context = {"name": person.name, "base": kept.amount, "since": kept.since, "before": known}
    return Say("team.base_set", context)


def _told(session: Session, request: Request, person: Person) -> Say:
    return Say("team.base", {"name": person.name, "base": _known(session, request, person)})


def _known(session: Session, request: Request, person: Person) -> Decimal | None:
    """Return the base that holds this month."""
    found = pay.bases(
        session,
        workspace=request.workspace,
        people=[person.id],
        period=Period.of(request.today),
    )
    return found.get(person.id)
