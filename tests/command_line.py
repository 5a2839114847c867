"""A command of `python -m bot …`, run in the test's own process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest
from office import SECRET, TOKEN, Office
from sqlalchemy import text

from bot import schema
from bot.__main__ import main
from bot.store import Database

VARIABLES = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL")
OTHERS = ("DATABASE_URL", "HOST", "PORT", "HOLD_MINUTES", "MONTH_END_AT", "COMMAND_NAMES")
PG_AWAY = 'connection failed: connection to server at "127.0.0.1", port 1 failed'
NOWHERE = "http://127.0.0.1:1/api/"


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    status: int
    out: str
    err: str


Run: TypeAlias = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs a command in an empty folder, with the variables given and no others."""
    for name in (*VARIABLES, *OTHERS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run_it(*arguments: str, **environ: str) -> Done:
        with monkeypatch.context() as patch:
            for name, value in environ.items():
                patch.setenv(name, value)
            try:
                status = main(arguments)
            except SystemExit as ended:
                status = int(ended.code or 0)
        said = capsys.readouterr()
        return Done(status, said.out, said.err)

    return run_it


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def environ_of(office: Office, **others: str) -> dict[str, str]:
    """Return the environment of a bot that is well."""
    return {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": str(office.desk.client.base_url),
        "DATABASE_URL": url_of(office.desk.database),
        **others,
    }


@pytest.fixture
def spoilt(office: Office) -> Iterator[Office]:
    """Give an office whose schema a test may spoil; it is put right for the next test."""
    engine = office.desk.database.engine
    current, _ = schema.revision(engine)
    yield office
    with office.desk.database.writing() as session:
        session.connection().execute(text(f"UPDATE alembic_version SET version_num = '{current}'"))  # noqa: S608 - read from there
    schema.migrate(engine)
