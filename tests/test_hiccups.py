"""Slack refuses, limits or is not heard: nothing is lost, nothing comes twice."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from mailing import MINUTE, deliver, dms, impatient, in_care, plan, posts, row, state
from office import ADA, ANN, CARE, LEE, NOW, SUE, TOKEN, WANG, WORKSPACE, Office
from slack_sdk import WebClient
from sqlmodel import col, select

from bot import outbox, postman
from bot.models import Delivery
from bot.pacing import at_once

HICCUPS = [
    ("chat.postMessage", "429", "planned", "ratelimited"),
    ("chat.postMessage", "rate_limited", "planned", "ratelimited"),
    ("chat.postMessage", "invalid_auth", "planned", "invalid_auth"),
    ("chat.postMessage", "token_revoked", "planned", "token_revoked"),
    ("chat.postMessage", "503", "claimed", "service_unavailable"),
    ("chat.postMessage", "internal_error", "claimed", "internal_error"),
    ("chat.postMessage", "fatal_error", "claimed", "fatal_error"),
    ("chat.postMessage", "lost_request", "claimed", "no_answer"),
    ("chat.postMessage", "lost_reply", "claimed", "no_answer"),
    ("conversations.open", "429", "planned", "ratelimited"),
    ("conversations.open", "503", "planned", "service_unavailable"),
    ("conversations.open", "lost_reply", "planned", "no_answer"),
]


@pytest.mark.parametrize(("method", "kind", "then", "error"), HICCUPS)
def test_a_hiccup_delays_a_message_and_does_not_double_it(
    office: Office, method: str, kind: str, then: str, error: str
) -> None:
    plan(office, "one")
    office.slack.fail(method, kind, retry_after=30)
    assert deliver(office) == 0
    assert state(office, "one") == (then, error)
    assert deliver(office) == 0  # at the same moment: nobody hammers
    office.wait("+2m")
    assert state(office, "one") == ("sent", "")
    assert dms(office, ANN) == ["one"]


def test_an_answer_that_comes_too_late_is_looked_up(office: Office) -> None:
    plan(office, "one", to=CARE)
    office.slack.fail("chat.postMessage", "late")
    assert deliver(office, impatient(office)) == 0
    office.slack.playground.controls.faults.clear()
    assert state(office, "one") == ("claimed", "no_answer")
    office.wait("+2m")
    assert in_care(office) == ["one"]
    assert row(office, "one").ts == office.slack.messages(CARE)[0].ts
    assert posts(office) == 1


def test_a_connection_that_nobody_takes_leaves_no_doubt(office: Office) -> None:
    plan(office, "one", to=CARE)
    nobody = WebClient(token=TOKEN, base_url="http://127.0.0.1:1/api/", retry_handlers=[])
    assert deliver(office, nobody) == 0
    assert state(office, "one") == ("planned", "no_answer")
    office.wait("+2m")
    assert in_care(office) == ["one"]
    assert office.slack.calls("conversations.history") == []


def test_who_is_refused_again_and_again_is_asked_less_and_less_often(office: Office) -> None:
    plan(office, "one", to=CARE)
    office.slack.fail("chat.postMessage", "internal_error", times=5)
    tries: list[int] = []
    for half_minutes in range(1, 45):
        office.wait("+30s")
        if len(tries) < posts(office):
            tries.append(half_minutes)
    assert tries == [1, 2, 4, 8, 16, 32]
    assert in_care(office) == ["one"]


def under_way(office: Office) -> int:
    with office.reading() as session:
        found = select(Delivery).where(col(Delivery.state).in_((outbox.PLANNED, outbox.CLAIMED)))
        return len(session.exec(found).all())


KINDS = ("429", "503", "lost_request", "lost_reply", "internal_error", "ratelimited", "not_authed")
METHODS = ("chat.postMessage", "conversations.open", "conversations.history")


@pytest.mark.parametrize("seed", range(4))
def test_whatever_goes_wrong_each_message_arrives_once(office: Office, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a table of cases, no secret
    plan(office, "a1", "a2", "a3", to=ANN)
    plan(office, "w1", "w2", to=WANG)
    plan(office, "c1", "c2", "c3", to=CARE)
    for _ in range(chance.randint(5, 25)):
        office.slack.fail(
            chance.choice(METHODS), chance.choice(KINDS), retry_after=chance.randint(0, 90)
        )
    while under_way(office):
        office.wait("+5m")
    assert sorted(dms(office, ANN)) == ["a1", "a2", "a3"]
    assert sorted(dms(office, WANG)) == ["w1", "w2"]
    assert sorted(in_care(office)) == ["c1", "c2", "c3"]


# Limits.


def test_a_limited_channel_is_left_alone_and_the_others_go_on(office: Office) -> None:
    plan(office, "c1", "c2", "c3", to=CARE)
    plan(office, "a1", due=NOW + timedelta(seconds=10))
    office.slack.fail("chat.postMessage", "429", retry_after=300)
    assert deliver(office) == 1
    assert (dms(office, ANN), in_care(office), posts(office)) == (["a1"], [], 2)
    plan(office, "c4", to=CARE, due=NOW + timedelta(seconds=11))  # planned while it is limited
    assert deliver(office) == 0
    office.wait("+359s")
    assert (in_care(office), posts(office)) == ([], 2)
    office.wait("+1s")
    assert in_care(office) == ["c1", "c2", "c3", "c4"]


def test_a_limited_workspace_is_asked_twice_and_then_left_alone(office: Office) -> None:
    for person in (ADA, ANN, LEE, SUE, WANG):
        plan(office, f"to {person}", to=person)
    office.slack.fail("chat.postMessage", "429", times=9, retry_after=60)
    deliver(office)
    assert posts(office) == 2
    deliver(office)
    assert posts(office) == 2
    office.slack.playground.controls.faults.clear()
    office.wait("+2m")
    assert [dms(office, person) for person in (ADA, ANN, LEE, SUE, WANG)] == [
        [f"to {person}"] for person in (ADA, ANN, LEE, SUE, WANG)
    ]


def test_what_fails_in_a_channel_keeps_nobody_else_waiting(office: Office) -> None:
    plan(office, "c1", "c2", "c3", to=CARE)
    plan(office, "a1", due=NOW + timedelta(seconds=20))
    office.slack.fail("chat.postMessage", "internal_error")
    assert deliver(office) == 1
    assert (dms(office, ANN), in_care(office), posts(office)) == (["a1"], [], 2)
    office.wait("+65s")
    assert in_care(office) == ["c2", "c3"]
    office.wait("+25s")
    assert in_care(office) == ["c2", "c3", "c1"]


def test_a_deliverer_that_shall_stop_leaves_the_rest(office: Office) -> None:
    plan(office, "one", "two", "three")
    desk = office.desk

    def one_at_most() -> bool:
        return len(dms(office, ANN)) < 1 if posts(office) else True

    sent = postman.deliver(
        desk.database,
        desk.client,
        WORKSPACE,
        now=lambda: NOW + MINUTE,
        pacer=at_once(),
        going=one_at_most,
    )
    assert (sent, dms(office, ANN)) == (1, ["one"])
    assert row(office, "two").state == "planned"
    assert deliver(office) == 2
