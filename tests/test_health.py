"""What `/healthz` and `/metrics` tell, in sickness and in health."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from office import ADA, ANN, CARE, NOW, SUE, WORKSPACE, Office
from prometheus_client.parser import text_string_to_metric_families
from sqlmodel import select

from bot import outbox
from bot.app import build
from bot.models import Delivery
from bot.outbox import Post
from bot.store import patient
from bot.web import site

WELL = {"database": "ok", "oldest_undelivered_s": 0, "failed": 0, "needs_review": 0}


def health(office: Office, **line: Any) -> tuple[int, dict[str, Any]]:  # noqa: ANN401 - as `site`
    answer = site(build(office.desk), office.desk, **line).test_client().get("/healthz")
    return answer.status_code, answer.get_json()


def metrics(office: Office, **line: Any) -> dict[str, float]:  # noqa: ANN401 - as `site`
    """Return every sample by its name and labels, as a monitor reads it."""
    answer = site(build(office.desk), office.desk, **line).test_client().get("/metrics")
    assert answer.content_type == "text/plain; version=1.0.0; charset=utf-8"
    return dict(_samples(answer.text))


def _samples(page: str) -> Iterator[tuple[str, float]]:
    for family in text_string_to_metric_families(page):
        for name, labels, value, *_ in family.samples:
            yield " ".join((name, *(f"{key}={word}" for key, word in labels.items()))), value


def plan(office: Office, key: str, *, age: int, state: str = outbox.PLANNED) -> None:
    """Plan a message that was due `age` seconds ago, and leave it in a state."""
    at = NOW - timedelta(seconds=age)
    with office.desk.database.writing() as session:
        outbox.plan(session, workspace=WORKSPACE, posts=[Post(key, CARE, key, [], at)], at=at)
        row = session.exec(select(Delivery).where(Delivery.key == key)).one()
        row.state = state
        session.add(row)


def test_a_bot_that_is_well_says_so(office: Office) -> None:
    assert health(office) == (200, WELL)


@pytest.mark.parametrize(("up", "status", "said"), [(1, 200, "connected"), (0, 503, "closed")])
def test_health_tells_of_the_socket(office: Office, up: int, status: int, said: str) -> None:
    assert health(office, connected=lambda: bool(up)) == (status, WELL | {"socket": said})


@pytest.mark.parametrize(("age", "status"), [(3, 200), (300, 200), (301, 503)])
def test_health_tells_of_a_scheduler_that_stands_still(
    office: Office, age: int, status: int
) -> None:
    office.desk.meter.alive(NOW - timedelta(seconds=age))
    assert health(office) == (status, WELL | {"last_tick_s": age})


@pytest.mark.parametrize(("age", "status"), [(3, 200), (300, 200), (301, 503)])
def test_health_tells_of_a_deliverer_that_stands_still(
    office: Office, age: int, status: int
) -> None:
    office.desk.meter.alive(NOW)
    office.desk.meter.on_round(NOW - timedelta(seconds=age), on_duty=True)
    told = {"last_tick_s": 0, "last_round_s": age, "deliverer": "on_duty"}
    assert health(office) == (status, WELL | told)


def test_health_tells_of_a_deliverer_that_stands_by_or_fails(office: Office) -> None:
    office.desk.meter.on_round(NOW, on_duty=False)
    assert health(office)[1]["deliverer"] == "stands_by"
    office.desk.meter.rounds_fail = True
    assert health(office)[1]["deliverer"] == "fails"


def test_health_tells_how_long_a_message_has_waited(office: Office) -> None:
    plan(office, "early", age=90)
    plan(office, "held", age=-3600)
    assert health(office) == (200, WELL | {"oldest_undelivered_s": 90})
    office.wait("+1s")
    assert health(office) == (200, WELL)


def test_health_tells_what_waits_for_a_person(office: Office) -> None:
    plan(office, "one", age=9, state=outbox.NEEDS_REVIEW)
    plan(office, "two", age=9, state=outbox.FAILED)
    plan(office, "three", age=9, state=outbox.FAILED)
    assert health(office) == (200, WELL | {"failed": 2, "needs_review": 1})


def test_a_database_that_cannot_be_had_is_told(office: Office) -> None:
    desk = replace(office.desk, database=patient(office.desk.database, seconds=0.05))
    visitor = site(build(desk), desk).test_client()
    holder = office.desk.database.engine.raw_connection()
    try:
        cursor = holder.cursor()
        if office.desk.database.engine.dialect.name == "sqlite":
            cursor.execute("BEGIN EXCLUSIVE")
        else:
            cursor.execute("LOCK TABLE delivery, workspace IN ACCESS EXCLUSIVE MODE")
        answer = visitor.get("/healthz")
        assert (answer.status_code, answer.get_json()) == (503, {"database": "busy"})
        assert "\nappraisal_database_up 0.0\n" in visitor.get("/metrics").text
    finally:
        holder.rollback()
        holder.close()
    assert visitor.get("/healthz").status_code == 200


# Metrics.


def test_commands_are_counted_by_name_and_outcome(office: Office) -> None:
    office.choose("/deduct ann lee late", "Log it", by=SUE)
    office.slack.wire.resend()
    office.type("/deduct ann late", by=ANN)
    office.slack.type("/deduct", by=SUE, channel=CARE)
    office.slack.submit({"people": [ANN], "item": "A1", "note": ""}, by=SUE)
    office.slack.home(ADA)
    office.slack.say("score", by=ANN, channel="appraisal")
    counted = {
        name.removeprefix("appraisal_commands_total "): value
        for name, value in metrics(office).items()
        if name.startswith("appraisal_commands_total ")
    }
    assert counted == {
        "command=deduct outcome=done via=command": 2,
        "command=deduct outcome=refused via=command": 1,
        "command=deduct outcome=done via=button": 1,
        "command=deduct outcome=repeated via=button": 1,
        "command=entry outcome=refused via=form": 1,
        "command=home outcome=done via=home": 1,
        "command=perf outcome=done via=message": 1,
    }
    assert metrics(office)["appraisal_command_seconds_count command=deduct"] == 5


def test_the_post_and_the_ledger_are_told(office: Office) -> None:
    office.type("/deduct ann late -- missed the stand-up", by=SUE)
    plan(office, "stuck", age=9, state=outbox.NEEDS_REVIEW)
    plan(office, "late", age=90)
    plan(office, "gone", age=90, state=outbox.CANCELLED)
    plan(office, "done", age=90, state=outbox.SENT)
    office.desk.meter.alive(NOW)
    office.desk.meter.ticked("done")
    office.desk.meter.on_round(NOW, on_duty=True)
    found = metrics(office, connected=lambda: True)
    assert {
        name.removeprefix("appraisal_"): value
        for name, value in found.items()
        if name.startswith("appraisal_") and "command" not in name and "_created" not in name
    } == {
        "database_up": 1,
        "deliveries state=planned": 2,
        "deliveries state=claimed": 0,
        "deliveries state=sent": 1,
        "deliveries state=cancelled": 1,
        "deliveries state=failed": 0,
        "deliveries state=needs_review": 1,
        "entries_total": 1,
        "oldest_undelivered_seconds": 90,
        "deliverer_last_round_timestamp_seconds": NOW.timestamp(),
        "scheduler_last_tick_timestamp_seconds": NOW.timestamp(),
        "requests_waiting": 0,
        "scheduler_ticks_total outcome=done": 1,
        "socket_connected": 1,
    }


def test_metrics_name_nobody_and_nothing_that_was_written(office: Office) -> None:
    office.type("/deduct ann late -- missed the stand-up", by=SUE)
    office.forge("/nonsense Ann Reed", by=SUE)
    page = site(build(office.desk), office.desk).test_client().get("/metrics").text
    assert "stand-up" not in page
    for who in (ANN, SUE, "Ann", "Reed", "Sue", WORKSPACE, CARE, "nonsense"):
        assert who not in page
