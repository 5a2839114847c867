"""/score: where somebody stands this month or any other, and why. Seen by nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from sqlmodel import Session

from bot import cards, casebook, month_posts, receipts, signing, trends
from bot.commands import (
    asked,
    help_,
    rate,
    score_revision,
    score_seen,
    score_team,
    score_term,
    score_what_if,
    score_why,
)
from bot.errors import UserError
from bot.frozen import Standing
from bot.messages import Reply
from bot.models import Person
from bot.parts import Button, Buttons, Part, Say
from bot.periods import Period
from bot.reading import grammar
from bot.slack import Command, Request

Verb = Callable[[Session, Request, str], Reply]


def run(session: Session, request: Request) -> Reply:
    """Do what the first word says; other words name a person, a month, or both."""
    verb, rest = grammar.first_word(request.words)
    if verb in help_.WORDS:
        return help_.about("score", request)
    chosen = VERBS.get(verb)
    if chosen is not None:
        return chosen(session, request, rest)
    *before, last = request.words.split() or [""]
    if VERBS.get(last.lower()) is WHY:
        return WHY(session, request, " ".join(before))
    return _show(session, request)


def _show(session: Session, request: Request) -> Reply:
    """`[@mira] [oct]`: a card; without a name one's own, or the table of those one answers for.

    A quarter or a year instead of the month: what its months come to.
    """
    term, rest = score_term.take(request, request.words)
    if term is not None:
        return score_term.run(session, request, term, rest)
    number, words = score_revision.take(request.words)
    wanted = asked.read(session, request, words, command="score")
    period = wanted.period or asked.this_month(request)
    if number is not None:
        person = asked.whose(request, wanted)
        return score_revision.run(session, request, person, period, number)
    if wanted.person is None and request.by.supervises:
        overview = score_team.overview(session, request, period)
        return replace(overview, parts=(*overview.parts, *_own(session, request, period)))
    person = wanted.person or request.by.person
    return card(session, request, asked.standing(session, request, person, period))


def _own(session: Session, request: Request, period: Period) -> Iterator[Part]:
    """Yield where who asks about others stands herself; nothing where nobody appraises her."""
    try:
        standing = asked.standing(session, request, request.by.person, period)
    except UserError:
        return
    own = {
        "period": period,
        "far": period.year != request.today.year,
        "total": standing.total,
        "full": None if standing.card is None else standing.card.full,
        "grade": None if standing.card is None else standing.card.grade,
    }
    mine = f"<@{request.by.person.id}> {period}"
    yield Say("score.own", own, Button("My card", "score", mine))


def card(session: Session, request: Request, standing: Standing) -> Reply:
    """Return the whole card, with what can be asked about it."""
    words, person, period = request.words_of, standing.person, standing.period
    subject = receipts.of_card(period, standing.revision)
    seen = receipts.find(session, person=person, subject=subject)
    teams = asked.may_look_back(request, person)
    picture = trends.picture(session, standing=standing, teams=teams)
    at = None if seen is None else seen.at
    over = request.today > period.last
    slots = signing.of_card(session, standing=standing) if over else []
    cases = casebook.undecided(session, team=standing.team, last=period.last)
    shown: tuple[Part, ...] = cards.parts(
        picture,
        words,
        today=request.today,
        seen=at,
        signed=slots,
        undecided=cases.get(person.id, ()),
    )
    buttons = _buttons(request, person, period, standing, seen=at is not None)
    if signing.waiting(request.by, standing=standing, slots=slots):
        buttons = (month_posts.sign_button(standing), *buttons)
    return Reply((*shown, Buttons(buttons)))


def _buttons(
    request: Request, person: Person, period: Period, standing: Standing, *, seen: bool
) -> tuple[Button, ...]:
    own = person.id == request.by.person.id
    about = f"<@{person.id}> "
    buttons = [
        Button("Why?", "score", f"why {about}{period}"),
    ]
    if period > Period.of(standing.team.since):
        buttons.append(Button("Month before", "score", f"{about}{period.plus(-1)}"))
    if own and standing.final and not seen:
        subject = receipts.of_card(period, standing.revision)
        buttons.insert(0, Button("Got it", "score", f"got {subject}", style="primary"))
    if standing.revision > 1:
        earlier = f"{about}{period} rev {standing.revision - 1}"
        buttons.append(Button("Before it was revised", "score", earlier))
    return tuple(buttons)


def _what(session: Session, request: Request, rest: str) -> Reply:
    """Read `what if …` as the `what-if` it means."""
    second, tail = grammar.first_word(rest)
    return score_what_if.run(session, request, tail) if second == "if" else _show(session, request)


WHY: Verb = score_why.run

VERBS: Mapping[str, Verb] = {
    "team": score_team.run,
    "团队": score_team.run,
    "班组": score_team.run,
    "why": WHY,
    "为什么": WHY,
    "what-if": score_what_if.run,
    "whatif": score_what_if.run,
    "what": _what,
    "假如": score_what_if.run,
    "rate": rate.run,
    "评分": rate.run,
    "打分": rate.run,
    "got": score_seen.got,
    "ack": score_seen.acknowledge,
    "已阅": score_seen.acknowledge,
}

COMMAND = Command("score", run)
