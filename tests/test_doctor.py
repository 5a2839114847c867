"""What the doctor finds: every illness there is, and health."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from command_line import NOWHERE, PG_AWAY, environ_of, spoilt
from flask import Flask, Response
from office import ANN, CARE, DESK, NOW, SUE, WORKSPACE, Office
from sqlalchemy import text, update
from sqlmodel import col

from bot import doctor, schema
from bot.doctor.slack import NEEDED_SCOPES
from bot.hosting import serve
from bot.models import Team
from bot.scoring import rubric
from bot.settings import read
from bot.store import Busy

__all__ = ["spoilt"]

ROOT = Path(__file__).parent.parent
MANIFEST = json.loads(ROOT.joinpath("manifest.json").read_text("utf-8"))
EVERY_SCOPE = set(MANIFEST["oauth_config"]["scopes"]["bot"])

CATALOGUE = f"✓ {len(rubric.names())} rubrics in the catalogue"
BOOKS = (
    f"✓ The ledger of {WORKSPACE} is intact (0 entries)",
    "✓ The rubrics in force can be read (1)",
    CATALOGUE,
)
KNOWN = "✓ Slack knows us as appraisal in Playground"
SCOPES = "✓ Every scope of manifest.json is granted"
CLOCK = "✓ This machine's clock agrees with Slack's"
CHANNELS = "✓ The bot is in every channel of the teams (2)"
SLACK = (KNOWN, SCOPES, CLOCK, CHANNELS)
HTTP = "✓ Slack reaches us over HTTP; Socket Mode must be off in the app's settings"
COMMANDS = "✓ Every command is in manifest.json"
LINE = (HTTP, COMMANDS)


def findings(environ: dict[str, str]) -> list[str]:
    """Return what the doctor says but for SQLite's own version."""
    found = [str(one) for one in doctor.examine(read(environ))]
    return [line for line in found if not line.startswith("✓ SQLite ")]


def up_to_date(office: Office) -> str:
    return f"✓ The schema is up to date ({schema.revision(office.desk.database.engine)[1]})"


def unguarded(office: Office, statement: str) -> None:
    """Change an add-only table as somebody does who goes round the bot."""
    with office.desk.database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for name in ("entry_no_update", "rubric_version_no_update"):
                connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
    schema.migrate(office.desk.database.engine)


def test_a_bot_that_is_well(office: Office) -> None:
    assert findings(environ_of(office)) == [up_to_date(office), *BOOKS, *SLACK, *LINE]


# The database.


def test_the_journal_of_sqlite_is_told(tmp_path: Path) -> None:
    found = [str(one) for one in doctor.examine(read({"DATABASE_URL": f"sqlite:///{tmp_path}/a"}))]
    assert found[0].startswith("✓ SQLite 3.")
    assert found[0].endswith((", journal mode TRUNCATE", ", journal mode WAL"))


def test_a_database_that_is_empty_and_nothing_that_is_set(tmp_path: Path) -> None:
    assert findings({"DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}) == [
        "✗ The database is empty. Run: python -m bot migrate",
        CATALOGUE,
        "✗ SLACK_BOT_TOKEN is missing: copy it from the app's Install page.",
        "✗ SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing.",
        COMMANDS,
    ]


def test_a_database_that_is_away(office: Office) -> None:
    away = "postgres://sue:p4ssw0rd@127.0.0.1:1/appraisal"
    assert findings(environ_of(office, DATABASE_URL=away)) == [
        f"✗ The database cannot be used: {PG_AWAY}: Connection refused. Check DATABASE_URL.",
        CATALOGUE,
        *SLACK[:3],
        *LINE,
    ]


def test_a_database_that_is_busy_says_no_more() -> None:
    assert doctor.why(Busy()) == "it is busy"
    assert doctor.why(Busy("its own words")) == "its own words"


def test_a_schema_that_is_behind(spoilt: Office) -> None:
    wanted = schema.revision(spoilt.desk.database.engine)[1]
    with spoilt.desk.database.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert findings(environ_of(spoilt))[:2] == [
        f"✗ The schema is at 0000, not {wanted}. Run: python -m bot migrate",
        CATALOGUE,
    ]


def test_a_guard_that_is_missing(spoilt: Office) -> None:
    with spoilt.desk.database.writing() as session:
        connection = session.connection()
        for name, table in (("entry_no_update", "entry"), ("receipt_no_delete", "receipt")):
            on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
    assert findings(environ_of(spoilt))[1] == (
        "✗ Not guarded against changes: entry, receipt. Run: python -m bot migrate"
    )
    schema.migrate(spoilt.desk.database.engine)
    assert findings(environ_of(spoilt))[0] == up_to_date(spoilt)


def test_a_chain_that_is_broken(office: Office) -> None:
    office.type(f"/deduct <@{ANN}> late", by=SUE)
    unguarded(office, "UPDATE entry SET points = -1")
    assert findings(environ_of(office))[1] == (
        f"✗ The ledger of {WORKSPACE} is broken at entry 1. Somebody changed it past the bot. "
        "Keep the file, and restore a backup."
    )


def test_a_rubric_in_force_that_cannot_be_read(office: Office) -> None:
    unguarded(office, "UPDATE rubric_version SET text = 'id: care-agents'")
    found = findings(environ_of(office))
    assert found[2].startswith("✗ The rubric care-agents is in force and cannot be read: ")
    assert found[3] == "✓ The rubrics in force can be read (0)"


# Slack.


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive"])
def test_a_token_that_is_refused(office: Office, error: str) -> None:
    office.slack.fail("auth.test", error)
    found = findings(environ_of(office))
    assert found[-3:] == [f"✗ Slack refuses SLACK_BOT_TOKEN: {error}. Copy it again.", *LINE]


def test_a_slack_that_is_away(office: Office) -> None:
    assert findings(environ_of(office, SLACK_API_URL=NOWHERE))[-3:] == [
        f"✗ Slack cannot be reached at {NOWHERE}: [Errno 111] Connection refused.",
        *LINE,
    ]


def test_the_scopes_looked_for_are_the_manifest_s() -> None:
    assert NEEDED_SCOPES == EVERY_SCOPE


def examined(office: Office, headers: dict[str, str], **environ: str) -> list[str]:
    """Return what the doctor says of a Slack that answers everything with these headers."""
    web = Flask("slack")
    body = '{"ok": true, "user": "appraisal", "team": "Playground", "url": "wss://127.0.0.1/"}'
    web.add_url_rule(
        "/api/<method>",
        view_func=lambda method: Response(body, 200, headers),  # noqa: ARG005 - the route's
        methods=["POST"],
    )
    running = serve(web)
    try:
        return findings(environ_of(office, SLACK_API_URL=f"{running.url}api/", **environ))
    finally:
        running.stop()


def test_scopes_that_are_missing(office: Office) -> None:
    granted = ",".join(sorted(EVERY_SCOPE - {"im:write", "chat:write"}))
    assert "✗ Scopes are missing: chat:write, im:write. Reinstall from manifest.json." in examined(
        office, {"X-OAuth-Scopes": granted}
    )


def test_scopes_that_slack_does_not_tell_are_passed_over(office: Office) -> None:
    assert SCOPES not in examined(office, {})


@pytest.mark.parametrize(("shift", "words"), [(-600, "ahead of"), (600, "behind")])
def test_a_clock_that_is_wrong(
    office: Office, shift: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", NOW.timestamp)
    slack_time = format_datetime(NOW + timedelta(seconds=shift), usegmt=True)
    assert f"✗ This machine's clock is 600 s {words} Slack's. Set it, or use NTP." in examined(
        office, {"Date": slack_time}
    )


def post_to(office: Office, channel: str) -> None:
    with office.desk.database.writing() as session:
        session.exec(update(Team).where(col(Team.name) == "Desk").values(channel=channel))


def test_a_channel_that_is_gone(office: Office) -> None:
    post_to(office, "C0GONE")
    assert findings(environ_of(office))[-3] == (
        "✗ The channel C0GONE of the team Desk is gone, or private without the bot. "
        "Invite it there, or choose another: /team channel #care Desk"
    )


def test_a_channel_without_the_bot(office: Office) -> None:
    post_to(office, "C0OTHER")
    assert findings(environ_of(office))[-3] == (
        "✗ The bot is not in the channel C0OTHER of the team Desk. Invite it there."
    )


@pytest.mark.parametrize(
    ("error", "said"), [("missing_scope", "missing_scope"), ("503", "service_unavailable")]
)
def test_a_channel_that_cannot_be_looked_at(office: Office, error: str, said: str) -> None:
    office.slack.fail("conversations.info", error)
    assert f"✗ The channel {CARE} of the team Care cannot be looked at: {said}." in findings(
        environ_of(office)
    )
    assert DESK not in "".join(findings(environ_of(office)))


# The line to Slack.


def test_an_app_token_is_tried(office: Office) -> None:
    assert "✓ Slack reaches us by Socket Mode" in examined(office, {}, SLACK_APP_TOKEN="xapp-1")
    office.slack.fail("apps.connections.open", "not_allowed_token_type")
    assert findings(environ_of(office, SLACK_APP_TOKEN="xapp-1"))[-2] == (
        "✗ Slack refuses SLACK_APP_TOKEN: not_allowed_token_type. Copy it again."
    )


def test_a_command_that_the_manifest_does_not_have(office: Office) -> None:
    assert findings(environ_of(office, COMMAND_NAMES="team=crew,score=standing"))[-1] == (
        "✗ COMMAND_NAMES says /crew, /standing, which manifest.json does not have. Rename it "
        "there, and in the app's settings."
    )
