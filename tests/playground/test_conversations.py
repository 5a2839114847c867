"""The Web API's conversations, users and usergroups, called by Slack's own client."""

from __future__ import annotations

from typing import Any

import pytest
from parrot import BOARD, BOT, CARE, HALL, MIRA, OLD, PAST, SUE, WANG
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

METADATA = {"event_type": "delivery", "event_payload": {"key": "k"}}


def error_of(call: Any, **arguments: Any) -> str:  # noqa: ANN401 - any method at all
    """Return the error code of a call that is refused."""
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def said(answer: Any) -> list[str]:  # noqa: ANN401 - the client's own answer
    """Return the texts of the messages in an answer."""
    return [message["text"] for message in answer["messages"]]


@pytest.fixture
def history(api: WebClient) -> list[str]:
    """Post five messages to care, two of them replies to the first; return their ts."""
    first = api.chat_postMessage(channel=CARE, text="1", metadata=METADATA)["ts"]
    reply = api.chat_postMessage(channel=CARE, text="1a", thread_ts=first)["ts"]
    shouted = api.chat_postMessage(channel=CARE, text="1b", thread_ts=reply, reply_broadcast=True)[
        "ts"
    ]
    others = [api.chat_postMessage(channel=CARE, text=text)["ts"] for text in ("2", "3")]
    return [first, reply, shouted, *others]


def test_history_is_newest_first_and_without_replies(api: WebClient, history: list[str]) -> None:
    answer = api.conversations_history(channel=CARE)
    assert said(answer) == ["3", "2", "1b", "1"]
    assert (answer["has_more"], answer["pin_count"]) == (False, 0)
    assert answer["response_metadata"] == {"next_cursor": ""}
    assert (answer["messages"][-1]["reply_count"], answer["messages"][-1]["latest_reply"]) == (
        2,
        history[2],
    )
    assert answer["messages"][2]["subtype"] == "thread_broadcast"


def test_metadata_comes_only_when_asked_for(api: WebClient, history: list[str]) -> None:
    plain = api.conversations_history(channel=CARE)["messages"]
    full = api.conversations_history(channel=CARE, include_all_metadata=True)["messages"]
    assert [message.get("metadata") for message in plain] == [None] * 4
    assert [message.get("metadata") for message in full] == [None, None, None, METADATA]
    assert full[-1]["ts"] == history[0]


def test_history_in_pages(api: WebClient, history: list[str]) -> None:
    assert history
    pages, cursor = [], ""
    while True:
        answer = api.conversations_history(channel=CARE, limit=3, cursor=cursor)
        pages.append(said(answer))
        cursor = answer["response_metadata"]["next_cursor"]
        assert answer["has_more"] == bool(cursor)
        if not cursor:
            break
    assert pages == [["3", "2", "1b"], ["1"]]
    assert error_of(api.conversations_history, channel=CARE, cursor="x") == "invalid_cursor"


def test_history_between_two_moments(api: WebClient, history: list[str]) -> None:
    first, *_, two, three = history
    assert said(api.conversations_history(channel=CARE, oldest=first)) == ["3", "2", "1b"]
    assert said(api.conversations_history(channel=CARE, latest=three)) == ["2", "1b", "1"]
    assert said(
        api.conversations_history(channel=CARE, oldest=first, latest=two, inclusive=True)
    ) == ["2", "1b", "1"]
    assert said(api.conversations_history(channel=CARE, latest="1795082399.5")) == []


def test_a_thread_is_read_from_any_of_its_messages(api: WebClient, history: list[str]) -> None:
    first, reply, *_ = history
    assert said(api.conversations_replies(channel=CARE, ts=first)) == ["1", "1a", "1b"]
    assert said(api.conversations_replies(channel=CARE, ts=reply)) == ["1", "1a", "1b"]
    assert error_of(api.conversations_replies, channel=CARE, ts="1.2") == "thread_not_found"


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C0NONE", "channel_not_found"), (BOARD, "channel_not_found"), (HALL, "not_in_channel")],
)
def test_history_that_is_not_the_apps(api: WebClient, channel: str, error: str) -> None:
    assert error_of(api.conversations_history, channel=channel) == error


def test_a_conversation_is_opened_again_and_again(api: WebClient) -> None:
    assert api.conversations_open(users=MIRA)["channel"] == {"id": "D0MIRA"}
    assert api.conversations_open(users=[MIRA], return_im=True)["channel"] == {
        "id": "D0MIRA",
        "is_im": True,
        "user": MIRA,
        "is_archived": False,
    }
    assert api.conversations_open(channel="D0MIRA")["already_open"] is True


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"users": "U0NONE"}, "user_not_found"),
        ({"users": OLD}, "user_disabled"),
        ({"users": BOT}, "cannot_dm_bot"),
        ({"users": f"{MIRA},{SUE}"}, "missing_scope"),
        ({"channel": CARE}, "channel_not_found"),
        ({}, "users_list_not_supplied"),
    ],
)
def test_conversations_that_cannot_be_opened(
    api: WebClient, arguments: dict[str, Any], error: str
) -> None:
    given = {"api_method": "conversations.open", "json": arguments}
    assert error_of(api.api_call, **given) == error


def test_channels_are_listed_by_kind(api: WebClient) -> None:
    def names(**given: Any) -> list[str]:  # noqa: ANN401 - the method's own
        channels = api.conversations_list(**given)["channels"]
        return [channel.get("name", channel.get("user")) for channel in channels]

    assert names() == ["care", "past", "hall"]
    assert names(exclude_archived=True) == ["care", "hall"]
    assert error_of(api.conversations_list, types="private_channel") == "missing_scope"
    assert error_of(api.conversations_list, types="clubs") == "invalid_types"
    assert names(types="im") == [SUE, MIRA, WANG]
    assert names(limit=1) == ["care"]


def test_a_channel_is_described(api: WebClient) -> None:
    channel = api.conversations_info(channel=CARE)["channel"]
    assert (channel["name"], channel["topic"]["value"], channel["is_member"]) == (
        "care",
        "Customer care",
        True,
    )
    assert api.conversations_info(channel=HALL)["channel"]["is_member"] is False
    assert api.conversations_members(channel=CARE, limit=2)["members"] == [SUE, MIRA]


def test_a_public_channel_can_be_joined(api: WebClient) -> None:
    assert api.conversations_join(channel=HALL)["channel"]["is_member"] is True
    assert api.chat_postMessage(channel=HALL, text="Hello")["ok"]
    assert error_of(api.conversations_join, channel=PAST) == "is_archived"
    assert error_of(api.conversations_join, channel="D0MIRA") == (
        "method_not_supported_for_channel_type"
    )


def test_a_person_is_described(api: WebClient) -> None:
    user = api.users_info(user=SUE, include_locale=True)["user"]
    assert (user["name"], user["real_name"], user["locale"], user["is_admin"]) == (
        "sue",
        "Sue Park",
        "en-US",
        True,
    )
    assert (user["tz"], user["tz_offset"]) == ("Europe/London", 0)
    assert (user["profile"]["display_name"], user["profile"]["title"]) == ("Sue", "Lead")
    assert "locale" not in api.users_info(user=SUE)["user"]
    assert error_of(api.users_info, user="U0NONE") == "user_not_found"


def test_an_address_wants_a_scope_of_its_own(api: WebClient) -> None:
    assert "email" not in api.users_info(user=MIRA)["user"]["profile"]


def test_everybody_is_listed_in_pages(api: WebClient) -> None:
    first = api.users_list(limit=4, include_locale=True)
    rest = api.users_list(limit=4, cursor=first["response_metadata"]["next_cursor"])
    assert [user["id"] for user in first["members"]] == [SUE, MIRA, WANG, OLD]
    assert [user["locale"] for user in first["members"]] == ["en-US", "en-US", "zh-CN", "en-US"]
    assert [user["id"] for user in rest["members"]] == [BOT, "USLACKBOT"]
    assert [user["deleted"] for user in first["members"]] == [False, False, False, True]
    assert rest["response_metadata"] == {"next_cursor": ""}


def test_user_groups(api: WebClient) -> None:
    (group,) = api.usergroups_list(include_users=True)["usergroups"]
    assert (group["id"], group["handle"], group["users"]) == ("S0CREW", "crew", [MIRA, WANG])
    assert "users" not in api.usergroups_list()["usergroups"][0]
    assert api.usergroups_users_list(usergroup="S0CREW")["users"] == [MIRA, WANG]
    assert error_of(api.usergroups_users_list, usergroup="S0NONE") == "no_such_subteam"


def test_the_app_learns_who_it_is(api: WebClient) -> None:
    answer = api.auth_test()
    assert (answer["user"], answer["user_id"], answer["bot_id"], answer["team_id"]) == (
        "parrot",
        BOT,
        "B0PLAYBOT",
        "T0PLAY",
    )
    assert "chat:write" in answer.headers["X-Oauth-Scopes"].split(",")
    assert api.api_test(foo="bar")["args"] == {"foo": "bar"}
    assert error_of(api.api_test, error="my_error") == "my_error"
