"""Who posts may die, be late or not be alone: what is in doubt is looked up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from mailing import MINUTE, blocks, claim, deliver, dms, in_care, plan, posts, row, state
from office import ANN, CARE, NOW, SUE, TOKEN, WORKSPACE, Office
from slack_sdk import WebClient

from bot import attempts, outbox, postman
from bot.outbox import Post
from bot.pacing import at_once
from bot.playground.world import Message


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


def test_what_is_there_in_other_words_is_put_right(office: Office) -> None:
    plan(office, "one", to=CARE)
    claim(office, "one")
    payload = {"event_type": attempts.EVENT_TYPE, "event_payload": {"key": "one"}}
    office.desk.client.chat_postMessage(channel=CARE, text="as it was", metadata=payload)
    office.slack.fail("chat.update", "503")
    office.wait("+1m")
    assert (in_care(office), row(office, "one").state) == (["as it was"], "claimed")
    office.wait("+2m")
    assert (in_care(office), state(office, "one")) == (["one"], ("sent", ""))
    assert posts(office) == 1  # by hand


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


class Interrupted(WebClient):
    """A client whose first edit is not heard of again, while something else happens."""

    meanwhile: Callable[[], None]
    calls = 0

    def chat_update(self, **named: Any) -> Any:  # noqa: ANN401 - the SDK's
        self.calls += 1
        if self.calls == 1:
            self.meanwhile()
            raise TimeoutError
        return super().chat_update(**named)


def test_an_edit_that_was_not_heard_of_does_not_undo_a_later_one(office: Office) -> None:
    plan(office, "one")
    deliver(office)
    plan(office, "one:1", edits="one", says="first edit")
    client = Interrupted(TOKEN, str(office.desk.client.base_url), retry_handlers=[])
    client.meanwhile = lambda: plan(office, "one:2", edits="one", says="second edit")
    deliver(office, client)
    assert (dms(office, ANN), client.calls) == (["one"], 1)
    office.wait("+5m")
    assert dms(office, ANN) == ["second edit"]
    assert state(office, "one:1") == ("cancelled", "overtaken")
    assert state(office, "one:2") == ("sent", "")
