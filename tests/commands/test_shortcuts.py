"""Message shortcuts: the form opens with the message's author, its link and its words."""

from __future__ import annotations

from typing import Any

import pytest
from office import ANN, CARE, OTHER, SUE, TOM, ZED, Office, said

from bot.playground.world import Message


def written(office: Office, text: str, by: str, channel: str = CARE) -> Message:
    """Write a message; return it as others find it."""
    office.slack.say(text, by=by, channel=channel)
    return office.slack.messages(channel, SUE)[-1]


def elements(office: Office, user: str) -> dict[str, dict[str, Any]]:
    """Return the inputs of the form a user has open, by name."""
    view = office.slack.modal(user)
    assert view is not None
    return {block["block_id"]: block["element"] for block in view.content["blocks"]}


@pytest.mark.parametrize("name", ["log_deduction", "log_commendation"])
def test_the_form_starts_with_the_message(office: Office, name: str) -> None:
    message = written(office, "you should have asked <@U0LEE> & not <me>", ANN)
    office.slack.shortcut(name, by=SUE, on=message)
    found = elements(office, SUE)
    assert found["people"]["initial_users"] == [ANN]
    assert found["note"]["initial_value"] == "“you should have asked @Lee Moss & not <me>”"
    link = f"https://playground.slack.com/archives/{CARE}/p{message.ts.replace('.', '')}"
    assert found["ref"]["initial_value"] == link


def test_what_the_form_logs_keeps_the_link(office: Office) -> None:
    message = written(office, "no idea, ask somebody else", ANN)
    office.slack.shortcut("log_deduction", by=SUE, on=message)
    assert office.slack.submit({"item": "A4"}, by=SUE) == {}
    office.wait("+5m")
    assert office.dms(ANN)[0].splitlines()[:2] == [
        "A deduction was logged for you: *Unfriendly tone*, *−2*",
        "> “no idea, ask somebody else”",
    ]


def test_a_complaint_is_opened_from_a_message(office: Office) -> None:
    message = written(office, "x" * 400, ANN)
    office.slack.shortcut("open_complaint", by=SUE, on=message)
    found = elements(office, SUE)
    assert found["person"]["initial_user"] == ANN
    assert found["note"]["initial_value"] == f"“{'x' * 299}…”"
    assert office.slack.submit({"category": "attitude"}, by=SUE) == {}
    assert office.type("/complaint X-1", by=SUE).splitlines()[:2] == [
        "*X-1* · *open*",
        "*Ann Reed* · Attitude · minor · Thu 19 Nov",
    ]


def test_a_reply_in_a_thread_is_linked_in_its_thread(office: Office) -> None:
    first = written(office, "question", SUE)
    office.slack.say("answer", by=ANN, channel=CARE, thread=first)
    reply = office.slack.messages(CARE, SUE)[-1]
    office.slack.shortcut("open_complaint", by=SUE, on=reply)
    link = f"https://playground.slack.com/archives/{CARE}/p{reply.ts.replace('.', '')}"
    assert elements(office, SUE)["ref"]["initial_value"] == (
        f"{link}?thread_ts={first.ts}&cid={CARE}"
    )


@pytest.mark.parametrize("author", [TOM, ZED, SUE])
def test_an_author_out_of_reach_is_not_chosen(office: Office, author: str) -> None:
    message = written(office, "hello", author, channel=OTHER)
    office.slack.shortcut("log_deduction", by=SUE, on=message)
    assert "initial_users" not in elements(office, SUE)["people"]


@pytest.mark.parametrize("name", ["log_deduction", "log_commendation", "open_complaint"])
@pytest.mark.parametrize("by", [ANN, ZED])
def test_who_leads_nobody_is_told_so(office: Office, name: str, by: str) -> None:
    message = written(office, "hello", ANN)
    before = len(office.slack.messages(CARE, by))
    office.slack.shortcut(name, by=by, on=message)
    assert office.slack.modal(by) is None
    assert said(office.slack.messages(CARE, by)[before:]) == (
        "Only supervisors and HR can do that. `/score` shows your own standing."
    )
