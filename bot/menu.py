"""What can be logged about whom, as choices that words are matched against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot import membership, rights, roster, rubrics
from bot.errors import UserError
from bot.models import Person
from bot.names import Card
from bot.periods import local_day
from bot.rights import Actor
from bot.scoring.entries import Loggable, Measure
from bot.scoring.rubric import Rubric


@dataclass(frozen=True)
class Choice:
    """An item under all the names people know it by."""

    item: Loggable | Measure

    @property
    def code(self) -> str:
        """The rubric's code."""
        return self.item.code

    @property
    def names(self) -> tuple[str, ...]:
        """The code, the aliases and the label in both languages."""
        return (self.code, *self.item.aliases, self.item.label.en, self.item.label.zh)

    @property
    def critical(self) -> bool:
        """Whether it must never be meant by mistake."""
        return isinstance(self.item, Loggable) and self.item.critical


@dataclass(frozen=True)
class Circle:
    """Those an actor can speak of: everybody, those in her charge, and their items."""

    people: Sequence[Card]
    scope: frozenset[str]
    choices: Sequence[Choice]


def circle(session: Session, *, by: Actor, day: date, kind: str) -> Circle:
    """Return whom and what the actor may log of `kind`; raise UserError when it is nobody.

    `kind` is deduction, commendation or measure.
    """
    if not by.supervises:
        raise UserError("supervisors_only")
    teams = [team.id for team in roster.teams(session, workspace=by.workspace)]
    mine = teams if by.hr else sorted(by.leads)
    versions = rubrics.of_teams(session, workspace=by.workspace, team_ids=mine, day=day)
    if not versions:
        raise UserError("no_rubric", day=day)
    found = {
        item.code: Choice(item)
        for version in reversed(versions)
        for item in _items(version.rubric, kind)
    }
    return Circle(
        roster.called(session, workspace=by.workspace),
        frozenset(rights.in_scope(session, actor=by, day=day)),
        tuple(found.values()),
    )


def _items(rubric: Rubric, kind: str) -> Sequence[Loggable | Measure]:
    if kind == "measure":
        return rubric.measures
    return [item for item in rubric.entries if item.kind == kind]


def item_for(session: Session, *, by: Actor, person: Person, day: date, code: str) -> Loggable:
    """Return what can be logged under `code` by the person's own rubric of `day`.

    Raise UserError when the actor may not log about her, or her rubric has no such item.
    """
    found = _own(session, by, person, day, code)
    if not isinstance(found, Loggable):
        raise UserError("unknown_item", word=code)
    return found


def measure_for(session: Session, *, by: Actor, person: Person, day: date, code: str) -> Measure:
    """Return what can be recorded under `code` by the person's own rubric of `day`.

    Raise UserError when the actor may not record about her, or her rubric has no such measure.
    """
    found = _own(session, by, person, day, code)
    if not isinstance(found, Measure):
        raise UserError("unknown_item", word=code)
    return found


def _own(
    session: Session, by: Actor, person: Person, day: date, code: str
) -> Loggable | Measure | None:
    if person.is_bot or not person.active:
        raise UserError("not_a_person", person=person)
    place = membership.place_on(session, workspace=by.workspace, person=person, day=day)
    rights.require_lead(session, actor=by, person=person, place=place, day=day)
    return rubrics.for_place(session, place=place, day=day).rubric.find(code)


def default_day(session: Session, *, person: Person, at: datetime, today: date) -> date:
    """Return the day of an entry that names none: the reader's today, once it is the team's too.

    A supervisor east of the team is a day ahead for some hours.
    """
    places = membership.on(session, workspace=person.workspace_id, person=person.id, day=today)
    zones = [
        roster.team(session, workspace=place.workspace_id, team_id=place.team_id).zone
        for place in places
    ]
    return min([today, *(local_day(at, zone) for zone in zones)])
