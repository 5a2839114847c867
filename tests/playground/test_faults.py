"""Slack on a bad day: what the app's client sees, and what has happened all the same."""

from __future__ import annotations

import json
from http.client import RemoteDisconnected
from urllib.request import Request, urlopen

import pytest
from parrot import CARE, TOKEN, client_of
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.hands import Slack


@pytest.fixture
def client(slack: Slack) -> WebClient:
    """Return a client of the app's."""
    return client_of(f"{slack.world.url}api/")


def texts(slack: Slack) -> list[str]:
    """Return what stands in care."""
    return [message.text for message in slack.messages("care")]


def test_too_many_calls(slack: Slack, client: WebClient) -> None:
    slack.fail("chat.postMessage", "429", times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel=CARE, text="Hello")
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "7"
        assert caught.value.response["error"] == "ratelimited"
    assert texts(slack) == []
    assert client.chat_postMessage(channel=CARE, text="Hello")["ok"]


def test_an_outage(slack: Slack, client: WebClient) -> None:
    slack.fail("*", "503")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=CARE, text="Hello")
    assert caught.value.response.status_code == 503
    assert texts(slack) == []


def test_a_reply_that_is_lost(slack: Slack, client: WebClient) -> None:
    slack.fail("chat.postMessage", "lost_reply")
    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel=CARE, text="Hello")
    assert texts(slack) == ["Hello"]
    assert [(line.error, line.status) for line in slack.calls("chat.postMessage")] == [
        ("lost_reply", 200)
    ]


def test_a_request_that_is_lost(slack: Slack, client: WebClient) -> None:
    slack.fail("chat.postMessage", "lost_request")
    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel=CARE, text="Hello")
    assert texts(slack) == []


def test_an_answer_that_comes_late(slack: Slack) -> None:
    slack.fail("chat.postMessage", "late")
    body = json.dumps({"channel": CARE, "text": "Hello", "token": TOKEN}).encode()
    headers = {"Content-Type": "application/json"}
    request = Request(f"{slack.world.url}api/chat.postMessage", body, headers)  # noqa: S310 - loopback
    with pytest.raises(TimeoutError):
        urlopen(request, timeout=0.01)  # noqa: S310 - loopback
    slack.wait_until(lambda: texts(slack) == ["Hello"])


def test_an_error_of_slacks_own(slack: Slack, client: WebClient) -> None:
    slack.fail("conversations.open", "internal_error")
    assert client.chat_postMessage(channel=CARE, text="Hello")["ok"]
    with pytest.raises(SlackApiError, match="internal_error"):
        client.conversations_open(users="U0MIRA")
    assert client.conversations_open(users="U0MIRA")["ok"]


def test_faults_come_in_their_order(slack: Slack, client: WebClient) -> None:
    for kind in ("fatal_error", "request_timeout"):
        slack.fail("auth.test", kind)
    for kind in ("fatal_error", "request_timeout"):
        with pytest.raises(SlackApiError, match=kind):
            client.auth_test()
    assert client.auth_test()["ok"]
