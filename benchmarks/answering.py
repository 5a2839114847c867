"""The process that `benchmarks.acks` asks: the bot as `serve` opens it, and beside it a no-op.

`python -m benchmarks.answering DATABASE` prints the addresses of both, the no-op's first.
"""

from __future__ import annotations

import logging
import sys
import time
from datetime import UTC, datetime, timedelta

from flask import Flask, Response, jsonify, request
from slack_bolt import Ack, App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk import WebClient

from bot import schema, serving
from bot.app import build
from bot.commands import team
from bot.hosting import serve
from bot.models import Person
from bot.settings import Settings
from bot.slack import Call, Desk, carry_out
from bot.store import connect
from bot.web import site

WORKSPACE, SECRET, SUPERVISOR = "TBENCH", "bench", "U0SUE"
AGENTS = tuple(f"U{nth:03}" for nth in range(60))
CODES = ("A2", "A3", "A4", "B2", "B5", "B7", "C1", "C5", "D1", "D2", "D3")
DAYS = ("today", "yesterday")


def main(path: str) -> None:
    """Serve both until killed."""
    logging.disable(logging.WARNING)
    database = connect(f"sqlite:///{path}")
    schema.migrate(database.engine)
    settings = Settings.model_validate(
        {"slack_signing_secret": SECRET, "slack_bot_token": "xoxb-bench"}
    )
    client = WebClient(token="xoxb-bench", timeout=10, retry_handlers=[])  # noqa: S106 - as above
    idle = serve(_noop(client), threads=serving.THREADS)
    client.base_url = f"{idle.url}api/"
    serving.prepare(settings)
    desk = Desk(
        database=database,
        client=client,
        settings=settings,
        now=lambda: datetime.now(UTC),
        later=lambda work: work(),
        learn=lambda _workspace, _user: None,
    )
    _put_to_work(desk)
    busy = serve(site(build(desk), desk), threads=serving.THREADS)
    sys.stdout.write(f"{idle.url}slack/events {busy.url}slack/events\n")
    sys.stdout.flush()
    while True:
        time.sleep(60)


def _noop(client: WebClient) -> Flask:
    """Return a Bolt app that acknowledges, and the one method that Bolt itself asks Slack for."""
    app = App(
        client=client,
        signing_secret=SECRET,
        process_before_response=True,
        token_verification_enabled=False,
    )

    @app.command("/noop")
    def _noop(ack: Ack) -> None:
        ack()

    handler, web = SlackRequestHandler(app), Flask("noop")
    web.add_url_rule("/slack/events", "slack", lambda: handler.handle(request), methods=["POST"])
    web.add_url_rule("/api/auth.test", "auth", _introduced, methods=["POST"])
    return web


def _introduced() -> Response:
    return jsonify(ok=True, team_id=WORKSPACE, user_id="U0BOT", bot_id="B0BOT")


def _put_to_work(desk: Desk) -> None:
    """Open a workspace with one team, its supervisor and its agents, as people do."""
    with desk.database.writing() as session:
        session.add(Person(workspace_id=WORKSPACE, id=SUPERVISOR, name="Sue Park", is_admin=True))
        session.add_all(
            Person(workspace_id=WORKSPACE, id=id_, name=f"Agent {id_}", handle=id_.lower())
            for id_ in AGENTS
        )
    since = desk.now().date() - timedelta(days=60)
    halves = AGENTS[::2], AGENTS[1::2]  # a line takes fifty people
    for line in (
        "setup",
        f"create Care from {since}",
        f"role <@{SUPERVISOR}> supervisor Care from {since}",
        *(f"add {' '.join(f'<@{id_}>' for id_ in half)} Care from {since}" for half in halves),
    ):
        call = Call(WORKSPACE, SUPERVISOR, key=line, words=line)
        answer = carry_out(desk, call, team.COMMAND.run, open_to_all=True)
        assert answer.outcome == "done", answer  # noqa: S101 - else there is nothing to measure


if __name__ == "__main__":
    main(sys.argv[1])
