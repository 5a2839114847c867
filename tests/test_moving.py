"""A database moved into another, of the same kind and of the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from command_line import url_of
from full_house import everything, forge, live_a_month, lived, month
from office import SUE, WORKSPACE, Office, open_office
from sqlalchemy import text

from bot import moving, schema
from bot.__main__ import main
from bot.copying import Bar, Refused
from bot.models import Handled
from bot.store import Busy, Database, connect, patient

__all__ = ["lived", "month"]

Said: TypeAlias = tuple[int, str, str]
Run: TypeAlias = Callable[..., Said]

MOVED = "Moved. Set DATABASE_URL to the new database, and start the bot.\n"
AS_IT_IS = "Nothing was changed. Add --broken to take it as it is.\n"
DATABASES = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Return what runs a command; it answers the exit status, and what was printed and where."""
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str, database: Database | None = None) -> Said:
        with monkeypatch.context() as patch:
            patch.setenv("DATABASE_URL", url_of(database) if database else "")
            status = main(arguments)
        return (status, *capsys.readouterr())

    return run_it


@pytest.fixture
def target(empty: str) -> Iterator[Database]:
    """Give an empty database to move to, of each kind in turn."""
    database = connect(empty)
    yield database
    database.engine.dispose()


def interrupted(act: Callable[[], None]) -> Bar:
    """Return a bar that does something when the copying begins."""

    @contextmanager
    def bar(_much: int, _of: str) -> Iterator[Callable[[int], object]]:
        act()
        yield lambda _more: None

    return bar


@contextmanager
def unseen(_much: int, _of: str) -> Iterator[Callable[[int], object]]:
    yield lambda _more: None


def move(run: Run, source: Database | str, target: Database | str, *options: str) -> Said:
    addresses = [it if isinstance(it, str) else url_of(it) for it in (source, target)]
    return run("migrate", "--from", addresses[0], "--to", addresses[1], *options)


def test_a_month_of_everything_fills_every_table(office: Office) -> None:
    live_a_month(office)
    assert [name for name, rows in everything(office.desk.database).items() if not rows] == []


def test_everything_is_moved_as_it_is(lived: Database, target: Database, run: Run) -> None:
    before = everything(lived)
    assert move(run, lived, target) == (
        0,
        f"{WORKSPACE}: intact\nMoved. Set DATABASE_URL to the new database, and start the bot.\n",
        "",
    )
    assert everything(target) == before == everything(lived)
    assert schema.unguarded(target.engine) == ()
    assert schema.revision(target.engine) == schema.revision(lived.engine)
    assert run("verify", database=target) == (0, f"{WORKSPACE}: intact\n", "")


def test_numbers_go_on_where_they_were(office: Office, target: Database, run: Run) -> None:
    assert office.type("/deduct ann late", by=SUE).startswith("*D-1*")
    assert move(run, office.desk.database, target)[0] == 0
    for there in open_office(target):
        assert there.type("/deduct ann smile", by=SUE).startswith("*D-2*")
        assert there.type("/deduct undo", by=SUE).startswith("*D-2* is undone")


def test_only_an_empty_database_is_moved_to(office: Office, target: Database, run: Run) -> None:
    schema.migrate(target.engine)
    with target.writing() as session:
        session.add(Handled(workspace_id=WORKSPACE, key="k", answer="", at=office.desk.now()))
    before = everything(target)
    assert move(run, office.desk.database, target) == (
        1,
        "",
        "It is not empty (rows: 1). Nothing was changed. Move to an empty database.\n",
    )
    assert everything(target) == before


def test_an_empty_schema_is_empty(office: Office, target: Database, run: Run) -> None:
    schema.migrate(target.engine)
    assert move(run, office.desk.database, target)[0] == 0
    assert everything(target) == everything(office.desk.database)


def test_nobody_writes_into_what_is_being_left(office: Office, target: Database) -> None:
    source = office.desk.database

    def write() -> None:
        with patient(source, seconds=0.1).writing() as session:
            session.add(Handled(workspace_id=WORKSPACE, key="k", answer="", at=office.desk.now()))
            session.flush()

    def try_to_write() -> None:
        with pytest.raises(Busy):
            write()

    moving.move(source, target, broken_too=False, bar=interrupted(try_to_write))
    assert everything(target) == everything(source)
    write()


def test_what_others_write_in_is_not_moved(office: Office, target: Database) -> None:
    source = patient(office.desk.database, seconds=0.05)
    with office.desk.database.writing() as session:
        session.add(Handled(workspace_id=WORKSPACE, key="k", answer="", at=office.desk.now()))
        session.flush()
        with pytest.raises(Busy):
            moving.move(source, target, broken_too=False, bar=unseen)
    assert schema.revision(target.engine)[0] is None


def test_a_move_that_breaks_off_leaves_nothing(office: Office, target: Database) -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        moving.move(office.desk.database, target, broken_too=False, bar=interrupted(fail))
    assert schema.revision(target.engine)[0] is None


def test_a_broken_ledger_is_named_and_moved_only_on_demand(
    office: Office, target: Database, run: Run
) -> None:
    for words in ("ann late", "lee smile", "ann smile"):
        office.type(f"/deduct {words}", by=SUE)
    source = office.desk.database
    forge(source.engine, number=2)
    try:
        assert move(run, source, target) == (
            1,
            "",
            f"{WORKSPACE}: broken at entry 2\n{AS_IT_IS}",
        )
        assert schema.revision(target.engine)[0] is None
        status, said, _ = move(run, source, target, "--broken")
        assert (status, said.splitlines()[0]) == (1, f"{WORKSPACE}: broken at entry 2")
        assert everything(target) == everything(source)
        assert run("verify", database=target)[:2] == (1, f"{WORKSPACE}: broken at entry 2\n")
    finally:
        schema.migrate(source.engine)


def test_what_cannot_be_moved_is_one_plain_line(
    office: Office, target: Database, run: Run, tmp_path: Path
) -> None:
    source = url_of(office.desk.database)
    nothing = f"sqlite:///{tmp_path / 'nothing.db'}"
    connect(nothing).engine.connect().close()
    for origin, aim, status, words in (
        (nothing, target, 1, "There is nothing of this bot in it."),
        ("sqlite:///typo.db", target, 1, "There is no file typo.db."),
        (source, source, 1, "That is the same database twice."),
        (
            "mysql://here",
            target,
            2,
            f"--from: write {DATABASES}",
        ),
    ):
        assert move(run, origin, aim) == (status, "", f"{words}\n")
    assert not Path("typo.db").exists()
    assert run("migrate", "--to", source) == (
        2,
        "",
        "--from and --to go together: name the database to read and the one to fill\n",
    )


def test_a_database_of_a_later_version_is_not_moved(office: Office, target: Database) -> None:
    source = office.desk.database
    current, _ = schema.revision(source.engine)

    def write(revision: str | None) -> None:
        with source.writing() as session:
            session.connection().execute(
                text("UPDATE alembic_version SET version_num = :it"), {"it": revision}
            )

    write("9999")
    try:
        with pytest.raises(Refused, match="later version of this bot: its schema is at 9999"):
            moving.move(source, target, broken_too=False, bar=unseen)
    finally:
        write(current)
