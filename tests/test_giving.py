"""Answers that are cut off on their way: given once or lost, with a line in the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask, Response
from office import ANN, TOKEN, WORKSPACE, Office
from slack_sdk import WebClient
from waitress.channel import ClientDisconnected

from bot.answers import Answer
from bot.giving import give, open_form
from bot.hosting import serve
from bot.messages import Message
from bot.slack import Call

CALL = Call(WORKSPACE, ANN, "act:1")
ANSWER = Answer(Message("Done.", []))


@contextmanager
def hanging_up(first: bytes) -> Iterator[tuple[str, list[str]]]:
    """Serve what closes the line after some bytes of an answer; yield its address and the calls."""
    web, calls = Flask("odd"), list[str]()

    def cut() -> Iterator[bytes]:
        if first:
            yield first
        raise ClientDisconnected

    def answer(path: str) -> Response:
        calls.append(path)
        return Response(cut(), headers={"Content-Length": "100"})

    web.add_url_rule("/<path:path>", view_func=answer, methods=["POST"])
    running = serve(web)
    try:
        yield running.url, calls
    finally:
        running.stop()


@pytest.mark.parametrize(("first", "kind"), [(b"", "RemoteDisconnected"), (b"{", "IncompleteRead")])
def test_an_answer_to_a_press_that_is_cut_off_is_not_given_again(
    office: Office, caplog: pytest.LogCaptureFixture, first: bytes, kind: str
) -> None:
    with hanging_up(first) as (url, calls):
        give(office.desk, CALL, ANSWER, {"response_url": f"{url}hooks/1"})
    assert calls == ["hooks/1"]
    assert f"an answer could not be given: {kind}" in caplog.messages


def test_a_form_whose_opening_is_cut_off_fails_quietly(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with hanging_up(b"{") as (url, calls):
        client = WebClient(token=TOKEN, base_url=f"{url}api/", retry_handlers=[])
        open_form(replace(office.desk, client=client), CALL, {"type": "modal"})
    assert calls == ["api/views.open"]
    assert "views_open failed: IncompleteRead(1 bytes read, 99 more expected)" in caplog.messages
