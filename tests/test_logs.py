"""The log: what each line holds, and what none ever does."""

from __future__ import annotations

import io
import json
import logging
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from office import ADA, ANN, CARE, SECRET, SUE, TOKEN, WANG, WORKSPACE, Office, said
from sqlalchemy import text

from bot import jobs, logs, serving
from bot.logs import Discreet, Lines

APP_TOKEN = "xapp-1-tests"
NOTE, NOTE_ZH = "missed the stand-up", "错过了晨会"
WRITTEN = (TOKEN, SECRET, NOTE, NOTE_ZH, "Ann Reed", "王芳", "Sue Park", "Night Desk", "CASE-991")


@contextmanager
def log_of(form: str) -> Iterator[io.StringIO]:
    """Keep what is logged meanwhile, at every level of ours, as it would be written."""
    stream = io.StringIO()
    handler = logs.handler(stream, form)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield stream
    finally:
        root.setLevel(before)
        root.removeHandler(handler)


@contextmanager
def broken(office: Office, table: str) -> Iterator[None]:
    """Let a table be gone for a while, so that whoever needs it crashes."""
    with office.desk.database.writing() as session:
        session.connection().execute(text(f"ALTER TABLE {table} RENAME TO gone"))
    try:
        yield
    finally:
        with office.desk.database.writing() as session:
            session.connection().execute(text(f"ALTER TABLE gone RENAME TO {table}"))


def record(words: str, error: BaseException | None = None) -> logging.LogRecord:
    info = None if error is None else (type(error), error, error.__traceback__)
    return logging.LogRecord("bot.x", logging.INFO, "", 0, "%s", (words,), info)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (f"token {TOKEN} was used", "token … was used"),
        (f"Bearer {APP_TOKEN}.", "Bearer …."),
        ("wss://slack/link/?ticket=abc-123&app_id=9", "wss://slack/link/?ticket=…&app_id=9"),
        ("DETAIL: Failing row contains (T0, Ann Reed).", "DETAIL: …"),
        ("delivery key=entry:1", "delivery key=entry:1"),
    ],
)
def test_the_log_shows_no_secret(words: str, shown: str) -> None:
    reference = logs.begin()
    assert Discreet().format(record(words)).endswith(f"Z INFO bot.x [{reference}] {shown}")
    assert json.loads(Lines().format(record(words)))["message"] == shown


def test_an_error_is_told_by_its_kind_and_place_and_not_by_its_words() -> None:
    try:
        try:
            sqlite3.connect(":memory:").execute("SELECT missed")
        except sqlite3.Error as error:
            raise KeyError(NOTE) from error
    except KeyError as error:
        told = json.loads(Lines().format(record("request failed", error)))["error"]
    places = [line for line in told.splitlines() if not line.startswith("  ")]
    assert places == ["sqlite3.OperationalError (SQLITE_ERROR)", "builtins.KeyError"]
    assert "test_logs.py" in told
    assert NOTE not in told


@pytest.mark.parametrize("form", [logs.PLAIN, logs.JSON])
def test_nothing_that_people_wrote_is_ever_logged(office: Office, form: str) -> None:
    """Every kind of request, well, refused and crashed, and what is delivered for them."""
    with log_of(form) as stream:
        office.type('/team create "Night Desk" <#C0OTHER|other>', by=ADA)
        office.type(f"/deduct ann late -- {NOTE}", by=SUE)
        office.type(f"/deduct 王芳 late -- {NOTE_ZH}", by=SUE)
        office.type(f"/deduct Ann Reed nonsense -- {TOKEN} {NOTE}", by=SUE)
        office.type(f"/complaint open ann billing #CASE-991 -- {NOTE}", by=SUE)
        office.slack.say(f"deduct ann tone -- {NOTE}", by=SUE, channel="appraisal")
        office.slack.home(ANN)
        office.slack.fail("chat.postMessage", "channel_not_found")
        office.wait("+6m")
        for table in ("delivery", "entry", "handled", "person"):
            with broken(office, table):
                office.type(f"/deduct ann tone -- {NOTE}", by=SUE)
                office.type("/score", by=WANG)
                office.slack.type(f"/deduct ann record -- {NOTE}", by=SUE, channel=CARE)
    log = stream.getvalue()
    assert log.count("request failed") >= 4
    assert [word for word in WRITTEN if word in log] == []


def test_a_failure_s_reference_is_in_every_line_of_its_request(office: Office) -> None:
    with log_of(logs.JSON) as stream, broken(office, "delivery"):
        told = office.type(f"/deduct ann late -- {NOTE}", by=SUE)
        office.type("/score", by=ANN)
    found = re.search(r"the reference \*(\w+)\*", told)
    assert found is not None
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    mine = [line["message"] for line in lines if line["reference"] == found[1]]
    assert mine[0] == "request failed"
    assert mine[1].startswith("request command=deduct via=command outcome=failed ms=")
    others = {line["reference"] for line in lines} - {found[1]}
    assert len(others) == 1
    assert "-" not in others


def test_each_run_of_the_jobs_has_a_reference_of_its_own(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.type("/commend ann praise", by=SUE)
    with log_of(logs.JSON) as stream:
        office.wait("+5m")
        jobs.tick(office.desk, WORKSPACE)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    sent = [line for line in lines if line["message"].startswith("delivery key=")]
    assert len(sent) == 2
    assert len({line["reference"] for line in sent}) == 1
    assert sent[0]["reference"] != "-"


def test_what_is_left_for_later_keeps_the_reference(office: Office) -> None:
    desk = office.desk
    reference = logs.begin()
    with (
        log_of(logs.JSON) as stream,
        serving.open_desk(desk.settings, desk.database, desk.client) as opened,
    ):
        opened.later(lambda: logging.getLogger("bot").warning("later"))
    (line,) = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (line["message"], line["reference"]) == ("later", reference)


def test_a_payload_that_cannot_be_read_is_logged_without_it(office: Office) -> None:
    office.slack.type("/deduct", by=SUE, channel=CARE)
    view = office.slack.modal(SUE)
    assert view is not None
    with log_of(logs.JSON) as stream:
        office.slack.wire.send_interaction(
            "view_submission",
            {
                "type": "view_submission",
                "team": {"id": "T0PLAY"},
                "user": {"id": SUE},
                "view": {**view.content, "id": "V1", "private_metadata": f"{{{NOTE}"},
            },
        )
    assert "a listener failed" in stream.getvalue()
    assert NOTE not in stream.getvalue()


@pytest.mark.parametrize(("form", "kind"), [("", Lines), ("plain", Discreet), ("json", Lines)])
def test_the_form_is_chosen_or_fits_the_place(
    form: str, kind: type[Discreet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here nobody sits at a terminal, so lines are for machines."""
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    logs.to_stderr(form)
    (handler,) = root.handlers
    assert type(handler.formatter) is kind


def test_a_person_who_writes_reads_no_reference_of_a_refusal(office: Office) -> None:
    assert "reference" not in said(office.slack.type("/deduct nobody late", by=SUE, channel=CARE))
