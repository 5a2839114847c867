"""What would keep a month from being published well: what is missing, open, or not signed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from bot import (
    appraisals,
    cards,
    casebook,
    conduct,
    cycle,
    history,
    interviews,
    roster,
    signing,
)
from bot.frozen import Standing
from bot.models import Entry, Person, Team
from bot.periods import Period
from bot.rights import Actor
from bot.scoring.entries import Loggable
from bot.scoring.item import Item
from bot.scoring.process import Signature
from bot.scoring.rubric import Rubric
from bot.scoring.text import Text
from bot.spelling import is_chinese

_RATED = frozenset({"rating", "choice"})


@dataclass(frozen=True)
class Finding:
    """One thing to mend, of whom, and what the command that mends it needs to name.

    Its kind is measure, rating, complaint, note, signature, step, interview or channel; `label`
    says of which line, step or signature, `word` its short name, or by whom it is to be signed:
    mine is whoever asks, and `signers` are those it waits for. `typed` is by what name a line's
    figures are recorded, `about` of which month's card an interview is, `lead` whether it is about
    a supervisor's card.
    """

    kind: str
    people: Sequence[Person] = ()
    label: Text | None = None
    word: str = ""
    typed: Text | None = None
    ids: Sequence[str] = ()
    about: Period | None = None
    signers: Sequence[str] = ()
    lead: bool = False


def of_month(
    session: Session, *, by: Actor, team: Team, period: Period, today: date
) -> list[Finding]:
    """Return what is to be mended before the team's month goes out, the cards' own matters first.

    What is left to do in the month, such as signing, is none before it is over. The supervisors'
    cards are looked at for HR alone.
    """
    standings = appraisals.of_team(session, team=team, period=period)
    leads = appraisals.of_leads(session, team=team, period=period) if by.hr else []
    found = [
        *_without_data([*standings, *leads]),
        *_complaints(session, by, team, period),
        *_without_note(session, by, standings),
        *_interviews(session, team, period),
        *_steps(session, team, period, today),
    ]
    if today > period.last:
        found += [*_unsigned(session, by, standings, today), *_unsigned(session, by, leads, today)]
    if not team.channel:
        found.append(Finding("channel"))
    return found


def _without_data(standings: Sequence[Standing]) -> Iterator[Finding]:
    """Yield each line that nothing was recorded for, with whose it is, and who was not rated."""
    lines: dict[tuple[str, str], list[Person]] = {}
    rubrics: dict[str, Rubric] = {one.version.digest: one.version.rubric for one in standings}
    for one in standings:
        if one.card is not None:
            for line in (*cards.lacking(one.card), *cards.unmeasured(one.card)):
                lines.setdefault((one.version.digest, line.id), []).append(one.person)
    unrated: dict[str, Person] = {}
    for (digest, line_id), people in lines.items():
        rubric = rubrics[digest]
        item = next(it for it in rubric.items if it.line.id == line_id)
        counted = _counted(rubric)
        if item.line.rule in _RATED:
            unrated |= {one.id: one for one in people}
        elif item.codes - counted:
            yield Finding("measure", people, item.line.label, typed=_typed(item, counted))
    if unrated:
        yield Finding("rating", list(unrated.values()))


def _counted(rubric: Rubric) -> frozenset[str]:
    """Return the codes that the bot counts, and nobody types."""
    entries = (one.code for one in rubric.entries if one.derived is not None)
    figures = (one.code for one in rubric.measures if one.derived is not None)
    return frozenset((*entries, *figures))


def _typed(item: Item, counted: Collection[str]) -> Text | None:
    """Return what one types to record for a line; nothing where it is only logged or counted."""
    for measure in item.line.measures(item.scale):
        chinese = (alias for alias in measure.aliases if is_chinese(alias))
        return Text(en=measure.code, zh=next(chinese, measure.code))
    return next((Text(en=code, zh=code) for code in item.line.uses if code not in counted), None)


def _complaints(session: Session, by: Actor, team: Team, period: Period) -> Iterator[Finding]:
    found = [
        case
        for case in casebook.cases(session, by=by, last=period.last, open_only=True)
        if case.complaint.team_id == team.id
    ]
    if found:
        yield Finding("complaint", ids=[casebook.id_of(case.complaint) for case in found])


def _without_note(session: Session, by: Actor, standings: Sequence[Standing]) -> Iterator[Finding]:
    """Yield the entries that the rubric wants a note for, and that have none."""
    people = {one.person.id: one for one in standings}
    if not people:
        return
    rows = session.exec(
        select(Entry)
        .where(
            Entry.workspace_id == by.workspace,
            Entry.period == standings[0].period,
            col(Entry.person_id).in_(people),
            Entry.note == "",
            col(Entry.kind).in_(history.KINDS),
            history.STANDS,
        )
        .order_by(col(Entry.number))
    ).all()
    ids = [
        history.id_of(row) for row in rows if _needs_note(people[row.person_id].version.rubric, row)
    ]
    if ids:
        yield Finding("note", ids=ids)


def _needs_note(rubric: Rubric, entry: Entry) -> bool:
    item = rubric.find(entry.code)
    return isinstance(item, Loggable) and conduct.needs_note(item, entry.points)


def _interviews(session: Session, team: Team, period: Period) -> Iterator[Finding]:
    """Yield with whom the interviews asked for in the month are still to be held."""
    for about in interviews.asked_for(period):
        waiting = interviews.of_month(session, team=team, period=about).waiting
        if waiting:
            yield Finding("interview", waiting, about=about)


def _steps(session: Session, team: Team, period: Period, today: date) -> Iterator[Finding]:
    for due in cycle.of_team(session, team=team, period=period, today=today):
        if due.is_late(today) or (due.waits and today > period.last):
            yield Finding("step", label=due.step.label, word=due.step.code)


def _unsigned(
    session: Session, by: Actor, standings: Sequence[Standing], today: date
) -> Iterator[Finding]:
    """Yield each signature that some of the cards wait for, and whom it waits for."""
    slots = signing.of_cards(session, standings=standings)
    waiting: dict[str, list[tuple[Standing, Signature]]] = {}
    for one in standings:
        for slot in slots[one.person.id]:
            if slot.signed is None:
                waiting.setdefault(slot.signature.code, []).append((one, slot.signature))
    for found in waiting.values():
        standing, signature = found[0]
        mine = any(signing.is_due(by, standing=one, signature=signature) for one, _ in found)
        signers = signing.signers(session, standing=standing, signature=signature, day=today)
        yield Finding(
            "signature",
            [one.person for one, _ in found],
            signature.label,
            "mine" if mine and signature.by != "person" else signature.by,
            signers=[one.name for one in signers],
            lead=standing.role == roster.SUPERVISOR,
        )
