"""`python -m bot …`: what each command does, prints and returns."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import pytest
from office import ANN, CARE, LEE, SECRET, SUE, TOKEN, WORKSPACE, Office
from processes import forked
from sqlalchemy import text

from bot import outbox, schema
from bot.__main__ import at_terminal, main
from bot.outbox import Post
from bot.scoring import rubric
from bot.store import Database, connect

ROOT = Path(__file__).parent.parent
VARIABLES = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL")
OTHERS = ("DATABASE_URL", "HOST", "PORT", "HOLD_MINUTES", "MONTH_END_AT", "COMMAND_NAMES")
PG_AWAY = 'connection failed: connection to server at "127.0.0.1", port 1 failed'
CHECK = "Check DATABASE_URL, or run: python -m bot migrate\n"
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


# The terminal.


def test_chinese_is_written_whatever_the_terminal_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, "ascii"))
    assert at_terminal(["rubrics"]) == 0
    assert "客服考核标准" in written.getvalue().decode()


def test_a_reader_that_has_seen_enough_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert at_terminal(["rubrics"]) == 0


# Help.

HELP = """\
usage: python -m bot [-h] COMMAND ...

Appraise a customer-service team without leaving Slack.

options:
  -h, --help  show this help message and exit

commands:
  COMMAND
    serve     Serve Slack until stopped
    demo      Open the playground with a sample workspace, until stopped
    migrate   Bring the database's schema up to date, or move all data into another database
    backup    Write the whole database into a new file, while the bot runs
    restore   Put the database back to what a backup holds, while the bot runs
    doctor    Say in plain words what is wrong with settings, database or Slack
    verify    Walk every workspace's ledger and name the first entry that was tampered with
    job       Do one job, or all, as if it were the moment --at, and deliver what is due now
    score     Score a file of entries by a rubric; neither Slack nor a database is needed
    rubrics   List the rubrics of the catalogue
    rubric    Show, check, compare or try a rubric, or print the schema of all

Settings come from the environment and from .env; .env.example names them.
"""
JOB_HELP = """\
usage: python -m bot job [-h] [--at MOMENT] {all,month_end,step,prune}

Do one job, or all, as if it were the moment --at, and deliver what is due now.

positional arguments:
  {all,month_end,step,prune}

options:
  -h, --help            show this help message and exit
  --at MOMENT           as 2026-12-01T09:00+08:00; now, if left out
"""


def test_help_names_every_command(run: Run) -> None:
    assert run("--help") == Done(0, HELP, "")
    assert run("job", "--help") == Done(0, JOB_HELP, "")


@pytest.mark.parametrize(
    "command",
    [
        *("serve", "demo", "migrate", "backup", "restore", "doctor", "verify", "job"),
        *("score", "rubrics", "rubric"),
    ],
)
def test_every_command_has_its_promise_as_help(run: Run, command: str) -> None:
    (line,) = (line for line in HELP.splitlines() if line.startswith(f"    {command} "))
    promise = line.split(None, 1)[1]
    done = run(command, "--help")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"usage: python -m bot {command} [-h]")
    assert f"\n{promise}.\n" in done.out


@pytest.mark.parametrize(
    "arguments", [(), ("nonsense",), ("job",), ("job", "nonsense"), ("rubric",)]
)
def test_what_is_no_command_is_misuse(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("usage: python -m bot")


def test_the_exit_status_is_the_process_s(tmp_path: Path) -> None:
    environ = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "PORT": "no port"}
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "migrate"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        2,
        "",
        "The settings do not hold together:\nPORT: write a whole number from 1 to 65535\n",
    )


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


# Rubrics and files: the words are tested beside bot.scoring.cli.


def test_rubrics_are_listed(run: Run) -> None:
    done = run("rubrics")
    assert (done.status, done.err) == (0, "")
    assert all(name in done.out for name in rubric.names())
    page = run("rubrics", "--markdown")
    assert (page.status, page.out) == (0, ROOT.joinpath("docs/schemes.md").read_text("utf-8"))


def test_a_rubric_file_is_checked(run: Run, tmp_path: Path) -> None:
    good = ROOT / "bot/scoring/catalogue/care-agents.yaml"
    assert run("rubric", "check", str(good)).status == 0
    tmp_path.joinpath("bad.yaml").write_text("id: bad\n", "utf-8")
    bad = run("rubric", "check", "bad.yaml")
    assert (bad.status, bad.out) == (2, "")
    assert bad.err.startswith("bad.yaml")
    assert run("rubric", "schema").out.startswith("{\n")


def test_a_file_of_entries_is_scored_without_slack_or_database(run: Run, tmp_path: Path) -> None:
    tmp_path.joinpath("entries.json").write_text("[]", "utf-8")
    done = run("score", "care-agents", "entries.json")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Customer care agents (care-agents v")
    assert run("score", "care-agents", "entries.json", "--json").out.startswith("{\n")
    assert run("score", "care-agents", "entries.json", "--language", "zh").out != done.out
    assert run("score", "no-such", "entries.json").status == 2
    assert list(tmp_path.iterdir()) == [tmp_path / "entries.json"]


def test_a_month_is_tried_by_another_rubric(run: Run, office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.type("/deduct lee record", by=SUE)
    environ = {"DATABASE_URL": url_of(office.desk.database)}
    told = run("rubric", "simulate", "scenic-agent-infraction-list", "2026-11", **environ)
    assert told == Done(
        0,
        "Care · 2026-11\n"
        "  Lee Moss | 99 | 100 | ▲ 1 | A → –\n"
        "  Ann Reed | 98 | 98 | ±0 | A → –\n"
        "  王芳 | 100 | 100 | ±0 | A → –\n"
        "  Recorded, but it has no such item: Record incomplete\n"
        "Desk · 2026-11\n"
        "  Tom Bell | 100 | 100 | ±0 | A → –\n",
        "",
    )
    assert run("rubric", "simulate", "care-agents", "2026-10", **environ) == Done(0, "", "")
    assert run("rubric", "simulate", "care-agents", "october", **environ) == Done(
        2, "", "write a month as 2026-10, not 'october'\n"
    )
    assert run("rubric", "simulate", "nothing", "2026-11", **environ) == Done(
        2, "", "nothing: no rubric of the catalogue, and no .yaml file\n"
    )


def test_a_taken_port_is_said_plainly(run: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("demo", "--port", str(port), "--folder", str(tmp_path))
    assert done.status == 1
    said = done.out + done.err
    assert f"Port {port} is taken. Choose another one: make demo PORT={port + 1}\n" in said
    assert "Setting the scene, this once" in said
