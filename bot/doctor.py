"""What is wrong, in plain words: settings, database, Slack."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from slack_sdk import WebClient
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot import refusals, schema
from bot.refusals import FAILURES
from bot.scoring import rubric
from bot.scoring.source import RubricError
from bot.settings import Settings
from bot.store import Busy, connect, sqlite_journal

NEEDED_SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "chat:write.public",
        "commands",
        "files:read",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "usergroups:read",
        "users:read",
    }
)
"""What manifest.json asks for."""

_SKEW = 60  # seconds; Slack refuses signatures five minutes off


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    bad: bool
    text: str

    def __str__(self) -> str:
        return f"{'✗' if self.bad else '✓'} {self.text}"


def examine(settings: Settings) -> list[Finding]:
    """Look at everything the bot needs; every finding is one line, bad ones say what to do."""
    return [*_database(settings), *_rubrics(), *_slack(settings), *_way_in(settings)]


def why(error: Exception) -> str:
    """Return in one line why a database cannot be used."""
    cause = error.__cause__ if isinstance(error, Busy) else error
    said = cause.orig if isinstance(cause, DBAPIError) else cause
    return str(said).partition("\n")[0]


def _database(settings: Settings) -> Iterator[Finding]:
    if settings.database_url.startswith("sqlite"):
        journal = sqlite_journal()
        yield Finding(False, f"SQLite {sqlite3.sqlite_version}, journal mode {journal}")
    database = connect(settings.database_url)
    try:
        current, wanted = schema.revision(database.engine)
        missing = schema.unguarded(database.engine) if current else ()
    except (Busy, SQLAlchemyError) as error:
        yield Finding(True, f"The database cannot be used: {why(error)}. Check DATABASE_URL.")
        return
    finally:
        database.engine.dispose()
    if current is None:
        yield Finding(True, "The database is empty. Run: python -m bot migrate")
    elif current != wanted:
        yield Finding(True, f"The schema is at {current}, not {wanted}. Run: python -m bot migrate")
    else:
        yield Finding(False, f"The schema is up to date ({current})")
    if missing:
        tables = ", ".join(missing)
        yield Finding(True, f"Not guarded against changes: {tables}. Run: python -m bot migrate")


def _rubrics() -> Iterator[Finding]:
    names = rubric.names()
    for name in names:
        try:
            rubric.read(name)
        except RubricError as error:
            yield Finding(True, f"The rubric {name} cannot be read: {error}")
    yield Finding(False, f"{len(names)} rubrics in the catalogue")


def _slack(settings: Settings) -> Iterator[Finding]:
    """Show Slack the bot's token, and look at what it grants and at Slack's clock."""
    token = settings.slack_bot_token.get_secret_value()
    if not token:
        yield Finding(True, "SLACK_BOT_TOKEN is missing: copy it from the app's Install page.")
        return
    client = WebClient(token=token, base_url=settings.slack_api_url, timeout=10, retry_handlers=[])
    try:
        answer = client.auth_test()
    except FAILURES as error:
        yield _refused(error, settings, "SLACK_BOT_TOKEN")
        return
    yield Finding(False, f"Slack knows us as {answer.get('user')} in {answer.get('team')}")
    headers = {name.lower(): str(value) for name, value in answer.headers.items()}
    yield from _scopes(headers)
    yield from _clock(headers)


def _scopes(headers: Mapping[str, str]) -> Iterator[Finding]:
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")} - {""}
    if not granted:
        return
    lacking = ", ".join(sorted(NEEDED_SCOPES - granted))
    if lacking:
        yield Finding(True, f"Scopes are missing: {lacking}. Reinstall from manifest.json.")
    else:
        yield Finding(False, "Every scope of manifest.json is granted")


def _clock(headers: Mapping[str, str]) -> Iterator[Finding]:
    if "date" not in headers:
        return
    skew = time.time() - parsedate_to_datetime(headers["date"]).timestamp()
    if abs(skew) <= _SKEW:
        yield Finding(False, "This machine's clock agrees with Slack's")
    else:
        side = "ahead of" if skew > 0 else "behind"
        yield Finding(
            True, f"This machine's clock is {abs(skew):.0f} s {side} Slack's. Set it, or use NTP."
        )


def _way_in(settings: Settings) -> Iterator[Finding]:
    """Look at how Slack's requests reach us: by a socket, or by signed HTTP."""
    token = settings.slack_app_token.get_secret_value()
    if not token:
        signed = bool(settings.slack_signing_secret.get_secret_value())
        both = "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)"
        yield Finding(not signed, "Slack reaches us over HTTP" if signed else f"{both} is missing.")
        return
    client = WebClient(base_url=settings.slack_api_url, timeout=10, retry_handlers=[])
    try:
        client.apps_connections_open(app_token=token)
    except FAILURES as error:
        yield _refused(error, settings, "SLACK_APP_TOKEN")
    else:
        yield Finding(False, "Slack reaches us by Socket Mode")


def _refused(error: Exception, settings: Settings, variable: str) -> Finding:
    said, refusal = refusals.describe(error), refusals.read(error)
    if refusal.token or refusal.lasting:
        return Finding(True, f"Slack refuses {variable}: {said}. Copy it again.")
    return Finding(True, f"Slack cannot be reached at {settings.slack_api_url}: {said}.")
