"""The Web API's chat methods, called by Slack's own client."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from parrot import (
    BOARD,
    BOT,
    CARE,
    HALL,
    MIRA,
    OLD,
    PAST,
    SUE,
    TOKEN,
    actions,
    button,
    refusal,
    section,
)
from slack_sdk import WebClient

from bot.playground.talk import post
from bot.playground.world import Message, World

METADATA = {"event_type": "delivery", "event_payload": {"key": "month_end:2026-11"}}


def refused(api: WebClient, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of a call that is refused, without the client's own good advice."""
    return refusal(api.api_call, api_method=method, json=arguments)


def test_a_message_is_posted(api: WebClient) -> None:
    answer = api.chat_postMessage(channel=CARE, text="Hello", blocks=[section("*Hello*")])
    assert (answer["ok"], answer["channel"], answer["ts"]) == (True, CARE, "1795082400.000000")
    message = answer["message"]
    (block,) = message.pop("blocks")
    assert message == {
        "type": "message",
        "user": BOT,
        "text": "Hello",
        "ts": "1795082400.000000",
        "team": "T0PLAY",
        "bot_id": "B0PLAYBOT",
        "app_id": "A0PLAYAPP",
    }
    assert block == section("*Hello*") | {"block_id": block["block_id"]}


def test_timestamps_rise_while_the_clock_stands(api: WebClient) -> None:
    stamps = [api.chat_postMessage(channel=CARE, text="x")["ts"] for _ in range(3)]
    assert stamps == ["1795082400.000000", "1795082400.000001", "1795082400.000002"]


@pytest.mark.parametrize("channel", [MIRA, "D0MIRA"])
def test_a_message_to_a_person_goes_to_their_conversation(api: WebClient, channel: str) -> None:
    assert api.chat_postMessage(channel=channel, text="Hello")["channel"] == "D0MIRA"


@pytest.mark.parametrize("channel", ["care", "#care"])
def test_a_channel_may_be_named(api: WebClient, channel: str) -> None:
    assert api.chat_postMessage(channel=channel, text="Hello")["channel"] == CARE


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ({"channel": BOARD, "text": "x"}, "channel_not_found"),
        ({"channel": OLD, "text": "x"}, "channel_not_found"),
        ({"channel": BOT, "text": "x"}, "channel_not_found"),
        ({"channel": PAST, "text": "x"}, "is_archived"),
        ({"channel": HALL, "text": "x"}, "not_in_channel"),
        ({"channel": CARE, "text": ""}, "no_text"),
        ({"channel": CARE, "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": CARE, "text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": CARE, "text": "x", "blocks": "{}"}, "invalid_blocks_format"),
        ({"channel": CARE, "text": "x", "thread_ts": "1.2"}, "thread_not_found"),
        (
            {"channel": CARE, "text": "x", "metadata": {"event_type": "a"}},
            "invalid_metadata_format",
        ),
        (
            {"channel": CARE, "text": "x", "metadata": {"event_type": "", "event_payload": {}}},
            "invalid_metadata_schema",
        ),
        (
            {
                "channel": CARE,
                "text": "x",
                "metadata": {"event_type": "a", "event_payload": {"key": "x" * 8000}},
            },
            "metadata_too_large",
        ),
        ({"channel": CARE, "blocks": [section("x" * 2500)] * 5}, "msg_blocks_too_long"),
    ],
)
def test_what_cannot_be_posted(api: WebClient, arguments: dict[str, Any], error: str) -> None:
    assert refused(api, "chat.postMessage", arguments)["error"] == error


def test_a_public_channel_is_open_with_the_right_scope(api: WebClient, world: World) -> None:
    world.app = replace(world.app, scopes=world.app.scopes | {"chat:write.public"})
    assert api.chat_postMessage(channel=HALL, text="Hello")["ok"]


def test_a_missing_scope_is_named(api: WebClient, world: World) -> None:
    world.app = replace(world.app, scopes=frozenset({"users:read"}))
    assert refusal(api.chat_postMessage, channel=CARE, text="x") == {
        "ok": False,
        "error": "missing_scope",
        "needed": "chat:write",
        "provided": "users:read",
    }


def test_a_turned_off_messages_tab_takes_no_messages(api: WebClient, world: World) -> None:
    world.app = replace(world.app, sends_messages=False)
    assert refusal(api.chat_postMessage, channel=MIRA, text="x")["error"] == (
        "messages_tab_disabled"
    )


def test_blocks_that_slack_refuses_are_pointed_at(api: WebClient) -> None:
    blocks = [section("x"), section("x" * 3001)]
    fault = "must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    assert refusal(api.chat_postMessage, channel=CARE, blocks=blocks, text="x") == {
        "ok": False,
        "error": "invalid_blocks",
        "response_metadata": {"messages": [f"[ERROR] {fault}"]},
        "errors": [fault],
    }


@pytest.mark.parametrize(("token", "error"), [("xoxb-other", "invalid_auth"), ("", "not_authed")])
def test_only_the_apps_token_is_good(api: WebClient, token: str, error: str) -> None:
    other = WebClient(base_url=api.base_url, token=token)
    assert refusal(other.auth_test) == {"ok": False, "error": error}


def test_a_token_may_stand_among_the_arguments(api: WebClient) -> None:
    other = WebClient(base_url=api.base_url)
    assert other.api_call("auth.test", params={"token": TOKEN})["user_id"] == BOT


def test_a_method_that_slack_does_not_have(api: WebClient) -> None:
    assert refusal(api.api_call, api_method="chat.shout") == {
        "ok": False,
        "error": "unknown_method",
    }


def test_an_update_keeps_what_it_does_not_name(api: WebClient) -> None:
    ts = api.chat_postMessage(channel=CARE, text="One", blocks=[section("One")], metadata=METADATA)[
        "ts"
    ]
    answer = api.chat_update(channel=CARE, ts=ts, text="Two")
    assert (answer["text"], answer["message"]["blocks"][0]["text"]["text"]) == ("Two", "One")
    assert answer["message"]["edited"] == {"user": BOT, "ts": "1795082400.000001"}
    assert answer["message"]["metadata"] == METADATA
    bare = api.chat_update(channel=CARE, ts=ts, text="Three", blocks=[], metadata={})
    assert "blocks" not in bare["message"]
    assert "metadata" not in bare["message"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"ts": "1.2", "text": "x"}, "message_not_found"),
        ({"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ({"text": "x" * 4001}, "msg_too_long"),
        ({"blocks": [{"type": "poem"}]}, "invalid_blocks"),
        ({"text": ""}, "no_text"),
    ],
)
def test_what_cannot_be_updated(api: WebClient, arguments: dict[str, Any], error: str) -> None:
    ts = api.chat_postMessage(channel=CARE, text="One")["ts"]
    answer = refused(api, "chat.update", {"channel": CARE, "ts": ts} | arguments)
    assert answer["error"] == error


def test_only_its_own_messages_are_the_apps(api: WebClient, world: World) -> None:
    theirs = post(world, Message(world.new_ts(), CARE, SUE, "Mine"))
    for method, error in (
        (api.chat_update, "cant_update_message"),
        (api.chat_delete, "cant_delete_message"),
    ):
        answer = refusal(method, channel=CARE, ts=theirs.ts, text="x")
        assert answer["error"] == error


def test_a_message_is_deleted_once(api: WebClient) -> None:
    ts = api.chat_postMessage(channel=CARE, text="One")["ts"]
    assert api.chat_delete(channel=CARE, ts=ts)["ts"] == ts
    assert refusal(api.chat_delete, channel=CARE, ts=ts)["error"] == "message_not_found"


def test_an_ephemeral_message_is_nobody_elses(api: WebClient) -> None:
    ts = api.chat_postEphemeral(channel=CARE, user=SUE, text="Psst")["message_ts"]
    assert refusal(api.chat_update, channel=CARE, ts=ts, text="x")["error"] == "message_not_found"
    assert refusal(api.chat_getPermalink, channel=CARE, message_ts=ts)["error"] == (
        "message_not_found"
    )
    assert api.conversations_history(channel=CARE)["messages"] == []


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"user": "U0NONE"}, "user_not_found"),
        ({"user": OLD}, "user_not_in_channel"),
        ({"channel": "C0NONE"}, "channel_not_found"),
        ({"text": ""}, "no_text"),
    ],
)
def test_who_cannot_be_whispered_to(api: WebClient, arguments: dict[str, Any], error: str) -> None:
    given = {"channel": CARE, "user": SUE, "text": "Psst"} | arguments
    assert refused(api, "chat.postEphemeral", given)["error"] == error


def test_permalinks(api: WebClient) -> None:
    ts = api.chat_postMessage(channel=CARE, text="One")["ts"]
    reply = api.chat_postMessage(channel=CARE, text="Two", thread_ts=ts)["ts"]
    assert api.chat_getPermalink(channel=CARE, message_ts=ts)["permalink"] == (
        "https://playground.slack.com/archives/C0CARE/p1795082400000000"
    )
    assert api.chat_getPermalink(channel=CARE, message_ts=reply)["permalink"] == (
        "https://playground.slack.com/archives/C0CARE/p1795082400000001"
        "?thread_ts=1795082400.000000&cid=C0CARE"
    )


def test_a_reaction_is_added_once(api: WebClient) -> None:
    ts = api.chat_postMessage(channel=CARE, text="One")["ts"]
    assert api.reactions_add(channel=CARE, timestamp=ts, name="tada")["ok"]
    answer = refusal(api.reactions_add, channel=CARE, timestamp=ts, name=":tada:")
    assert answer["error"] == "already_reacted"
    (message,) = api.conversations_history(channel=CARE)["messages"]
    assert message["reactions"] == [{"name": "tada", "users": [BOT], "count": 1}]


def test_ids_the_app_gave_are_kept_and_others_made(api: WebClient) -> None:
    row = actions(button("Yes", "yes"), {"type": "button", "text": button("No", "")["text"]})
    answer = api.chat_postMessage(channel=CARE, text="Well?", blocks=[row])
    (block,) = answer["message"]["blocks"]
    yes, no = (element["action_id"] for element in block["elements"])
    assert (block["block_id"], yes) == ("row", "yes")
    assert no


def test_attachments_are_refused_rather_than_lost(api: WebClient) -> None:
    arguments = {"channel": CARE, "text": "x", "attachments": [{"text": "y"}]}
    assert refused(api, "chat.postMessage", arguments)["error"] == "invalid_attachments"
