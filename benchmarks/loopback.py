"""A month's end in earnest: the real postman, a database file, and a limited Slack over HTTP."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, jsonify, request
from slack_sdk import WebClient

from benchmarks.regimes import Limit
from benchmarks.virtual_slack import CHANNEL, DMS, POSTS
from bot import outbox, rounds, schema
from bot.hosting import serve
from bot.models import Person
from bot.outbox import Post
from bot.settings import Settings
from bot.slack import Desk
from bot.store import Database, connect

_WORKSPACE = "TBENCH"


@dataclass
class LimitedSlack:
    """Takes messages under a limit; each answer comes a round trip after the call."""

    limit: Limit
    round_trip: float
    arrived: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    began: float = 0.0
    ended: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self) -> tuple[Response, int, dict[str, str]]:
        """Answer chat.postMessage."""
        at = time.monotonic()
        time.sleep(self.round_trip / 2)
        with self.lock:
            self.began = self.began or at
            wait = self.limit.ask(time.monotonic() - self.began)
            self.refused += bool(wait)
            if not wait:
                self.arrived[request.get_json()["metadata"]["event_payload"]["key"]] += 1
        time.sleep(self.round_trip / 2)
        self.ended = time.monotonic()
        if wait:
            refusal = jsonify(ok=False, error="ratelimited")
            return refusal, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(wait)}
        return jsonify(ok=True, ts=f"{self.ended:.6f}"), HTTPStatus.OK, {}

    @property
    def took(self) -> float:
        """Seconds from the first call to the last answer."""
        return self.ended - self.began


def run(limit: Limit, *, round_trip: float) -> LimitedSlack:
    """Deliver everybody's card and twenty posts of one channel; return the Slack that took them."""
    slack = LimitedSlack(limit, round_trip)
    web = Flask("limited")
    web.add_url_rule("/api/chat.postMessage", view_func=slack.post, methods=["POST"])
    with tempfile.TemporaryDirectory() as folder:
        database = connect(f"sqlite:///{Path(folder) / 'appraisal.db'}")
        schema.migrate(database.engine)
        _plan(database)
        running = serve(web, threads=16)
        try:
            rounds.deliver_all(_desk(database, running.url), _WORKSPACE)
        finally:
            running.stop()
            database.engine.dispose()
    return slack


def _plan(database: Database) -> None:
    """Know everybody's direct message, as a bot does that has met them, and plan all messages."""
    now = datetime.now(UTC)
    people = [f"U{nth}" for nth in range(DMS)]
    posts = [
        Post(f"{nth}:{to}", to, "A card", [], now)
        for nth, to in enumerate([CHANNEL] * POSTS + people)
    ]
    with database.writing() as session:
        session.add_all(
            Person(workspace_id=_WORKSPACE, id=id_, name=id_, channel=f"D{id_}") for id_ in people
        )
        outbox.plan(session, workspace=_WORKSPACE, posts=posts, at=now)


def _desk(database: Database, url: str) -> Desk:
    return Desk(
        database=database,
        client=WebClient(token="bench", base_url=f"{url}api/", timeout=10, retry_handlers=[]),  # noqa: S106 - a Slack of our own
        settings=Settings(),
        now=lambda: datetime.now(UTC),
        later=lambda work: work(),
        learn=lambda _workspace, _user: None,
    )
