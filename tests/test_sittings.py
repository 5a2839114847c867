"""Requests that wait at the same time share a transaction, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock, Thread, current_thread
from typing import ClassVar

import pytest
from office import ANN, LEE, NOW, SUE, WANG, WORKSPACE
from sqlalchemy import Connection, event, text
from sqlmodel import Session, select

from bot import outbox, roster, store
from bot.errors import UserError
from bot.models import Membership, Person, Receipt
from bot.outbox import Post
from bot.sittings import Sittings
from bot.store import Busy, Database, patient

PATIENCE = 30.0  # seconds: nobody gives up here who need not


@contextmanager
def commits_of(database: Database) -> Iterator[list[Connection]]:
    """Keep a list of the commits."""
    seen: list[Connection] = []

    def note(line: Connection) -> None:
        seen.append(line)

    event.listen(database.engine, "commit", note)
    yield seen
    event.remove(database.engine, "commit", note)


def sign(session: Session, person: str) -> None:
    """Write a row of the person's."""
    session.add(Receipt(workspace_id=WORKSPACE, person_id=person, subject="D-1", at=NOW))
    session.flush()


def signed(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.exec(select(Receipt.person_id)))


class Guests:
    """Those who come to a sitting while somebody holds it, each in a thread of its own."""

    def __init__(self, database: Database) -> None:
        self.database = patient(database, seconds=PATIENCE)
        self.sittings = Sittings(longest=PATIENCE)  # until nobody waits, on any machine
        self.pool = ThreadPoolExecutor(4)

    @contextmanager
    def first(self, person: str, act: Callable[[Session, str], None] = sign) -> Iterator[None]:
        """Take part before everybody who comes while the block runs."""
        with self.sittings.join(self.database, workspace=WORKSPACE) as session:
            act(session, person)
            yield

    def come(self, person: str, act: Callable[[Session, str], None] = sign) -> Future[None]:
        """Wait for a turn, behind those who came before; have it at once where nobody is."""
        before = self.sittings.waiting

        def take_part() -> None:
            with self.sittings.join(self.database, workspace=WORKSPACE) as session:
                act(session, person)

        coming = self.pool.submit(take_part)
        until = time.monotonic() + PATIENCE
        while self.sittings.waiting == before and not coming.done() and time.monotonic() < until:
            pass
        return coming


@pytest.fixture
def guests(database: Database) -> Iterator[Guests]:
    """Open a house for them."""
    guests = Guests(database)
    with guests.pool:
        yield guests


def fail(session: Session, person: str) -> None:
    """Write, and come to grief."""
    sign(session, person)
    raise LookupError(person)


def test_who_waits_shares_the_commit_of_who_is_before(guests: Guests, database: Database) -> None:
    with commits_of(database) as commits:
        with guests.first(ANN):
            others = [guests.come(LEE), guests.come(WANG)]
        for one in others:
            one.result()
    assert (len(commits), signed(database)) == (1, sorted([ANN, LEE, WANG]))


def test_a_request_alone_commits_alone(guests: Guests, database: Database) -> None:
    with commits_of(database) as commits:
        for person in (ANN, LEE):
            guests.come(person).result()
    assert (len(commits), signed(database)) == (2, sorted([ANN, LEE]))


def test_who_fails_undoes_nothing_but_her_own(guests: Guests, database: Database) -> None:
    with guests.first(ANN):
        failing, last = guests.come(LEE, fail), guests.come(WANG)
    last.result()
    assert isinstance(failing.exception(), LookupError)
    assert signed(database) == sorted([ANN, WANG])


def test_where_the_last_one_fails_the_others_are_committed(
    guests: Guests, database: Database
) -> None:
    with guests.first(ANN):
        failing = guests.come(LEE, fail)
    assert isinstance(failing.exception(), LookupError)
    assert signed(database) == [ANN]


def test_where_the_first_one_fails_the_next_begins_anew(guests: Guests, database: Database) -> None:
    waiting = []

    def fail_later(session: Session, person: str) -> None:
        waiting.append(guests.come(LEE))
        fail(session, person)

    with pytest.raises(LookupError), guests.first(ANN, fail_later):
        pass
    waiting[0].result()
    assert signed(database) == [LEE]


def test_what_was_looked_up_in_a_part_that_failed_is_asked_anew(
    guests: Guests, database: Database
) -> None:
    names = []

    def rename(session: Session, user: str) -> None:
        person = roster.person(session, workspace=WORKSPACE, user=user)
        person.name = "Somebody Else"
        session.add(person)
        session.flush()
        look(session, user)
        raise LookupError

    def look(session: Session, user: str) -> None:
        store.lock(session, workspace=WORKSPACE)
        names.append(roster.person(session, workspace=WORKSPACE, user=user).name)

    with guests.first(ANN, look):
        renaming, looking = guests.come(ANN, rename), guests.come(ANN, look)
    looking.result()
    assert isinstance(renaming.exception(), LookupError)
    assert names == ["Ann Reed", "Somebody Else", "Ann Reed"]
    with database.reading() as session:
        assert session.get_one(Person, (WORKSPACE, ANN)).name == "Ann Reed"


def test_rows_found_in_a_part_that_failed_are_kept_for_its_refusal_alone(guests: Guests) -> None:
    """The next one gets the numbers that are free again, and must not meet the rows of before."""
    planned = []

    def plan(session: Session, key: str) -> None:
        post = Post(key, ANN, key, [], NOW)
        outbox.plan(session, workspace=WORKSPACE, posts=[post], at=NOW)
        planned.append(outbox.find(session, workspace=WORKSPACE, key=key))

    def refuse(session: Session, person: str) -> None:
        plan(session, "hers")
        renamed = roster.person(session, workspace=WORKSPACE, user=person)
        renamed.name = "Somebody Else"
        place = session.exec(select(Membership).where(Membership.person_id == person)).one()
        session.delete(place)
        session.flush()
        raise UserError("not_yourself", said=[renamed, place])

    with guests.first(SUE):
        refused = guests.come(ANN, refuse)
        last = guests.come("his", plan)
    last.result()
    error = refused.exception()
    assert isinstance(error, UserError)
    person, place = error.context["said"]
    assert (person.name, place.person_id) == ("Somebody Else", ANN)
    assert [(one.id, one.text) for one in planned if one] == [(1, "hers"), (1, "his")]


def test_a_refusal_waits_for_the_commit_of_what_it_may_rest_on(
    guests: Guests, database: Database
) -> None:
    def refuse(_session: Session, _person: str) -> None:
        raise UserError("not_yourself")

    def give_up(session: Session, person: str) -> None:
        sign(session, person)
        session.connection().invalidate()
        raise OSError

    with pytest.raises(Busy), guests.first(ANN):
        refused, gone = guests.come(LEE, refuse), guests.come(WANG, give_up)
    assert isinstance(refused.exception(), Busy)
    assert gone.exception() is not None
    assert signed(database) == []


def test_who_is_refused_alone_is_told_why(guests: Guests) -> None:
    with pytest.raises(UserError), guests.first(ANN):
        raise UserError("not_yourself")


def test_a_commit_that_fails_is_told_to_everybody_who_took_part(
    guests: Guests, database: Database
) -> None:
    with database.reading() as reader:

        def spoil(ours: Connection) -> None:
            if database.engine.dialect.name == "sqlite":  # who reads keeps the file as it is
                ours.exec_driver_sql("PRAGMA busy_timeout = 1")
                reader.exec(select(Person.id)).first()
            else:
                pid = ours.scalar(text("SELECT pg_backend_pid()"))
                reader.connection().execute(text(f"SELECT pg_terminate_backend({pid}, 10000)"))

        event.listen(database.engine, "commit", spoil, once=True)
        with pytest.raises(Busy), guests.first(ANN):
            others = [guests.come(LEE), guests.come(WANG, fail)]
    assert isinstance(others[0].exception(), Busy)
    assert isinstance(others[1].exception(), LookupError)
    assert signed(database) == []
    guests.come(SUE).result()
    assert signed(database) == [SUE]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_where_the_database_goes_away_nothing_of_the_sitting_was_written(
    guests: Guests, database: Database
) -> None:
    def cut_off(session: Session, person: str) -> None:
        ours = session.connection().scalar(text("SELECT pg_backend_pid()"))
        with database.engine.connect() as other:
            other.execute(text(f"SELECT pg_terminate_backend({ours}, 10000)"))
        sign(session, person)

    with pytest.raises(Busy), guests.first(ANN):
        cut, last = guests.come(LEE, cut_off), guests.come(WANG)
    assert isinstance(cut.exception(), Busy)
    last.result()
    assert signed(database) == [WANG]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_where_sqlite_gives_the_transaction_up_nothing_of_the_sitting_was_written(
    guests: Guests, database: Database
) -> None:
    """A full disk, for one, ends the whole transaction, not only the statement."""

    def give_up(session: Session, person: str) -> None:
        sign(session, person)
        line = session.connection().connection.driver_connection
        assert line is not None
        line.execute("ROLLBACK")
        raise OSError

    with pytest.raises(Busy), guests.first(ANN):
        gone, last = guests.come(LEE, give_up), guests.come(WANG)
    assert gone.exception() is not None
    last.result()
    assert signed(database) == [WANG]


def test_who_waits_too_long_is_told_so_and_stands_in_nobody_s_way(
    guests: Guests, database: Database
) -> None:
    hurried = patient(database, seconds=0.01)
    with guests.first(ANN):
        with pytest.raises(Busy), guests.sittings.join(hurried, workspace=WORKSPACE):
            pass
        last = guests.come(LEE)
    last.result()
    assert signed(database) == sorted([ANN, LEE])


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_another_workspace_does_not_wait(guests: Guests, database: Database) -> None:
    with (
        guests.first(ANN),
        guests.sittings.join(guests.database, workspace="T0ELSE") as session,
    ):
        sign(session, LEE)
    assert signed(database) == sorted([ANN, LEE])


class Unlucky:
    """A lock after which its holder, if she is `slow`, comes to nothing until `done` is."""

    slow: ClassVar[Thread | None] = None
    done: ClassVar[Callable[[], object]]

    def __init__(self) -> None:
        self.lock = Lock()

    def __enter__(self) -> None:
        self.lock.acquire()

    def __exit__(self, *_: object) -> None:
        self.lock.release()
        if current_thread() is Unlucky.slow:
            Unlucky.slow = None
            Unlucky.done()


def test_who_is_called_as_her_patience_ends_takes_part(
    guests: Guests, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else nobody would ever end the sitting that was handed to her."""
    monkeypatch.setattr("bot.sittings.Lock", Unlucky)
    guests.database = patient(database, seconds=1)
    with guests.first(ANN):
        Unlucky.done, Unlucky.slow = guests.come(LEE).result, current_thread()
    assert signed(database) == sorted([ANN, LEE])
