"""What is posted to a response_url: five times, for half an hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from parrot import SUE, actions, button
from slack_sdk.webhook import WebhookClient

from bot.playground.hands import Slack
from bot.playground.reading import read


@pytest.fixture
def hook(slack: Slack) -> Callable[..., dict[str, Any]]:
    """Let Sue type a command, and return what answers it by its response_url."""
    slack.type("/raw first", by="sue", channel="care")
    client = WebhookClient(slack.requests()[-1].sent["response_url"])

    def answer(**body: Any) -> dict[str, Any]:  # noqa: ANN401 - a message's own fields
        response = client.send_dict(body)
        return {"status": response.status_code, "body": response.body}

    return answer


def texts(slack: Slack, reader: str = "sue") -> list[str]:
    """Return what a reader sees in care."""
    return [read(message) for message in slack.messages("care", reader)]


OK = {"status": 200, "body": '{"ok":true}\n'}


def test_an_answer_is_for_its_user_unless_it_says_so(
    slack: Slack, hook: Callable[..., dict[str, Any]]
) -> None:
    assert hook(text="for you") == OK
    assert hook(text="for all", response_type="in_channel") == OK
    assert texts(slack) == ["first", "for you", "for all"]
    assert texts(slack, "mira") == ["for all"]


def test_five_answers_are_all(slack: Slack, hook: Callable[..., dict[str, Any]]) -> None:
    for number in range(5):
        assert hook(text=str(number)) == OK
    assert hook(text="5") == {"status": 404, "body": '{"ok":false,"error":"used_url"}\n'}
    assert texts(slack) == ["first", "0", "1", "2", "3", "4"]


def test_half_an_hour_is_all(slack: Slack, hook: Callable[..., dict[str, Any]]) -> None:
    slack.move_clock(slack.world.now() + timedelta(minutes=30))
    assert hook(text="just in time") == OK
    slack.move_clock("+1s")
    assert hook(text="late") == {"status": 404, "body": '{"ok":false,"error":"expired_url"}\n'}


def test_an_answer_is_checked_like_any_message(hook: Callable[..., dict[str, Any]]) -> None:
    assert hook(text="") == {"status": 400, "body": '{"ok":false,"error":"no_text"}\n'}
    refused = hook(blocks=[actions(button("x" * 76, "go"))])
    assert refused["status"] == 400
    assert "must be less than 76 characters" in refused["body"]
    assert hook(text="still four left") == OK


def test_a_url_that_was_never_given_out(slack: Slack) -> None:
    answer = WebhookClient(f"{slack.world.url}hooks/T0PLAY/1/abc").send(text="x")
    assert (answer.status_code, answer.body) == (404, '{"ok":false,"error":"no_service"}\n')


def test_an_answer_needs_no_text_to_delete(slack: Slack) -> None:
    (echo,) = slack.type("/echo x", by=SUE, channel="care")
    assert slack.press(echo, "Gone", by=SUE) == []
    assert texts(slack) == []
