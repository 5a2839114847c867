"""What is read out of Slack's answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask, Response
from mailing import MINUTE
from office import TOKEN
from slack_sdk import WebClient

from bot import refusals
from bot.hosting import serve
from bot.refusals import Refusal

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
