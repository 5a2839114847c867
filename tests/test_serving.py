"""`python -m bot serve` as a process of its own: over HTTP, by Socket Mode, and to its end."""

from __future__ import annotations

import http.client
import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from command_line import url_of
from flask import Flask, Response, jsonify, request
from office import ADA, ANN, CARE, NOW, SECRET, SEED, SUE, TOKEN, WORKSPACE, Office, said
from processes import DEADLINE, Bot, free_port, started, started_afresh
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection
from websockets.sync.server import serve as serve_sockets

from bot import outbox, serving
from bot.app import build
from bot.hosting import serve
from bot.outbox import Post
from bot.playground.clock import Clock
from bot.playground.hands import NoAnswer, Slack
from bot.playground.server import Playground
from bot.playground.world import World
from bot.store import Database
from bot.web import site

APP_TOKEN = "xapp-1-tests"
NOTE = "missed the stand-up"


# The other ends: Slack, and Slack's end of a socket.


@dataclass
class Line:
    """Slack's end of Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode)."""

    url: str = ""
    opened: int = 0
    connection: ServerConnection | None = None
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    news: threading.Condition = field(default_factory=threading.Condition)

    def open(self) -> Response:
        """Answer apps.connections.open."""
        if request.headers.get("Authorization") != f"Bearer {APP_TOKEN}":
            return jsonify(ok=False, error="invalid_auth")
        return jsonify(ok=True, url=f"{self.url}/link/?ticket=a-secret-ticket&app_id=A0")

    def take(self, connection: ServerConnection) -> None:
        """Serve one connection until it ends."""
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        with self.news:
            self.opened += 1
            self.connection = connection
            self.news.notify_all()
        try:
            for message in connection:
                answer = json.loads(message)
                with self.news:
                    self.acknowledged[answer["envelope_id"]] = answer
                    self.news.notify_all()
        except ConnectionClosed:
            pass

    def wait_for_connection(self, number: int) -> None:
        with self.news:
            assert self.news.wait_for(lambda: self.opened >= number, DEADLINE)

    def ask(self, kind: str, payload: dict[str, Any]) -> Response:
        """Send an envelope, and answer what the bot acknowledges it with."""
        with self.news:
            number = f"envelope-{len(self.acknowledged)}"
            envelope = {
                "envelope_id": number,
                "type": kind,
                "payload": payload,
                "accepts_response_payload": kind != "events_api",
            }
            assert self.connection is not None
            self.connection.send(json.dumps(envelope))
            assert self.news.wait_for(lambda: number in self.acknowledged, DEADLINE)
            answer = self.acknowledged[number]
        return jsonify(answer["payload"]) if "payload" in answer else Response()

    def relay(self) -> Response:
        """Take what the playground sends over HTTP, and send it on by the socket."""
        if request.is_json:
            return self.ask("events_api", request.get_json())
        if "payload" in request.form:
            return self.ask("interactive", json.loads(request.form["payload"]))
        return self.ask("slash_commands", dict(request.form))


@contextmanager
def slack_for(bot_url: str, extend: Callable[[Flask], None] = lambda _: None) -> Iterator[Slack]:
    """Serve a playground whose clock is the real one."""
    playground = Playground(
        World(SEED, Clock()), bot_url=bot_url, signing_secret=SECRET, token=TOKEN
    )
    playground.wire.patience = DEADLINE
    extend(playground.wsgi)
    running = serve(playground.wsgi)
    try:
        yield Slack(playground)
    finally:
        playground.controls.faults.clear()
        running.stop()


@contextmanager
def slack_by_socket() -> Iterator[tuple[Slack, Line]]:
    """Serve a playground that reaches the bot by Socket Mode."""
    line = Line()
    relay = Flask("relay")
    relay.add_url_rule("/slack/events", "relay", line.relay, methods=["POST"])

    def open_one() -> Response | None:
        return line.open() if request.path == "/api/apps.connections.open" else None

    def open_connections(web: Flask) -> None:
        web.before_request(open_one)

    with serve_sockets(line.take, "127.0.0.1", 0) as sockets:
        line.url = f"ws://127.0.0.1:{sockets.socket.getsockname()[1]}"
        listening = threading.Thread(target=sockets.serve_forever)
        listening.start()
        relayed = serve(relay)
        try:
            with slack_for(f"{relayed.url}slack/events", open_connections) as slack:
                yield slack, line
        finally:
            relayed.stop()
            sockets.shutdown()
            listening.join()


def health(port: int) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    connection.request("GET", "/healthz")
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    return answer.status, told


def a_day_s_work(slack: Slack) -> None:
    """Set a team up, log a lateness, and read what arrives by itself."""
    (welcome,) = slack.type("/team setup", by=ADA, channel=CARE)
    assert said([welcome]).startswith("*This workspace is set up, and you are HR.*")
    slack.type('/team create "Night Desk" #care UTC', by=ADA, channel=CARE)
    slack.type(f"/team role <@{SUE}> supervisor Night Desk", by=ADA, channel=CARE)
    slack.type(f"/team add <@{ANN}>", by=SUE, channel=CARE)
    (answer,) = slack.type(f"/deduct <@{ANN}> late -- {NOTE}", by=SUE, channel=CARE)
    assert said([answer]).startswith("*D-1* · *Ann Reed* · Late for shift · *−2*")
    assert slack.type(f"/deduct <@{ANN}> A1", by=SUE, channel=CARE) == []
    assert "note" in slack.submit({}, by=SUE)  # what is acknowledged has an answer in it
    slack.close(by=SUE)
    slack.wait_until(lambda: bool(slack.dms(ANN)), DEADLINE)
    (told,) = slack.dms(ANN)
    assert NOTE in said([told])
    slack.press(told, "Got it", by=ANN)
    with suppress(NoAnswer):  # it is published after the event was acknowledged
        slack.home(SUE)
    slack.wait_until(lambda: SUE in slack.world.state.homes, DEADLINE)


def keeps_quiet(bot: Bot) -> bool:
    """Whether nothing is in the log that nobody may read there."""
    log = "".join(bot.log)
    secrets = (TOKEN, APP_TOKEN, SECRET, "a-secret-ticket", NOTE, "Ann Reed", "Night Desk")
    return not any(secret in log for secret in secrets)


# Serving.


def test_a_day_over_http(tmp_path: Path) -> None:
    port = free_port()
    with (
        slack_for(f"http://127.0.0.1:{port}/slack/events") as slack,
        started_afresh(
            tmp_path,
            SLACK_API_URL=f"{slack.world.url}api/",
            SLACK_SIGNING_SECRET=SECRET,
            SLACK_CLIENT_ID="1.2",  # Bolt would take these two for the wish to
            SLACK_CLIENT_SECRET="a-client-secret",  # serve many workspaces
            PORT=str(port),
            HOLD_MINUTES="0",
            DATABASE_URL=f"sqlite:///{tmp_path / 'new.db'}",
        ) as bot,
    ):
        bot.wait_for(f"ready workspace={WORKSPACE} mode=http")
        introduced = len(slack.calls("auth.test"))
        a_day_s_work(slack)
        assert len(slack.calls("auth.test")) == introduced  # nobody waited for that
        status, told = health(port)
        assert (status, told["database"], "socket" in told) == (200, "ok", False)
        assert bot.stop() == 0
        bot.wait_for("stopped")
        assert keeps_quiet(bot)
        assert "WARNING" not in "".join(bot.log)
        assert "delivery key=entry:1 attempt=1 state=sent" in "".join(bot.log)


@pytest.mark.slow
def test_a_day_by_socket_mode_with_its_interruptions(tmp_path: Path) -> None:
    port = free_port()
    with (
        slack_by_socket() as (slack, line),
        started(
            tmp_path,
            SLACK_API_URL=f"{slack.world.url}api/",
            SLACK_APP_TOKEN=APP_TOKEN,
            PORT=str(port),
            HOLD_MINUTES="0",
        ) as bot,
    ):
        bot.wait_for(f"ready workspace={WORKSPACE} mode=socket")
        line.wait_for_connection(1)
        a_day_s_work(slack)
        assert health(port)[1]["socket"] == "connected"

        assert line.connection is not None
        line.connection.send(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
        line.wait_for_connection(2)
        (standing,) = slack.type("/score", by=ANN, channel=CARE)
        assert said([standing]).startswith("Ann Reed")

        line.connection.close()
        line.wait_for_connection(3)
        (again,) = slack.type("/score", by=ANN, channel=CARE)
        assert said([again]) == said([standing])

        assert bot.stop(signal.SIGINT) == 0
        assert keeps_quiet(bot)
    assert (tmp_path / "appraisal.db").exists()


def test_a_process_without_work_starts_and_stops(tmp_path: Path, database: Database) -> None:
    port = free_port()
    with (
        slack_for("") as slack,
        started(
            tmp_path,
            SLACK_API_URL=f"{slack.world.url}api/",
            SLACK_SIGNING_SECRET=SECRET,
            PORT=str(port),
            DATABASE_URL=url_of(database),
        ) as bot,
    ):
        bot.wait_for("ready")
        assert health(port)[0] == 200
        assert bot.stop() == 0


def test_a_message_under_way_is_finished_before_the_end(tmp_path: Path, office: Office) -> None:
    """A supervisor's SIGTERM waits for the one call that is being made, and for no more."""
    with office.desk.database.writing() as session:
        posts = [Post(key, CARE, key, [], NOW - timedelta(days=999)) for key in ("one", "two")]
        outbox.plan(session, workspace=WORKSPACE, posts=posts, at=NOW)
    office.slack.fail("chat.postMessage", "late")
    with started(
        tmp_path,
        SLACK_API_URL=str(office.desk.client.base_url),
        SLACK_SIGNING_SECRET=SECRET,
        PORT=str(free_port()),
        DATABASE_URL=url_of(office.desk.database),
    ) as bot:
        office.slack.wait_until(lambda: bool(office.slack.messages(CARE)), DEADLINE)
        bot.send(signal.SIGTERM)
        bot.wait_for("stopping")
        office.slack.playground.controls.faults.clear()
        assert bot.end() == 0
    assert [message.text for message in office.slack.messages(CARE)] == ["one"]


# The HTTP side.


def test_without_a_signing_secret_there_is_no_door(office: Office) -> None:
    settings = office.desk.settings.model_validate({"slack_bot_token": TOKEN})
    desk = replace(office.desk, settings=settings)
    visitor = site(build(desk), desk).test_client()
    assert visitor.post("/slack/events", data={"command": "/team"}).status_code == 404
    assert visitor.get("/healthz").status_code == 200


# What is left for later.


def test_what_is_left_for_later_and_fails_is_logged(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    desk = office.desk
    with serving.open_desk(desk.settings, desk.database, desk.client) as opened:
        assert opened.now() - datetime.now(UTC) < timedelta(minutes=1)
        opened.later(lambda: None)
        opened.later(lambda: json.loads("{"))
    assert [record.message for record in caplog.records] == ["something left for later failed"]
