"""The watch over a connection that mends itself: when a process is of no more use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from office import Office

from bot import serving


@dataclass
class Watch:
    """A watch of many looks, ten seconds apart, in no time."""

    looks: int
    at: float = 0.0

    def wait(self, seconds: float) -> bool:
        self.at += seconds
        self.looks -= 1
        return self.looks < 0

    def clock(self) -> float:
        return self.at


def watch(
    looks: int, *, connected: Callable[[float], bool], ask: Callable[[], object] = lambda: None
) -> str | None:
    it = Watch(looks)
    return serving.keep_watch(lambda: connected(it.at), ask, wait=it.wait, clock=it.clock)


def test_a_watch_without_trouble_goes_on_until_it_is_stopped() -> None:
    assert watch(1000, connected=lambda _: True) is None


def test_a_line_that_comes_back_is_no_trouble() -> None:
    assert watch(1000, connected=lambda at: at % 300 >= 290) is None


def test_a_line_that_stays_closed_ends_the_process() -> None:
    told = watch(1000, connected=lambda at: at < 1000)
    assert told == "Slack has been out of reach for 310 s."


def test_the_token_is_shown_every_five_minutes(office: Office) -> None:
    assert watch(180, connected=lambda _: True, ask=office.desk.client.auth_test) is None
    assert len(office.slack.calls("auth.test")) == 6


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive"])
def test_a_refused_token_ends_the_process(office: Office, error: str) -> None:
    office.slack.fail("auth.test", error)
    told = watch(1000, connected=lambda _: True, ask=office.desk.client.auth_test)
    assert told == f"Slack refuses the bot's token: {error}."


def test_a_slack_that_answers_again_is_no_trouble(office: Office) -> None:
    office.slack.fail("auth.test", "503", times=25)
    assert watch(100, connected=lambda _: True, ask=office.desk.client.auth_test) is None


def test_a_slack_that_answers_no_more_ends_the_process(office: Office) -> None:
    office.slack.fail("auth.test", "503", times=1000)
    told = watch(1000, connected=lambda _: True, ask=office.desk.client.auth_test)
    assert told == "Slack has been out of reach for 310 s."
