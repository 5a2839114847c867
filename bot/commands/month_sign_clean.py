"""/month sign clean: every card without an open question at once, after one look at all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlmodel import Session

from bot import appraisals, casebook, looks, roster, signing, trends
from bot.commands import asked, month_draft, offers
from bot.errors import UserError
from bot.fitting import rows_that_fit
from bot.frozen import Standing
from bot.messages import Reply
from bot.models import Team
from bot.parts import Button, Buttons, Part, Say, Table
from bot.periods import Period, local_day
from bot.slack import Request
from bot.words import N_, Words

_OFFER = "sign"
_MOST_NAMES = 20


def run(session: Session, request: Request, rest: str) -> Reply:
    """`sign clean [oct] [team]`: the cards of the last month that are hers to sign; ask first."""
    team, period = month_draft.which(session, request, "sign clean", rest)
    today = local_day(request.at, team.zone)
    period = period or Period.of(today).plus(-1)
    if today <= period.last:
        raise UserError("sign_too_early", period=period)
    mine = _mine(session, request, team, period)
    month = trends.team_picture(session, team=team, period=period)
    accused = casebook.accused(session, by=request.by, last=period.last)
    why = looks.of_month(session, month=month, accused=accused)
    clean = [one for one in mine if not why[one.person.id]]
    if not mine:
        raise UserError("all_signed", team=team, period=period)
    words = request.words_of
    doubtful = [
        f"{one.person.name} ({month_draft.named(why[one.person.id], words)})"
        for one in mine
        if why[one.person.id]
    ]
    context = {
        "team": team.name,
        "period": period,
        "n": len(clean),
        "doubtful": doubtful[:_MOST_NAMES],
    }
    shown: list[Part] = [Say("month.sign_clean", context)]
    if clean:
        table = _table(clean, words)
        seen = clean[: rows_that_fit(table)]  # nobody signs what she was not shown
        shown += [table, _buttons(session, request, team, period, seen)]
    return Reply(tuple(shown))


def confirm(session: Session, request: Request, rest: str) -> Reply:
    """Sign the cards that were shown; one that changed since is left, and named."""
    kept = offers.take(session, request, _OFFER, rest)
    team = roster.team(session, workspace=request.workspace, team_id=kept["team"])
    asked.require_team(session, request, team)
    period = Period.parse(kept["period"])
    shown: Mapping[str, str] = kept["cards"]
    standings = appraisals.of_team(session, team=team, period=period)
    same = [one for one in standings if shown.get(one.person.id) == signing.digest_of(one)]
    slots = signing.of_cards(session, standings=same)
    for one in same:
        for signature in signing.waiting(request.by, standing=one, slots=slots[one.person.id]):
            signing.sign(
                session, by=request.by, standing=one, signature=signature, name="", at=request.at
            )
    names = roster.named(
        session,
        workspace=request.workspace,
        ids=shown.keys() - {one.person.id for one in same},
    )
    context = {
        "team": team.name,
        "period": period,
        "n": len(same),
        "changed": sorted(one.name for one in names.values()),
    }
    return Reply((Say("month.signed_clean", context),), replaces=True)


def _mine(session: Session, request: Request, team: Team, period: Period) -> list[Standing]:
    """Return the team's cards that still wait for a signature of the actor."""
    standings = appraisals.of_team(session, team=team, period=period)
    slots = signing.of_cards(session, standings=standings)
    return [
        one
        for one in standings
        if signing.waiting(request.by, standing=one, slots=slots[one.person.id])
    ]


def _table(clean: Sequence[Standing], words: Words) -> Table:
    header = tuple(map(words.label, (N_("Agent"), N_("Total"), N_("Grade"))))
    rows = tuple(
        (
            one.person.name,
            words.number(one.total),
            words.grade(None if one.card is None else one.card.grade) or "–",
        )
        for one in clean
    )
    return Table(header, rows, numeric=frozenset({1}))


def _buttons(
    session: Session, request: Request, team: Team, period: Period, seen: Sequence[Standing]
) -> Buttons:
    shown = {one.person.id: signing.digest_of(one) for one in seen}
    kept = {"team": team.id, "period": str(period), "cards": shown}
    number = offers.keep(session, request, _OFFER, kept)
    label = N_("Sign all %(n)s")
    return Buttons(
        (
            Button(
                label, "month", f"sign these {number}", style="primary", context={"n": len(shown)}
            ),
        )
    )


WORDS: Mapping[str, Callable[[Session, Request, str], Reply]] = {
    "clean": run,
    "无疑问": run,
    "these": confirm,
}
