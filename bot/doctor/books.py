"""What the database holds: its schema, its guards, its chain, and the rubrics in force."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlmodel import Session, col, select

from bot import ledger, rubrics, schema
from bot.doctor.finding import Finding, well, wrong
from bot.models import LedgerHead, RubricInForce, RubricVersion, Team, Workspace
from bot.scoring import rubric
from bot.scoring.source import RubricError
from bot.settings import Settings
from bot.store import Busy, connect, sqlite_journal

_MIGRATE = "Run: python -m bot migrate"
_CHAIN = "Somebody changed it past the bot. Keep the file, and restore a backup."


@dataclass(frozen=True)
class Books:
    """What was found, and the teams that post to each channel, by the channel's id."""

    findings: tuple[Finding, ...]
    channels: Mapping[str, str]


def examine(settings: Settings) -> Books:
    """Look at the database, and at the rubrics that come with the bot."""
    database = connect(settings.database_url)
    try:
        found = tuple(_schema(database.engine))
        if any(one.bad for one in found):
            return Books((*found, *_catalogue()), {})
        with database.reading() as session:
            inside = (*_ledgers(session), *_in_force(session))
            return Books((*found, *inside, *_catalogue()), _channels(session))
    except (Busy, SQLAlchemyError) as error:
        away = wrong(f"The database cannot be used: {why(error)}. Check DATABASE_URL.")
        return Books((away, *_catalogue()), {})
    finally:
        database.engine.dispose()


def why(error: Exception) -> str:
    """Return in one line why a database cannot be used."""
    cause = error if error.args else error.__cause__ or error
    said = cause.orig if isinstance(cause, DBAPIError) else cause
    return str(said).partition("\n")[0] or "it is busy"


def _schema(engine: Engine) -> Iterator[Finding]:
    current, wanted = schema.revision(engine)
    if engine.dialect.name == "sqlite":
        yield _journal(engine)
    if current is None:
        yield wrong(f"The database is empty. {_MIGRATE}")
        return
    if current == wanted:
        yield well(f"The schema is up to date ({current})")
    else:
        yield wrong(f"The schema is at {current}, not {wanted}. {_MIGRATE}")
    missing = ", ".join(schema.unguarded(engine))
    if missing:
        yield wrong(f"Not guarded against changes: {missing}. {_MIGRATE}")


def _journal(engine: Engine) -> Finding:
    """Look at how SQLite keeps what is being written: a WAL that can be reset loses it."""
    version, wanted = sqlite3.sqlite_version, sqlite_journal()
    with engine.connect() as connection:
        mode = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar()).upper()
    if mode == wanted:
        return well(f"SQLite {version}, journal mode {mode}")
    return wrong(
        f"SQLite {version} writes in journal mode {mode}, not {wanted}. Stop whatever else has "
        "the file open, and look again."
    )


def _ledgers(session: Session) -> Iterator[Finding]:
    for workspace in session.exec(select(Workspace.workspace_id)).all():
        head = session.get(LedgerHead, workspace)
        number = ledger.first_broken(session, workspace=workspace)
        if number is None:
            entries = 0 if head is None else head.number
            yield well(f"The ledger of {workspace} is intact ({entries} entries)")
        else:
            yield wrong(f"The ledger of {workspace} is broken at entry {number}. {_CHAIN}")


def _in_force(session: Session) -> Iterator[Finding]:
    """Read every rubric that scores a team, now, later or in a month that is reopened."""
    used = select(RubricInForce.workspace_id, RubricInForce.digest).distinct()
    count = 0
    for workspace, digest in session.exec(used).all():
        kept = session.get(RubricVersion, (workspace, digest))
        name = digest[:8] if kept is None else kept.name
        try:
            rubrics.version(session, workspace=workspace, digest=digest)
        except (RubricError, SQLAlchemyError) as error:
            yield wrong(f"The rubric {name} is in force and cannot be read: {error}")
        else:
            count += 1
    yield well(f"The rubrics in force can be read ({count})")


def _catalogue() -> Iterator[Finding]:
    names = rubric.names()
    for name in names:
        try:
            rubric.read(name)
        except RubricError as error:
            yield wrong(f"The rubric {name} cannot be read: {error}")
    yield well(f"{len(names)} rubrics in the catalogue")


def _channels(session: Session) -> dict[str, str]:
    teams = session.exec(select(Team).order_by(col(Team.workspace_id), col(Team.id))).all()
    return {
        channel: team.name
        for team in teams
        for channel in (team.channel, team.praise_channel)
        if channel
    }
