"""Messages arrive once and in order, are edited in place, or fail with their reason."""

from __future__ import annotations

import pytest
from mailing import MINUTE, claim, deliver, dms, in_care, plan, posts, row, state
from office import ANN, CARE, NOW, OLD, WORKSPACE, Office

from bot import outbox


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


@pytest.mark.parametrize(
    ("trouble", "arrived", "then"),
    [
        ("429", [], ("cancelled", "lapsed")),
        ("lost_request", [], ("cancelled", "lapsed")),
        ("lost_reply", ["one"], ("sent", "")),
    ],
)
def test_what_is_of_no_use_any_more_is_not_sent(
    office: Office, trouble: str, arrived: list[str], then: tuple[str, str]
) -> None:
    plan(office, "one", lapses=NOW + 2 * MINUTE)
    office.slack.fail("chat.postMessage", trouble, retry_after=60)
    assert deliver(office) == 0
    office.wait("+5m")
    assert (dms(office, ANN), state(office, "one")) == (arrived, then)


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


@pytest.mark.parametrize(
    "error", ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"]
)
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
