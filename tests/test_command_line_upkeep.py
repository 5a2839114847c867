"""`python -m bot …` where a database or Slack is needed: migrate, verify, job, serve, doctor."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from command_line import NOWHERE, PG_AWAY, Done, Run, environ_of, run, spoilt
from office import ADA, ANN, BEGAN, CARE, LEE, NOW, SECRET, SUE, TOKEN, WORKSPACE, Office
from processes import forked
from sqlalchemy import text
from sqlmodel import select

from bot import outbox, schema
from bot.models import Publication, RubricInForce
from bot.outbox import Post
from bot.store import connect

__all__ = ["run", "spoilt"]

CHECK = "Check DATABASE_URL, or run: python -m bot migrate\n"


# The database.


def test_migrate_makes_the_schema_and_may_be_repeated(run: Run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    done = run("migrate", DATABASE_URL=url)
    assert (done.status, done.err) == (0, "")
    assert done.out == f"The schema is at revision {head(url)}.\n"
    assert run("migrate", DATABASE_URL=url) == done
    assert run("verify", DATABASE_URL=url) == Done(0, "", "")


def head(url: str) -> str | None:
    database = connect(url)
    _, wanted = schema.revision(database.engine)
    database.engine.dispose()
    return wanted


@pytest.mark.slow
def test_several_processes_may_migrate_at_once(tmp_path: Path, empty: str) -> None:
    with ExitStack() as running:
        processes = [
            running.enter_context(forked("migrate", folder=tmp_path, DATABASE_URL=empty))
            for _ in range(2)
        ]
        said = [(printed.read(), told.read()) for _, printed, told in processes]
    assert said == [(f"The schema is at revision {head(empty)}.\n", "")] * 2


@pytest.mark.parametrize("command", ["migrate", "verify", "backup", "serve"])
@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (
            "postgresql://sue:p4ssw0rd@127.0.0.1:1/appraisal",
            f"{PG_AWAY}: Connection refused",
        ),
        ("sqlite:////nowhere/at/all.db", "unable to open database file"),
    ],
)
def test_a_database_that_is_away_is_one_plain_line(
    run: Run, command: str, url: str, reason: str
) -> None:
    arguments = ("backup", "file") if command == "backup" else (command,)
    done = run(
        *arguments,
        DATABASE_URL=url,
        SLACK_BOT_TOKEN=TOKEN,
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=NOWHERE,
    )
    assert done == Done(
        1,
        "",
        f"The database cannot be used: {reason}. {CHECK}",
    )


def test_a_database_without_tables_is_one_plain_line(run: Run) -> None:
    assert run("verify") == Done(
        1,
        "",
        f"The database cannot be used: no such table: entry. {CHECK}",
    )


def test_a_database_of_a_later_version_is_left_alone(run: Run, spoilt: Office) -> None:
    with spoilt.desk.database.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    done = run("migrate", **environ_of(spoilt))
    assert (done.status, done.err) == (
        1,
        f"The database cannot be used: Can't locate revision identified by '9999'. {CHECK}",
    )


def test_verify_finds_the_first_entry_that_was_tampered_with(run: Run, spoilt: Office) -> None:
    for _ in range(2):
        spoilt.type(f"/deduct <@{ANN}> late", by=SUE)
        spoilt.type(f"/deduct <@{LEE}> late", by=SUE)
        spoilt.wait("+5m")
    environ = environ_of(spoilt)
    assert run("verify", **environ) == Done(0, f"{WORKSPACE}: intact\n", "")
    with spoilt.desk.database.writing() as session:
        tamper = session.connection()
        drop = "DROP TRIGGER entry_no_update"
        tamper.execute(text(drop if tamper.dialect.name == "sqlite" else f"{drop} ON entry"))
        tamper.execute(text("UPDATE entry SET note = 'never mind' WHERE number = 2"))
    assert run("verify", **environ) == Done(1, f"{WORKSPACE}: broken at entry 2\n", "")


# Jobs.


def test_the_month_end_is_posted_by_hand_once(run: Run, office: Office) -> None:
    environ = environ_of(office)
    job = ("job", "month_end", "--at", "2026-12-01T10:00+01:00")
    assert run("job", "month_end", "--at", "2026-12-01T08:59Z", **environ) == Done(0, "", "")
    assert office.dms(ANN) == []
    assert run(*job, **environ) == Done(0, "", "")
    office.wait("+12d")
    (card,) = office.dms(ANN)
    (summary,) = office.slack.messages(CARE)
    assert card.startswith("Ann Reed · November\n")
    assert summary.text.startswith("Care · November")
    posted = len(office.slack.calls("chat.postMessage"))
    assert run(*job, **environ) == Done(0, "", "")
    assert run("job", "all", "--at", "2026-12-01T12:00Z", **environ) == Done(0, "", "")
    assert len(office.slack.calls("chat.postMessage")) == posted


def test_a_month_that_cannot_be_closed_is_one_clear_line_and_holds_up_no_other(
    run: Run, office: Office
) -> None:
    lost = RubricInForce(
        workspace_id=WORKSPACE, id=9, team_id=1, digest="lost", since=BEGAN, by_id=ADA, at=NOW
    )
    with office.desk.database.writing() as session:
        session.add(lost)
    job = ("job", "month_end", "--at", "2026-12-01T10:00+01:00")
    stuck = Done(1, "", "2026-11 of team 1 could not be closed\n")
    assert run(*job, **environ_of(office)) == stuck
    with office.reading() as session:
        assert session.exec(select(Publication.team_id)).all() == [2]


@pytest.mark.parametrize("away", [timedelta(days=-30), timedelta(days=30)])
def test_a_job_of_another_moment_leaves_alone_what_is_being_sent(
    run: Run, office: Office, away: timedelta
) -> None:
    now = datetime.now(UTC)
    due = now - timedelta(minutes=1)
    with office.desk.database.writing() as session:
        outbox.plan(
            session,
            workspace=WORKSPACE,
            posts=[Post(key, ANN, key, [], due) for key in ("held", "due")]
            + [Post("later", ANN, "later", [], now + timedelta(hours=1))],
            at=due,
        )
        ((_, held), *_) = outbox.waiting(session, workspace=WORKSPACE, at=now)
        outbox.claim(session, workspace=WORKSPACE, number=held, at=now)
    run("job", "prune", "--at", (now + away).isoformat(), **environ_of(office))
    assert [message.text for message in office.slack.dms(ANN)] == ["due"]
    with office.desk.database.reading() as session:
        sent = outbox.find(session, workspace=WORKSPACE, key="due")
        assert sent is not None
        assert sent.claimed_at is not None
        assert now <= sent.claimed_at <= datetime.now(UTC)


@pytest.mark.parametrize(
    "moment", ["tomorrow", "2026-12-01", "2026-12-01T09:00", "2026-13-01T09:00Z"]
)
def test_a_moment_that_is_none_is_one_clear_line(run: Run, moment: str) -> None:
    assert run("job", "month_end", "--at", moment, SLACK_BOT_TOKEN=TOKEN) == Done(
        2,
        "",
        f"--at: write a moment with its zone, as 2026-12-01T09:00+08:00, not '{moment}'\n",
    )


def test_a_job_needs_the_bot_s_token(run: Run) -> None:
    assert run("job", "all") == Done(
        2,
        "",
        "The settings do not hold together:\n"
        "SLACK_BOT_TOKEN: write the Bot User OAuth Token, xoxb-…\n",
    )


# Serving that cannot begin.


def test_all_that_is_missing_to_serve_is_told_at_once(run: Run) -> None:
    assert run("serve", HOLD_MINUTES="60") == Done(
        2,
        "",
        "The settings do not hold together:\n"
        "SLACK_BOT_TOKEN: write the Bot User OAuth Token, xoxb-…\n"
        "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: write an app-level token, xapp-…, "
        "for Socket Mode, or the app's signing secret, for HTTP\n"
        "HOLD_MINUTES: write a whole number from 0 to 15\n",
    )


def test_slack_away_is_one_plain_line(run: Run, office: Office) -> None:
    environ = environ_of(office, SLACK_API_URL=NOWHERE)
    assert run("serve", **environ) == Done(
        1, "", f"Slack cannot be reached at {NOWHERE}: [Errno 111] Connection refused.\n"
    )


def test_a_wrong_token_is_one_plain_line(run: Run, office: Office) -> None:
    environ = environ_of(office, SLACK_BOT_TOKEN="xoxb-wrong")
    assert run("serve", **environ) == Done(1, "", "Slack refuses the bot's token: invalid_auth.\n")


def test_a_refused_app_token_is_one_plain_line(run: Run, office: Office) -> None:
    office.slack.fail("apps.connections.open", "not_allowed_token_type")
    environ = environ_of(office, SLACK_APP_TOKEN="xapp-wrong")
    assert run("serve", **environ) == Done(
        1, "", "Slack refuses the app-level token: not_allowed_token_type.\n"
    )


def test_a_port_that_is_taken_is_one_plain_line(run: Run, office: Office) -> None:
    port = str(urlsplit(office.slack.wire.bot_url).port)
    environ = environ_of(office, HOST="127.0.0.1", PORT=port)
    assert run("serve", **environ) == Done(
        1, "", f"Port {port} cannot be listened on: Address already in use.\n"
    )


# The doctor: what it finds is tested in tests/test_doctor.py.


def test_the_doctor_prints_a_line_a_finding_and_fails_with_the_first_bad_one(
    run: Run, office: Office
) -> None:
    done = run("doctor", **environ_of(office))
    assert (done.status, done.err) == (0, "")
    assert all(line.startswith("✓ ") for line in done.out.splitlines())
    done = run("doctor", **environ_of(office, SLACK_BOT_TOKEN="xoxb-wrong"))
    assert (done.status, done.err) == (1, "")
    assert "✗ Slack refuses SLACK_BOT_TOKEN: invalid_auth. Copy it again.\n" in done.out
