"""What one can ask about in a scorecard: the lines of a rubric, and the items behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from bot import roster, rubrics
from bot.menu import Choice
from bot.scoring.entries import Loggable, Measure
from bot.scoring.rubric import Rubric
from bot.scoring.text import Text
from bot.slack import Request

BONUS = "bonus"
"""The id that a card gives the line of the commendations."""


@dataclass(frozen=True)
class Topic:
    """A line or an item under all the names people know it by."""

    code: str
    names: tuple[str, ...]
    label: Text
    critical: bool = False  # asking does no harm, so a slip of the finger is forgiven


def topics(session: Session, request: Request) -> tuple[Topic, ...]:
    """Return what the rubrics around the caller have: her own, those of the teams supervised."""
    found = {
        topic.code: topic
        for rubric in reversed(_around(session, request))
        for topic in (*_items(rubric), *_lines(rubric))
    }
    return tuple(found.values())


def loggable(session: Session, request: Request) -> tuple[Choice, ...]:
    """Return the deductions and commendations of the same rubrics."""
    found = {
        entry.code: Choice(entry)
        for rubric in reversed(_around(session, request))
        for entry in rubric.entries
    }
    return tuple(found.values())


def codes_by_line(rubric: Rubric) -> dict[str, frozenset[str]]:
    """Return by id of a card's line the codes of the entries that it is made of."""
    found = {item.line.id: item.codes for item in rubric.items}
    if rubric.bonuses is not None:
        found[BONUS] = frozenset(entry.code for entry in rubric.bonuses.entries)
    return found


def entry(rubric: Rubric, code: str) -> Loggable | None:
    """Return the deduction or commendation of that code, if the rubric has it."""
    found = rubric.find(code)
    return found if isinstance(found, Loggable) else None


def _around(session: Session, request: Request) -> list[Rubric]:
    by = request.by
    if by.hr:
        teams = {team.id for team in roster.teams(session, workspace=request.workspace)}
    else:
        teams = set(by.leads) | ({by.team} if by.team is not None else set())
    versions = rubrics.of_teams(
        session, workspace=request.workspace, team_ids=teams, day=request.today
    )
    return [version.rubric for version in versions]


def _items(rubric: Rubric) -> Iterator[Topic]:
    things: tuple[Loggable | Measure, ...] = (*rubric.entries, *rubric.measures)
    for thing in things:
        choice = Choice(thing)
        yield Topic(choice.code, choice.names, thing.label)


def _lines(rubric: Rubric) -> Iterator[Topic]:
    """Yield the lines; one that goes by the code of its own measure keeps that one's names."""
    known = rubric.by_code
    for item in rubric.items:
        line = item.line
        own = Choice(known[line.id]).names if line.id in known else (line.id,)
        yield Topic(line.id, (*own, line.label.en, line.label.zh), line.label)
    if rubric.bonuses is not None:
        label = rubric.bonuses.label
        yield Topic(BONUS, (BONUS, label.en, label.zh), label)
