"""Messages arrive once: through refusals, lost answers, crashes, and several deliverers."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, Response
from office import ADA, ANN, CARE, LEE, NOW, OLD, SUE, TOKEN, WANG, WORKSPACE, Office
from slack_sdk import WebClient
from sqlmodel import col, select

from bot import attempts, outbox, postman, refusals
from bot.hosting import serve
from bot.models import Delivery
from bot.outbox import Claim, Post
from bot.pacing import Pacer, at_once
from bot.playground.world import Message
from bot.refusals import Refusal
from bot.store import patient

MINUTE = timedelta(minutes=1)


def blocks(text: str) -> list[dict[str, Any]]:
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]


def plan(
    office: Office, *keys: str, to: str = ANN, due: datetime = NOW, edits: str = "", says: str = ""
) -> None:
    """Plan messages that say their own keys, or `says`."""
    posts = [
        Post(key, to, says or key, blocks(says or key), due + timedelta(seconds=place), edits)
        for place, key in enumerate(keys)
    ]
    with office.desk.database.writing() as session:
        outbox.plan(session, workspace=WORKSPACE, posts=posts, at=NOW)


def deliver(office: Office, client: WebClient | None = None, *, pacer: Pacer | None = None) -> int:
    """Deliver what is due in a minute, with a job's patience for the database."""
    desk, client = office.desk, client or office.desk.client
    database = patient(desk.database, seconds=60)
    return postman.deliver(
        database,
        client,
        WORKSPACE,
        now=lambda: desk.now() + MINUTE,
        pacer=pacer or desk.pacer,
        clock=desk.clock,
    )


def row(office: Office, key: str) -> Delivery:
    with office.reading() as session:
        found = outbox.find(session, workspace=WORKSPACE, key=key)
    assert found is not None
    return found


def state(office: Office, key: str) -> tuple[str, str]:
    """Return how a delivery stands, and why."""
    found = row(office, key)
    return found.state, found.error


def in_care(office: Office) -> list[str]:
    return [message.text for message in office.slack.messages(CARE)]


def dms(office: Office, user: str) -> list[str]:
    return [message.text for message in office.slack.dms(user)]


def posts(office: Office) -> int:
    return len(office.slack.calls("chat.postMessage"))


def impatient(office: Office, seconds: float = 0.5) -> WebClient:
    """Return a client that does not wait for late answers."""
    url = office.desk.client.base_url
    client = WebClient(token=TOKEN, base_url=url, retry_handlers=[])
    client.timeout = seconds  # type: ignore[assignment]  # the socket takes fractions
    return client


def claim(office: Office, key: str, *, at: datetime = NOW) -> Claim:
    """Take a delivery, as somebody does who then says no more."""
    number = row(office, key).id
    with office.desk.database.writing() as session:
        claimed = outbox.claim(session, workspace=WORKSPACE, number=number, at=at)
    assert claimed is not None
    return claimed


# When all is well.


def test_what_is_due_goes_out_in_order_and_once(office: Office) -> None:
    plan(office, "one", "two")
    plan(office, "three", to=CARE)
    assert deliver(office) == 3
    assert deliver(office) == 0
    assert dms(office, ANN) == ["one", "two"]
    assert in_care(office) == ["three"]
    sent = row(office, "one")
    assert (sent.state, sent.attempt, sent.ts) == ("sent", 1, office.slack.dms(ANN)[0].ts)


def test_a_key_that_was_planned_is_not_planned_again(office: Office) -> None:
    plan(office, "one")
    plan(office, "one", says="something else")
    deliver(office)
    assert dms(office, ANN) == ["one"]


def test_a_person_s_channel_is_opened_once_and_remembered(office: Office) -> None:
    plan(office, "one", "two")
    deliver(office)
    assert len(office.slack.calls("conversations.open")) == 1


def test_a_message_waits_until_it_is_due(office: Office) -> None:
    plan(office, "one", due=NOW + 5 * MINUTE)
    office.wait("+299s")
    assert dms(office, ANN) == []
    office.wait("+1s")
    assert dms(office, ANN) == ["one"]


def test_what_is_withdrawn_in_time_is_never_sent(office: Office) -> None:
    plan(office, "one")
    with office.desk.database.writing() as session:
        assert outbox.withdraw(session, workspace=WORKSPACE, key="one")
        assert outbox.withdraw(session, workspace=WORKSPACE, key="one")
        assert outbox.withdraw(session, workspace=WORKSPACE, key="unknown")
    assert deliver(office) == 0
    assert dms(office, ANN) == []


def test_what_is_on_its_way_cannot_be_withdrawn(office: Office) -> None:
    plan(office, "one")
    claim(office, "one")
    with office.desk.database.writing() as session:
        assert not outbox.withdraw(session, workspace=WORKSPACE, key="one")


# When Slack refuses or is not heard: nothing is lost, nothing comes twice.

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


# When it is no use to try again.


@pytest.mark.parametrize("error", ["channel_not_found", "is_archived", "missing_scope"])
def test_a_lasting_refusal_fails_and_holds_up_nobody(office: Office, error: str) -> None:
    plan(office, "one", "two", to=CARE)
    plan(office, "three")
    office.slack.fail("chat.postMessage", error)
    assert deliver(office) == 2
    assert state(office, "one") == ("failed", error)
    assert in_care(office) == ["two"]
    assert dms(office, ANN) == ["three"]
    office.wait("+1d")
    assert posts(office) == 3


def test_who_has_left_gets_no_message(office: Office) -> None:
    plan(office, "one", to=OLD)
    assert deliver(office) == 0
    assert state(office, "one") == ("failed", "user_disabled")


@pytest.mark.parametrize("error", ["invalid_blocks", "invalid_blocks_format"])
def test_refused_blocks_are_sent_as_text(office: Office, error: str) -> None:
    plan(office, "one")
    office.slack.fail("chat.postMessage", error)
    assert deliver(office) == 1
    (message,) = office.slack.dms(ANN)
    assert (message.text, message.blocks) == ("one", [])


def test_text_in_place_of_refused_blocks_is_not_doubled_either(office: Office) -> None:
    plan(office, "one")
    office.slack.fail("chat.postMessage", "invalid_blocks")
    office.slack.fail("chat.postMessage", "lost_reply")
    assert deliver(office) == 0
    office.wait("+2m")
    assert dms(office, ANN) == ["one"]


def test_a_broken_delivery_stops_no_other(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    plan(office, "one", "two", "three")
    with office.desk.database.writing() as session:
        broken = outbox.find(session, workspace=WORKSPACE, key="one")
        assert broken is not None
        broken.blocks = "no JSON"
    assert deliver(office) == 2
    assert state(office, "one") == ("needs_review", "unexpected")
    assert dms(office, ANN) == ["two", "three"]
    assert "delivery key=one is broken" in caplog.messages


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


# Edits.


def test_an_edit_takes_the_place_of_its_message(office: Office) -> None:
    plan(office, "one")
    deliver(office)
    plan(office, "one:void", edits="one", says="taken back")
    assert deliver(office) == 1
    assert dms(office, ANN) == ["taken back"]
    assert posts(office) == 1


def test_an_edit_waits_for_its_message(office: Office) -> None:
    plan(office, "one", due=NOW + 5 * MINUTE)
    plan(office, "one:void", edits="one", says="taken back")
    assert deliver(office) == 0
    assert dms(office, ANN) == []
    office.wait("+5m")
    office.wait("+30s")
    assert dms(office, ANN) == ["taken back"]
    assert posts(office) == 1


@pytest.mark.parametrize("kind", ["lost_reply", "503", "429", "internal_error"])
def test_an_edit_is_simply_made_again(office: Office, kind: str) -> None:
    plan(office, "one")
    deliver(office)
    plan(office, "one:void", edits="one", says="taken back")
    office.slack.fail("chat.update", kind)
    assert deliver(office) == 0
    office.wait("+2m")
    assert dms(office, ANN) == ["taken back"]
    assert office.slack.calls("conversations.history") == []


def test_an_edit_whose_blocks_are_refused_leaves_none(office: Office) -> None:
    plan(office, "one")
    deliver(office)
    plan(office, "one:void", edits="one", says="taken back")
    office.slack.fail("chat.update", "invalid_blocks")
    assert deliver(office) == 1
    (message,) = office.slack.dms(ANN)
    assert (message.text, message.blocks) == ("taken back", [])


def test_an_edit_of_what_never_went_out_is_dropped(office: Office) -> None:
    plan(office, "one", to=OLD)
    plan(office, "one:void", to=OLD, edits="one")
    plan(office, "two:void", edits="two")
    assert deliver(office) == 0
    assert state(office, "one:void") == ("cancelled", "nothing_to_edit")
    assert state(office, "two:void") == ("cancelled", "nothing_to_edit")


def test_an_edit_of_what_may_have_gone_out_needs_a_person(office: Office) -> None:
    plan(office, "one")
    plan(office, "one:void", edits="one")
    office.slack.fail("chat.postMessage", "lost_reply")
    office.slack.fail("conversations.history", "missing_scope")
    for _ in range(3):
        office.wait("+1m")
    assert state(office, "one") == ("needs_review", "missing_scope")
    assert state(office, "one:void") == ("needs_review", "nothing_to_edit")


# Crashes, and several at once.


def test_a_claim_is_left_alone_until_its_grace_is_over(office: Office) -> None:
    plan(office, "one", to=CARE)
    claim(office, "one")
    office.wait("+29s")
    assert (in_care(office), row(office, "one").attempt) == ([], 1)
    office.wait("+1s")
    assert (in_care(office), row(office, "one").attempt) == (["one"], 2)
    assert len(office.slack.calls("conversations.history")) == 1


def test_who_died_after_posting_is_not_repeated(office: Office) -> None:
    plan(office, "one", to=CARE)
    claim(office, "one")
    payload = {"event_type": attempts.EVENT_TYPE, "event_payload": {"key": "one"}}
    office.desk.client.chat_postMessage(channel=CARE, text="one", metadata=payload)
    office.wait("+1m")
    assert in_care(office) == ["one"]
    assert state(office, "one") == ("sent", "")
    assert row(office, "one").ts == office.slack.messages(CARE)[0].ts


@pytest.mark.parametrize("error", ["missing_scope", "not_in_channel", "channel_not_found"])
def test_where_nobody_can_look_a_person_must(office: Office, error: str) -> None:
    plan(office, "one", to=CARE)
    claim(office, "one")
    office.slack.fail("conversations.history", error)
    office.wait("+1h")
    office.wait("+1h")
    assert in_care(office) == []
    assert state(office, "one") == ("needs_review", error)


@pytest.mark.parametrize("kind", ["429", "503", "lost_reply", "invalid_auth"])
def test_who_cannot_look_now_looks_later(office: Office, kind: str) -> None:
    plan(office, "one", to=CARE)
    claim(office, "one")
    office.slack.fail("conversations.history", kind)
    office.wait("+30s")
    assert (row(office, "one").state, in_care(office)) == ("claimed", [])
    office.wait("+2m")
    assert (row(office, "one").state, in_care(office)) == ("sent", ["one"])


def say_much(office: Office, count: int, key: str = "") -> None:
    """Let much be said in a channel, after a message of ours where `key` is given."""
    world = office.slack.world
    metadata = {"event_type": attempts.EVENT_TYPE, "event_payload": {"key": key}}
    with world.changing() as now_there:
        ours = Message(world.new_ts(), CARE, "U0PLAYBOT", "ours", metadata=metadata)
        rest = [Message(world.new_ts(), CARE, SUE, "chat") for _ in range(count)]
        now_there.messages[CARE] = [*([ours] if key else []), *rest]


def test_a_message_is_found_below_much_else(office: Office) -> None:
    plan(office, "one", to=CARE)
    claim(office, "one")
    say_much(office, 450, key="one")
    office.wait("+1m")
    assert state(office, "one") == ("sent", "")
    assert len(office.slack.calls("conversations.history")) == 3
    assert posts(office) == 0


def test_what_was_said_before_the_plan_is_not_looked_through(office: Office) -> None:
    say_much(office, 450)
    office.wait("+1h")
    with office.desk.database.writing() as session:
        post = Post("one", CARE, "one", blocks("one"), office.desk.now())
        outbox.plan(session, workspace=WORKSPACE, posts=[post], at=office.desk.now())
    claim(office, "one", at=office.desk.now())
    office.wait("+1m")
    assert len(office.slack.calls("conversations.history")) == 1
    assert posts(office) == 1


def test_more_than_can_be_looked_through_needs_a_person(office: Office) -> None:
    plan(office, "one", to=CARE)
    claim(office, "one")
    say_much(office, 4001, key="one")
    office.wait("+1m")
    assert state(office, "one") == ("needs_review", "too_many_messages")
    assert posts(office) == 0


def test_a_late_finisher_changes_nothing(office: Office) -> None:
    plan(office, "one")
    late = claim(office, "one").delivery
    again = claim(office, "one", at=NOW + MINUTE)
    assert (late.attempt, again.delivery.attempt, again.in_doubt) == (1, 2, True)
    with office.desk.database.writing() as session:
        assert not outbox.settle(session, claimed=late, state=outbox.FAILED, error="late")
        assert not outbox.renew(session, claimed=late, at=NOW + MINUTE)
    assert state(office, "one") == ("claimed", "")
    with office.desk.database.writing() as session:
        assert outbox.settle(session, claimed=again.delivery, state=outbox.SENT, ts="1.2")
        assert not outbox.settle(session, claimed=again.delivery, state=outbox.PLANNED)
    assert state(office, "one") == ("sent", "")


def test_who_was_kept_waiting_and_overtaken_does_not_post(office: Office) -> None:
    plan(office, "one")
    office.slack.fail("conversations.open", "late")
    slow = threading.Thread(
        target=postman.deliver,
        args=(office.desk.database, office.desk.client, WORKSPACE),
        kwargs={"now": office.desk.now, "pacer": at_once()},
    )
    before = office.slack.world.state.version
    slow.start()
    office.slack.wait_until(lambda: office.slack.world.state.version > before)
    office.wait("+30s")  # the grace is over: somebody else delivers
    assert dms(office, ANN) == ["one"]
    office.slack.playground.controls.faults.clear()
    slow.join()
    assert dms(office, ANN) == ["one"]
    assert (row(office, "one").state, row(office, "one").attempt) == ("sent", 2)


def test_several_who_deliver_at_once_never_double(office: Office) -> None:
    keys = [f"{number:02}" for number in range(24)]
    plan(office, *keys[:12])
    plan(office, *keys[12:], to=CARE)
    start, sent = threading.Barrier(4), []

    def work() -> None:
        start.wait()
        sent.append(deliver(office, pacer=at_once()))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == 24
    assert sorted(dms(office, ANN) + in_care(office)) == keys
    assert posts(office) == 24


class Watched(WebClient):
    """A client that notes how many database connections are in use whenever Slack is called."""

    pool: Any
    in_use: list[int]

    def api_call(self, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - the SDK's
        self.in_use.append(self.pool.checkedout())
        return super().api_call(*arguments, **named)


def test_no_transaction_is_open_while_slack_is_called(office: Office) -> None:
    client = Watched(token=TOKEN, base_url=office.desk.client.base_url, retry_handlers=[])
    client.pool, client.in_use = office.desk.database.engine.pool, []
    plan(office, "one")
    plan(office, "two", to=CARE)
    claim(office, "two")
    plan(office, "two:void", to=CARE, edits="two", due=NOW + timedelta(seconds=30))
    assert deliver(office, client) == 3
    # conversations.history, chat.postMessage; conversations.open, chat.postMessage; chat.update
    assert client.in_use == [0, 0, 0, 0, 0]


# What is read out of an answer.

NO_ANSWER = Refusal("no_answer", certain=False)


@contextmanager
def answering(status: int, headers: dict[str, str], body: bytes) -> Iterator[WebClient]:
    """Serve one answer to everything."""
    web = Flask("odd")
    web.add_url_rule(
        "/api/<method>",
        view_func=lambda method: Response(body, status, headers),  # noqa: ARG005 - the route's
        methods=["POST"],
    )
    running = serve(web)
    try:
        yield WebClient(token=TOKEN, base_url=f"{running.url}api/", retry_handlers=[])
    finally:
        running.stop()


def read(status: int, headers: dict[str, str], body: bytes) -> Refusal:
    """Return how an answer to a call is read."""
    with answering(status, headers, body) as client:
        try:
            client.auth_test()
        except refusals.FAILURES as error:
            return refusals.read(error)
    raise AssertionError("this was no refusal")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"retry-after": "7"}, 7),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "-5"}, 30),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, 30),
        ({"Retry-After": "999999"}, 3600),
        ({}, 30),
    ],
)
@pytest.mark.parametrize("body", [b'{"ok": false, "error": "ratelimited"}', b"", b"slow down"])
def test_a_limit_says_how_long(headers: dict[str, str], seconds: int, body: bytes) -> None:
    wait = timedelta(seconds=seconds)
    assert read(429, headers, body) == Refusal("ratelimited", certain=True, wait=wait)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, b'{"ok": false, "error": "is_archived"}', Refusal("is_archived", True, True)),
        (200, b'{"ok": false, "error": "internal_error"}', Refusal("internal_error", False)),
        (403, b'{"ok": false, "error": "invalid_auth"}', None),
        (500, b'{"ok": false, "error": "is_archived"}', Refusal("is_archived", certain=False)),
        (502, b"<!DOCTYPE html><p>Bad gateway", Refusal("http_502", certain=False)),
        (503, b"", Refusal("http_503", certain=False)),
        (200, b"<!DOCTYPE html><p>Sign in to the Wi-Fi", NO_ANSWER),
        (200, "<p>请登录".encode("gbk"), NO_ANSWER),
        (200, b"{}", NO_ANSWER),
        (200, b'{"ok": false, "error": {"odd": 1}}', NO_ANSWER),
        (404, b"<p>Not found", NO_ANSWER),
    ],
)
def test_what_slack_did_not_say_leaves_doubt(
    status: int, body: bytes, expected: Refusal | None
) -> None:
    token = Refusal("invalid_auth", certain=True, wait=MINUTE)
    assert read(status, {}, body) == (expected or token)
