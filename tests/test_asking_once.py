"""What a request looks up more than once is asked of the database once, and is never stale."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from office import ANN, BEGAN, CARE, NOW, SUE, WORKSPACE, Office
from sqlalchemy import event
from sqlmodel import Session

from bot import membership, roster, rubrics, store
from bot.errors import UserError
from bot.models import Person, Team
from bot.store import Database

TODAY = NOW.date()
MOST = 30  # statements of a deduction; each costs more than all of its arithmetic


def teams_of(session: Session, user: str, day: date = TODAY) -> list[int]:
    places = membership.on(session, workspace=WORKSPACE, person=user, day=day)
    return sorted(place.team_id for place in places)


def a_team(number: int) -> Team:
    return Team(workspace_id=WORKSPACE, id=number, name="Night", zone="UTC", since=BEGAN)


def test_a_row_that_was_not_there_is_found_once_it_was_added(database: Database) -> None:
    with database.writing() as session:
        with pytest.raises(UserError):
            roster.team(session, workspace=WORKSPACE, team_id=9)
        session.add(a_team(9))
        assert roster.team(session, workspace=WORKSPACE, team_id=9).name == "Night"


def test_a_place_that_ends_in_the_same_request_has_ended(database: Database) -> None:
    with database.writing() as session:
        ann = roster.person(session, workspace=WORKSPACE, user=ANN)
        assert teams_of(session, ANN) == [1]
        membership.release(session, workspace=WORKSPACE, person=ann, day=TODAY)
        assert teams_of(session, ANN) == []
        team = roster.team(session, workspace=WORKSPACE, team_id=2)
        membership.assign(
            session, workspace=WORKSPACE, person=ann, team=team, role=roster.AGENT, day=TODAY
        )
        assert teams_of(session, ANN) == [2]


def test_a_rubric_put_in_force_is_in_force_at_once(database: Database) -> None:
    with database.writing() as session:
        in_force = partial(
            rubrics.in_force, session, workspace=WORKSPACE, team_id=1, role=roster.SUPERVISOR
        )
        assert in_force(day=TODAY) is None
        rubrics.put_in_force(
            session,
            workspace=WORKSPACE,
            team_id=1,
            role=roster.SUPERVISOR,
            name="care-agents",
            since=BEGAN,
            by=SUE,
            at=NOW,
        )
        found = in_force(day=TODAY)
    assert found is not None
    assert found.rubric.id == "care-agents"


def test_what_was_looked_up_before_the_lock_is_looked_up_again_behind_it(
    database: Database,
) -> None:
    answers = iter(("before", "behind", "never asked"))
    with database.reading() as session:
        asked = [store.once(session, Team, "teams", lambda: next(answers))]
        store.lock(session, workspace=WORKSPACE)
        asked += [store.once(session, Team, "teams", lambda: next(answers)) for _ in range(2)]
    assert asked == ["before", "behind", "behind"]


def test_a_line_loads_nobody_but_those_it_is_about(office: Office) -> None:
    met = set()

    def note(person: Person, _context: object) -> None:
        met.add(person.id)

    listening = (Person, "load", note)
    event.listen(*listening)
    assert office.type("/deduct ann late", by=SUE).startswith("*D-1*")
    event.remove(*listening)
    assert met == {SUE, ANN}


def test_a_deduction_asks_the_database_little(office: Office) -> None:
    office.type("/deduct ann smile", by=SUE, channel=CARE)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    listening = (office.desk.database.engine, "before_cursor_execute", note)
    event.listen(*listening)
    assert office.type("/deduct ann late", by=SUE).startswith("*D-2*")
    event.remove(*listening)
    assert len(asked) <= MOST
