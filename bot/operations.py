"""What `python -m bot COMMAND` does, one function a command: its first line is the command's help.

Each takes the parsed arguments and returns the exit status. Only here is the environment read.
"""

from __future__ import annotations

import argparse
import errno
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dotenv import dotenv_values

from bot import doctor, jobs, keeping, logs, rounds, schema, serving
from bot.commands import rubric_simulate
from bot.periods import Period
from bot.playground import demo
from bot.scoring import cli
from bot.settings import Settings, SettingsError, read
from bot.store import Database, connect
from bot.words import words_for

WELL, TROUBLED, MISUSED = 0, 1, 2

_ROOT = Path(__file__).resolve().parent.parent


class Misuse(Exception):  # noqa: N818 - it is told to the operator as one line
    """An argument that cannot be; the message says what would work."""


def serve(options: argparse.Namespace) -> int:
    """Serve Slack until stopped."""
    del options
    chosen = settings(calling=True, listening=True)
    _hide_from_bolt()
    serving.run(chosen)
    return WELL


def serve_demo(options: argparse.Namespace) -> int:
    """Open the playground with a sample workspace, until stopped."""
    logs.to_stderr(logs.PLAIN)
    logging.getLogger().setLevel(logging.WARNING)  # two hundred sent messages tell nobody much
    manifest = demo.manifest_of(_ROOT / "manifest.json")
    folder = Path(options.folder)
    if not demo.is_set(folder):
        _say("Setting the scene, this once: it takes a few seconds.")
    try:
        running = demo.start(folder, manifest, port=options.port, today=datetime.now(UTC).date())
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        free = options.port + 1
        _say(f"Port {options.port} is taken. Choose another one: make demo PORT={free}")
        _say(f"(or python -m bot demo --port {free})")
        return TROUBLED
    _say(f"\nThe playground is open: {running.url}\nStop it with Ctrl+C.\n")
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    stopped.wait()
    running.stop()
    return WELL


def migrate(options: argparse.Namespace) -> int:
    """Bring the database's schema up to date, or move all data into another database."""
    if options.source or options.target:
        return _move(options)
    with _database(settings()) as database:
        schema.migrate(database.engine)
        current, _ = schema.revision(database.engine)
    _say(f"The schema is at revision {current}.")
    return WELL


def diagnose(options: argparse.Namespace) -> int:
    """Say in plain words what is wrong with settings, database or Slack."""
    del options
    findings = doctor.examine(settings())
    for finding in findings:
        _say(str(finding))
    return TROUBLED if any(finding.bad for finding in findings) else WELL


def verify(options: argparse.Namespace) -> int:
    """Walk every workspace's ledger and name the first entry that was tampered with."""
    del options
    with _database(settings()) as database:
        return _conclude(*keeping.verify(database))


def back_up(options: argparse.Namespace) -> int:
    """Write the whole database into a new file, while the bot runs."""
    with _database(settings()) as database:
        return _conclude(*keeping.back_up(database, Path(options.file)))


def restore(options: argparse.Namespace) -> int:
    """Put the database back to what a backup holds, while the bot runs."""
    with _database(settings()) as database:
        return _conclude(
            *keeping.restore(
                database,
                Path(options.file),
                replacing=options.replace,
                broken_too=options.broken,
                now=datetime.now(UTC),
            )
        )


def run_job(options: argparse.Namespace) -> int:
    """Do one job, or all, as if it were the moment --at, and deliver what is due now."""
    at = None if options.at is None else _moment(options.at)
    chosen = settings(calling=True)
    client = serving.client_of(chosen)
    with (
        _database(chosen) as database,
        serving.open_desk(chosen, database, client) as desk,
    ):
        workspace = serving.introduce(client)
        only = None if options.name == "all" else options.name
        try:
            jobs.plan_due(desk, workspace, only=only, at=at)
        finally:
            rounds.deliver_all(desk, workspace)
    return WELL


def score(options: argparse.Namespace) -> int:
    """Score a file of entries by a rubric; neither Slack nor a database is needed."""
    return cli.score_files(
        options.rubric,
        options.facts,
        as_json=options.json,
        base=options.base,
        out=sys.stdout,
        language=options.language,
    )


def list_rubrics(options: argparse.Namespace) -> int:
    """List the rubrics of the catalogue."""
    return cli.list_rubrics(sys.stdout, as_markdown=options.markdown)


def show_rubric(options: argparse.Namespace) -> int:
    """Say what a rubric scores, and by which codes it is recorded."""
    return cli.show_rubric(options.rubric, out=sys.stdout, language=options.language)


def check_rubric(options: argparse.Namespace) -> int:
    """Check a rubric file, and name every mistake with its line."""
    return cli.check_file(options.file, out=sys.stdout)


def compare_rubrics(options: argparse.Namespace) -> int:
    """Say what the second of two rubrics counts otherwise than the first."""
    return cli.compare_rubrics(
        options.before, options.after, out=sys.stdout, language=options.language
    )


def simulate(options: argparse.Namespace) -> int:
    """Score a month of every team by another rubric; nothing is stored."""
    rubric, period = cli.choose(options.rubric), _period(options.period)
    chosen = settings()
    words = words_for(options.language, chosen.commands)
    with _database(chosen) as database, database.reading() as session:
        for found in rubric_simulate.of_every_team(session, rubric=rubric, period=period):
            for line in rubric_simulate.lines(found, words):
                _say(line)
    return WELL


def print_schema(options: argparse.Namespace) -> int:
    """Print the JSON schema of rubric files, for an editor."""
    del options
    return cli.print_schema(sys.stdout)


def settings(*, calling: bool = False, listening: bool = False) -> Settings:
    """Read `.env` and the environment, which wins; raise SettingsError with every problem."""
    written = dotenv_values(".env", encoding="utf-8-sig")  # Windows marks its text files
    environ = {**{name: value or "" for name, value in written.items()}, **os.environ}
    chosen = read(environ, calling=calling, listening=listening)
    logs.to_stderr(chosen.log_format)
    return chosen


def _hide_from_bolt() -> None:
    """Take Slack's variables out of the environment, in which Bolt looks by itself.

    A client id there would make it serve many workspaces, and leave our token aside.
    """
    for name in [name for name in os.environ if name.startswith("SLACK_")]:
        del os.environ[name]


@contextmanager
def _database(chosen: Settings) -> Iterator[Database]:
    database = connect(chosen.database_url, patience=10)
    try:
        yield database
    finally:
        database.engine.dispose()


def _move(options: argparse.Namespace) -> int:
    if not (options.source and options.target):
        raise Misuse("--from and --to go together: name the database to read and the one to fill")
    with (
        _database(_at("--from", options.source)) as source,
        _database(_at("--to", options.target)) as target,
    ):
        return _conclude(*keeping.move(source, target, broken_too=options.broken))


def _at(option: str, url: str) -> Settings:
    """Return settings whose database is at `url`, understood as DATABASE_URL is."""
    try:
        return read({"DATABASE_URL": url})
    except SettingsError as error:
        raise Misuse(str(error).replace("DATABASE_URL", option)) from None


def _conclude(words: str, well: bool) -> int:  # noqa: FBT001 - what `keeping` answers
    if words:
        _say(words)
    return WELL if well else TROUBLED


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        raise Misuse(f"write a month as 2026-10, not {text!r}") from None


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Misuse(f"--at: write a moment with its zone, as 2026-12-01T09:00+08:00, not {text!r}")
    return at


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - a command line speaks
