"""The schema in the database: brought up to date, and guarded against changes of the ledger."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

ADD_ONLY = (
    "complaint",
    "complaint_move",
    "entry",
    "interview",
    "pay_base",
    "publication",
    "receipt",
    "reopening",
    "rubric_in_force",
    "rubric_version",
    "scorecard",
)

_CHANGES = {
    "sqlite": ("update", "delete"),
    "postgresql": ("update", "delete", "truncate"),
}
_ROOT = Path(__file__).resolve().parent.parent


def migrate(engine: Engine, *, to: str = "head") -> None:
    """Bring the schema to revision `to` and put the guards back, in one transaction.

    Several processes may do so at once: they queue, and the later ones find nothing left to do.
    """
    with engine.execution_options(writes=True, patience=30.0).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('appraisal schema'))"))
        _drop_guards(connection)
        if to == "base":
            command.downgrade(_config(connection), to)
        else:
            command.upgrade(_config(connection), to)
            _guard(connection)


def revision(engine: Engine) -> tuple[str | None, str | None]:
    """Return the revision the database is at and the one this code wants."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        wanted = ScriptDirectory.from_config(_config(connection)).get_current_head()
    return current, wanted


def unguarded(engine: Engine) -> tuple[str, ...]:
    """Return the add-only tables that a change could slip into, because a guard is missing."""
    with engine.connect() as connection:
        present = _guards(connection)
    return tuple(
        table
        for table in ADD_ONLY
        if not {f"{table}_no_{change}" for change in _CHANGES[engine.dialect.name]} <= present
    )


def _config(connection: Connection) -> Config:
    config = Config(_ROOT / "alembic.ini")
    config.set_main_option("script_location", str(_ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config


def _guards(connection: Connection) -> set[str]:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.dialect.name]
    return set(connection.execute(text(catalogue)).scalars())


def _drop_guards(connection: Connection) -> None:
    present = _guards(connection)
    for table in ADD_ONLY:
        for change in _CHANGES[connection.dialect.name]:
            name = f"{table}_no_{change}"
            if name in present:
                on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
                connection.execute(text(f"DROP TRIGGER {name}{on}"))


def _guard(connection: Connection) -> None:
    """Refuse UPDATE and DELETE on every add-only table, whoever asks."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION add_only() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$"
            )
        )
    for table in ADD_ONLY:
        for change in _CHANGES[connection.dialect.name]:
            connection.execute(text(_trigger(connection.dialect.name, table, change)))


def _trigger(dialect: str, table: str, change: str) -> str:
    each = "STATEMENT" if change == "truncate" else "ROW"
    name, when = f"{table}_no_{change}", f"BEFORE {change.upper()}"
    head = f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each}"
    if dialect == "postgresql":
        return f"{head} EXECUTE FUNCTION add_only()"
    return f"{head} BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
