"""Whom and which month a question is about, and whether the one who asks may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot import appraisals, appraised, names, rights, roster
from bot.commands import team_words
from bot.errors import UserError
from bot.frozen import Standing
from bot.models import Membership, Person, Team
from bot.names import Named
from bot.parts import Button
from bot.periods import Period
from bot.reading import dates, grammar
from bot.reading.grammar import Record
from bot.reading.items import Item
from bot.reading.records import Doubt
from bot.reading.tokens import Token, clean, tokens
from bot.slack import Request
from bot.words import N_

_LONGEST_MONTH = 2  # words: last month
_EXAMPLES = {"score": N_("/score @mira oct"), "month": N_("/month held @mira oct")}


@dataclass(frozen=True)
class Asked:
    """What a question names; what it does not name is None."""

    person: Person | None
    period: Period | None
    item: Item | None
    near: tuple[Item, ...] = ()


def read(
    session: Session,
    request: Request,
    words: str,
    *,
    command: str,
    items: Sequence[Item] = (),
) -> Asked:
    """Return whom, which month and which of `items` the words name, in any order.

    Raise UserError for words nobody understands, a doubtful name, or more than one person.
    """
    period, rest = month_in(request, words)
    if not words.strip():
        return Asked(None, period, None)
    everybody = roster.called(session, workspace=request.workspace)
    nearby = rights.in_scope(session, actor=request.by, day=request.today)
    if period is not None:
        _require_no_name(request, words, [one for one in everybody if one.id in nearby], command)
    record = grammar.read(
        rest,
        people=everybody,
        items=items,
        today=request.today,
        me=request.by.person.id,
        nearby=nearby,
    )
    _require_certain(request, record, command)
    item = None if record.item is None else record.item.item
    return Asked(_only(session, request, record, command), period, item, record.near)


def _only(session: Session, request: Request, record: Record, command: str) -> Person | None:
    """Return the one person a record names, if any; raise UserError for several, or a group."""
    if not record.targets:
        return None
    if len(record.targets) > 1 or record.targets[0].kind != "person":
        raise UserError("one_at_a_time", command=command)
    return roster.person(session, workspace=request.workspace, user=record.targets[0].id)


def month_in(request: Request, words: str) -> tuple[Period | None, str]:
    """Return the month the words name, if any, and the other words as typed.

    Raise UserError for two months.
    """
    found, rest = [], []
    left = tokens(clean(words))
    while left:
        period, taken = _month_at(left, request)
        if period is None:
            rest.append(left[0].typed)
        else:
            found.append(period)
        left = left[taken:]
    if len(set(found)) > 1:
        raise UserError("one_month_at_a_time")
    return (found[0] if found else None), " ".join(rest)


def team_and_month(
    session: Session, request: Request, words: str
) -> tuple[Team | None, Period | None]:
    """Return the team and the month the words name, in any order; a part of the name is enough.

    A team's whole name is read first: a month may be part of it. Raise UserError for two months
    and for words that are neither.
    """
    team, others = team_words.take_team(session, request, words)
    period, left = month_in(request, others)
    if team is not None and not left:
        return team, period
    period, name = month_in(request, words)
    if not name:
        return None, period
    return roster.find_team(session, workspace=request.workspace, words=name), period


def whose(request: Request, wanted: Asked) -> Person:
    """Return whom the question names, else the caller.

    Raise UserError for who is appraised nowhere as an agent and so must have meant somebody else.
    """
    if wanted.person is None and request.by.supervises and request.by.team is None:
        raise UserError("whose_card")
    return wanted.person or request.by.person


def this_month(request: Request) -> Period:
    """Return the month it is now for the reader."""
    return Period.of(request.today)


def standing(session: Session, request: Request, person: Person, period: Period) -> Standing:
    """Return where the person stands; raise UserError, naming who can, where it is private."""
    require_visible(session, request, person, period)
    try:
        return appraisals.standing(
            session,
            workspace=request.workspace,
            person=person,
            period=period,
            today=request.today,
        )
    except UserError as error:
        if error.name != "no_rubric":
            raise
        raise UserError("not_scored", person=person, period=period) from None


def require_visible(session: Session, request: Request, person: Person, period: Period) -> None:
    """Allow the person herself, her supervisors and HR; raise UserError that names them.

    The card of a supervisor is seen by nobody else who leads the team.
    """
    where = place(session, request, person, period)
    if where.role == roster.SUPERVISOR:
        if not (request.by.hr or request.by.person.id == person.id):
            raise UserError("not_your_score", person=person, leads=())
        return
    if request.by.hr or request.by.person.id == person.id or where.team_id in request.by.leads:
        return
    leads = rights.other_leads(
        session, actor=request.by, team_id=where.team_id, day=request.today, but=person.id
    )
    raise UserError("not_your_score", person=person, leads=leads)


def may_look_back(request: Request, person: Person) -> frozenset[int] | None:
    """Return in which teams the caller may know of months the person was an agent there.

    None is everything, which HR and the person herself may know: the other role, too.
    """
    if request.by.hr or request.by.person.id == person.id:
        return None
    return request.by.leads


def require_team(session: Session, request: Request, team: Team) -> None:
    """Allow who supervises the team and HR; raise UserError that names them."""
    if request.by.hr or team.id in request.by.leads:
        return
    raise UserError("not_your_table", team=team, leads=supervisors_of(session, request, team.id))


def teams_of(session: Session, request: Request) -> list[Team]:
    """Return the teams the caller answers for: those supervised, for HR all of them.

    Raise UserError for an agent, naming who can.
    """
    by = request.by
    if not by.supervises:
        leads = () if by.team is None else supervisors_of(session, request, by.team)
        raise UserError("no_team_of_yours", leads=leads)
    return rights.teams_of(session, actor=by)


def supervisors_of(session: Session, request: Request, team_id: int) -> list[str]:
    """Return the names of those who supervise the team today, but not the caller's own."""
    return rights.other_leads(session, actor=request.by, team_id=team_id, day=request.today)


def place(session: Session, request: Request, person: Person, period: Period) -> Membership:
    """Return where the person is appraised in the month; raise UserError for nowhere."""
    try:
        return appraised.place_in(
            session, workspace=request.workspace, person=person, period=period
        )
    except UserError:
        raise UserError("no_team_in_month", person=person, period=period) from None


def _month_at(left: Sequence[Token], request: Request) -> tuple[Period | None, int]:
    for count in range(min(_LONGEST_MONTH, len(left)), 0, -1):
        if all(token.kind == "word" for token in left[:count]):
            words = " ".join(token.text for token in left[:count])
            period = dates.read_month(words, today=request.today)
            if period is not None:
                return period, count
    return None, 1


def _require_certain(request: Request, record: Record, command: str) -> None:
    """Raise UserError for a name that is not exact, with a button for each it may mean."""
    if record.doubtful:
        raise _who(request, record.doubtful[0], command)
    strange = [*record.unknown, *(f"{key}:{value}" for key, value in record.options.items())]
    if strange:
        raise UserError("not_understood", words=" ".join(strange), example=_EXAMPLES[command])


def _who(request: Request, doubt: Doubt, command: str) -> UserError:
    typed, near = doubt
    buttons = tuple(_instead(request, typed, f"<@{one.id}>", one.name, command) for one in near)
    return UserError("unknown_person", word=typed, near=[one.name for one in near], buttons=buttons)


def _require_no_name(request: Request, words: str, nearby: Sequence[Named], command: str) -> None:
    """Raise UserError for a month by whose name somebody in one's charge goes too: April."""
    book = names.directory(nearby)
    for token in tokens(clean(words)):
        period = _month_at([token], request)[0]
        hits = () if period is None else names.named(token.text, book)
        if period is not None and hits:
            month = request.words_of.month(period, year=True)
            raise UserError(
                "name_or_month",
                word=token.typed,
                names=[one.name for one in hits],
                month=month,
                buttons=(
                    *(
                        _instead(request, token.typed, f"<@{it.id}>", it.name, command)
                        for it in hits
                    ),
                    _instead(request, token.typed, str(period), month, command),
                ),
            )


def _instead(request: Request, typed: str, certain: str, label: str, command: str) -> Button:
    """Return the button that stands for the line as typed with the doubtful word made certain."""
    words = request.words.replace(typed, certain, 1)
    return Button("%(name)s", command, words, context={"name": label})
