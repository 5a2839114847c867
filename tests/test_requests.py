"""What stands between Slack and a command: signatures, repeats, locks, reach of the answer."""

from __future__ import annotations

import http.client
import json
import time
from urllib.parse import urlsplit

import pytest
from office import ANN, CARE, SECRET, SUE, WORKSPACE, Office, lines_of, said
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import create_engine, text
from sqlmodel import select

from bot.app import build
from bot.models import Handled, Person
from bot.playground.workspace import User
from bot.store import Busy, Database, patient
from bot.web import site

LATE = "*D-1* · *Ann Reed* · Late for shift · *−2*"
BUSY = "The database is busy and nothing was written. Please send the same line again in a moment."


def post(office: Office, *, secret: str = SECRET, age: int = 0, path: str = "/slack/events") -> int:
    """Send a slash command signed with `secret`, `age` seconds ago; return the HTTP status."""
    body = (
        "token=t&team_id=T0PLAY&channel_id=C0CARE&user_id=U0SUE&command=%2Fdeduct"
        "&text=%3C%40U0ANN%3E+late&trigger_id=1.2.3&response_url=http%3A%2F%2F127.0.0.1%2F"
    )
    at = str(int(time.time()) - age)
    signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body) or ""
    url = urlsplit(office.slack.wire.bot_url)
    line = http.client.HTTPConnection(url.hostname or "", url.port, timeout=10)
    line.request(
        "POST",
        path,
        body,
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Signature": signature,
            "X-Slack-Request-Timestamp": at,
        },
    )
    status = line.getresponse().status
    line.close()
    return status


def entries(office: Office) -> str:
    return office.type("/deduct list team", by=SUE).partition(" ·")[0]


def test_a_signed_request_is_carried_out_once_however_often_it_comes(office: Office) -> None:
    assert [post(office), post(office), post(office, age=250)] == [200, 200, 200]
    assert entries(office) == "*1 deduction*"


@pytest.mark.parametrize(("secret", "age"), [("another secret", 0), (SECRET, 600)])
def test_a_wrong_or_old_signature_is_refused(office: Office, secret: str, age: int) -> None:
    assert post(office, secret=secret, age=age) == 401
    assert entries(office) == "*No deductions*"


def test_a_request_that_is_larger_than_any_of_slack_s_is_not_read(office: Office) -> None:
    visitor = site(build(office.desk), office.desk).test_client()
    answer = visitor.post("/slack/events", data=b"text=" + b"x" * 1_000_000)
    assert answer.status_code == 413


def test_a_repeated_request_gets_the_same_answer(office: Office) -> None:
    first = office.type("/deduct ann late", by=SUE)
    outcome = office.slack.wire.resend()
    assert first.startswith(LATE)
    assert said_in(outcome.body) == first
    assert entries(office) == "*1 deduction*"


def test_who_only_looks_writes_nothing_and_may_look_again(office: Office) -> None:
    first = office.type("/score", by=ANN)
    assert said_in(office.slack.wire.resend().body) == first
    office.slack.home(SUE)
    assert kept(office) == []
    office.slack.say("score", by=ANN, channel="appraisal")  # a message must not come twice
    office.type("/deduct ann late", by=SUE)
    assert [key.partition(":")[0] for key in kept(office)] == ["cmd", "evt"]


def kept(office: Office) -> list[str]:
    """Return the keys of the requests whose answers are kept."""
    with office.reading() as session:
        return sorted(session.exec(select(Handled.key)))


def said_in(body: object) -> str:
    """Return the words of a command's answer as Slack got it."""
    assert isinstance(body, dict)
    return "\n".join(lines_of(body["blocks"]))


def test_a_double_click_writes_once(office: Office) -> None:
    office.choose("/deduct ann 王芳 late", "Log it", by=SUE)
    office.slack.wire.resend()
    assert entries(office) == "*2 deductions*"


def test_a_locked_database_is_said_in_time_and_nothing_is_written(office: Office) -> None:
    office.type("/deduct nobody late", by=SUE)  # whoever serves has compiled the words before
    office.slack.wire.patience = 3  # what Slack would wait
    engine = office.desk.database.engine
    with engine.execution_options(writes=True).connect() as holder, holder.begin():
        if engine.dialect.name == "postgresql":
            holder.execute(text("LOCK TABLE ledger_head, handled, person IN ACCESS EXCLUSIVE MODE"))
        assert office.type("/deduct ann late", by=SUE) == BUSY
    assert entries(office) == "*No deductions*"
    assert office.type("/deduct ann late", by=SUE).startswith(LATE)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_commit_that_is_refused_is_over(database: Database) -> None:
    """Who reads keeps SQLite from committing; what was refused must not lock the file for good."""
    with database.reading() as reader:
        reader.get_one(Person, (WORKSPACE, ANN))
        with pytest.raises(Busy), patient(database, seconds=0.01).writing() as session:
            session.get_one(Person, (WORKSPACE, ANN)).name = "Somebody Else"
    with database.writing() as session:
        assert session.get_one(Person, (WORKSPACE, ANN)).name == "Ann Reed"


def test_a_database_whose_connections_are_all_in_use_is_busy(database: Database) -> None:
    engine = create_engine(database.engine.url, pool_size=1, max_overflow=0, pool_timeout=0.01)
    small = Database(engine, database.patience, database.line)
    with engine.connect():
        for session in (small.reading, small.writing):
            with pytest.raises(Busy), session():
                pass
    with small.reading() as opened:
        assert opened.get_one(Person, (WORKSPACE, ANN)).name == "Ann Reed"
    engine.dispose()


def test_an_unexpected_error_has_a_reference_and_writes_nothing(office: Office) -> None:
    with office.desk.database.writing() as session:
        session.connection().execute(text("ALTER TABLE delivery RENAME TO gone"))
    answer = office.type("/deduct ann late", by=SUE)
    assert answer.startswith("Something went wrong on our side, and nothing was written.")
    with office.desk.database.writing() as session:
        session.connection().execute(text("ALTER TABLE gone RENAME TO delivery"))
    assert entries(office) == "*No deductions*"


def test_a_mention_and_a_direct_message_do_what_commands_do(office: Office) -> None:
    office.slack.say("<@U0PLAYBOT> deduct ann late", by=SUE, channel=CARE)
    assert said(office.slack.messages(CARE, SUE)[-1:]).startswith(LATE)
    assert len(office.slack.messages(CARE, ANN)) == 1  # the mention; the answer is Sue's alone


@pytest.mark.parametrize("channel", [CARE, "appraisal"])
def test_a_message_that_comes_again_is_answered_once(office: Office, channel: str) -> None:
    line = "deduct ann late" if channel == "appraisal" else "<@U0PLAYBOT> deduct ann late"
    office.slack.say(line, by=SUE, channel=channel)
    before = office.slack.messages(channel, SUE)
    office.slack.wire.resend()
    assert said(before[-1:]).startswith(LATE)
    assert office.slack.messages(channel, SUE) == before


def test_a_file_that_comes_again_is_answered_once(office: Office) -> None:
    file = {"october.csv": "person,measure,value\nann,training,6\n"}
    assert len(office.slack.say("", by=SUE, channel="appraisal", files=file)) == 1
    before = office.slack.messages("appraisal", SUE)
    office.slack.wire.resend()
    assert office.slack.messages("appraisal", SUE) == before


def test_who_joins_or_changes_is_known_at_once(office: Office) -> None:
    office.slack.join(User("U0NEW", "newt", "Newt Lane"))
    assert office.type("/deduct newt late", by=SUE) == (
        "Newt Lane was in no team on Thu 19 Nov 2026. `/team add @newt` puts somebody into one."
    )
    office.slack.change(ANN, real_name="Ann Stone", display_name="Ann Stone")
    assert office.type("/deduct <@U0ANN> late", by=SUE).startswith("*D-1* · *Ann Stone*")


def test_a_file_of_figures_is_previewed_and_recorded_once(office: Office) -> None:
    file = {"october.csv": "person,measure,value\nann,training,6\nlee,training,lots\n"}
    (card,) = office.slack.say("", by=SUE, channel="appraisal", files=file)
    assert said([card]) == (
        "*1 line can be recorded*\n"
        "1 line needs another look; it is shown below and will not be recorded.\n"
        "• *Ann Reed* · Training hours · *6 hours* · Thu 19 Nov\n"
        "*Line 3* · *lots* is not a number. *Training hours* takes one (hours), such as 590.\n"
        "[Record it] [Cancel]"
    )
    assert office.press(card, "Record it", by=SUE).startswith("*M-1* · *Ann Reed*")
    (again,) = office.slack.say("", by=SUE, channel="appraisal", files=file)
    assert said([again]).startswith("*Nothing here can be recorded")


def test_a_file_that_is_no_text_is_refused(office: Office) -> None:
    (card,) = office.slack.say("", by=SUE, channel="appraisal", files={"a.xlsx": "PK\0\1"})
    assert said([card]).startswith("I could not read that file as text of at most 1 MB.")


def test_health_is_told(office: Office) -> None:
    url = urlsplit(office.slack.wire.bot_url)
    line = http.client.HTTPConnection(url.hostname or "", url.port, timeout=10)
    line.request("GET", "/healthz")
    answer = line.getresponse()
    assert answer.status == 200
    assert json.loads(answer.read()) == {
        "database": "ok",
        "oldest_undelivered_s": 0,
        "failed": 0,
        "needs_review": 0,
    }
    line.close()
