"""The schema in the database: brought up to date, and guarded against changes of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

ADD_ONLY = (
    "card_signature",
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
    "step_mark",
)

REVISIONS = "alembic_version"
"""The table in which Alembic keeps where a database stands."""

_CHANGES = {
    "sqlite": ("update", "delete"),
    "postgresql": ("update", "delete", "truncate"),
}
_ROOT = Path(__file__).resolve().parent.parent


def migrate(engine: Engine, *, to: str = "head") -> None:
    """Bring the schema up or down to revision `to`, guarded, in one transaction.

    Several processes may do so at once: they queue, and the later ones find nothing left to do.
    """
    with (
        engine.execution_options(writes=True, patience=30.0).begin() as connection,
        laid_open(connection),
    ):
        step(connection, to=to)


@contextmanager
def laid_open(connection: Connection) -> Iterator[None]:
    """Lift the guards while the block changes the schema or replaces its rows, then put them back.

    Nobody else is let in meanwhile: all of it is one transaction of the caller's.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('appraisal schema'))"))
        _wait_for_everybody(connection)
    _drop_guards(connection)
    yield
    _guard(connection)


def step(connection: Connection, *, to: str) -> None:
    """Take the steps up or down to revision `to`, or to `head` or `base`; the guards are lifted.

    Down, what an earlier revision has no place for is lost: columns and tables that came later.
    """
    known, current = steps(), revision_of(connection)
    passed = known[: known.index(current)] if current in known else ()
    if to == "base" or to in passed:
        command.downgrade(_config(connection), to)
    else:
        command.upgrade(_config(connection), to)


def steps() -> tuple[str, ...]:
    """Return every revision that this code knows, the first one first."""
    script = ScriptDirectory(str(_ROOT / "migrations"))
    return tuple(one.revision for one in script.walk_revisions())[::-1]


def revision_of(connection: Connection) -> str | None:
    """Return the revision that the connection's database is at; None: it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def revision(engine: Engine) -> tuple[str | None, str | None]:
    """Return the revision the database is at and the one this code wants."""
    with engine.connect() as connection:
        current = revision_of(connection)
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


def _wait_for_everybody(connection: Connection) -> None:
    """Lock every table once those who are at work have finished; writers queue on the first one."""
    names = sorted(inspect(connection).get_table_names(), key=lambda name: name != "workspace")
    if names:
        connection.execute(text(f"LOCK TABLE {', '.join(names)}"))


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
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS add_only()"))


def _guard(connection: Connection) -> None:
    """Refuse UPDATE and DELETE on every add-only table there is, whoever asks."""
    present = set(inspect(connection).get_table_names())
    if connection.dialect.name == "postgresql" and present & set(ADD_ONLY):
        connection.execute(
            text(
                "CREATE FUNCTION add_only() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$"
            )
        )
    for table in (table for table in ADD_ONLY if table in present):
        for change in _CHANGES[connection.dialect.name]:
            connection.execute(text(_trigger(connection.dialect.name, table, change)))


def _trigger(dialect: str, table: str, change: str) -> str:
    each = "STATEMENT" if change == "truncate" else "ROW"
    name, when = f"{table}_no_{change}", f"BEFORE {change.upper()}"
    head = f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each}"
    if dialect == "postgresql":
        return f"{head} EXECUTE FUNCTION add_only()"
    return f"{head} BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
