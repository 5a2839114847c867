"""What is wrong, in plain words: settings, database, Slack."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import schema
from bot.scoring import rubric
from bot.scoring.source import RubricError
from bot.settings import Settings
from bot.store import Busy, connect, sqlite_journal

NEEDED_SCOPES = frozenset({"chat:write", "commands", "im:write", "users:read"})
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
    return [*_database(settings), *_rubrics(), *_slack(settings)]


def _database(settings: Settings) -> Iterator[Finding]:
    if settings.database_url.startswith("sqlite"):
        journal = sqlite_journal()
        yield Finding(False, f"SQLite {sqlite3.sqlite_version}, journal mode {journal}")
    database = connect(settings.database_url)
    try:
        current, wanted = schema.revision(database.engine)
        missing = schema.unguarded(database.engine) if current else ()
    except (Busy, OSError) as error:
        yield Finding(True, f"The database cannot be reached: {error}. Check DATABASE_URL.")
        return
    if current != wanted:
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
    token = settings.slack_bot_token.get_secret_value()
    if not token:
        yield Finding(True, "SLACK_BOT_TOKEN is missing: copy it from the app's Install page.")
        return
    client = WebClient(token=token, base_url=settings.slack_api_url, timeout=10, retry_handlers=[])
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        yield Finding(True, f"Slack refuses the token: {error.response.get('error')}")
        return
    except (SlackClientError, OSError) as error:
        yield Finding(True, f"Slack cannot be reached at {settings.slack_api_url}: {error}")
        return
    yield Finding(False, f"Slack knows us as {answer.get('user')} in {answer.get('team')}")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    granted = set(str(headers.get("x-oauth-scopes", "")).replace(" ", "").split(",")) - {""}
    if granted and NEEDED_SCOPES - granted:
        lacking = ", ".join(sorted(NEEDED_SCOPES - granted))
        yield Finding(True, f"Scopes are missing: {lacking}. Reinstall from manifest.json.")
    if "date" in headers:
        skew = abs(time.time() - parsedate_to_datetime(str(headers["date"])).timestamp())
        bad = skew > _SKEW
        yield Finding(bad, f"This machine's clock is {skew:.0f} s off Slack's")
