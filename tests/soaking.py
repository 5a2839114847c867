"""Deliverers that are killed, and a Slack on its worst days: nothing is lost, nothing doubled.

Real processes deliver from a real database over HTTP; one of them after the other dies by
`kill -9` in the middle of its work, and another one takes its place. The Slack loses answers after
it took the message, takes messages after nobody waits any more, and answers 429 and 503. Its clock,
and everybody's, runs ten times as fast, so that the waits of the protocol take seconds.
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from threading import Condition, Event

import deliverer
from deliverer import TIMEOUT, WORKSPACE
from flask import Flask, Response, jsonify, request
from processes import warmed_up
from sqlmodel import Session, col, func, select

from bot import outbox
from bot.hosting import serve
from bot.models import Delivery, Person
from bot.outbox import Post
from bot.store import Database, connect

DELIVERIES, KILLS = 200, 40
HEAD = """\
| database | processes | messages | `kill -9` | 429 | 503 | answers lost | taken late | **lost** | \
**doubled** | took |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"""
_PEOPLE = 25  # each gets several messages
_DEADLINE = 600.0  # seconds in which everything must have arrived
_LOOK = 0.05  # seconds between looks at what arrived
_BETWEEN = (1, 12)  # messages that Slack is asked to take between two kills
_FATES = {"taken": 72, "429": 7, "503": 4, "503 after": 4, "lost": 7, "late": 6}  # in a hundred


@dataclass
class BadSlack:
    """Takes messages as a Slack on its worst days, by throws of its dice."""

    began: float
    dice: random.Random
    messages: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    arrived: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    lock: Condition = field(default_factory=Condition)  # is told of each call
    over: Event = field(default_factory=Event)

    def web(self) -> Flask:
        """Return the four methods of the Web API that a postman needs."""
        web = Flask("bad")
        for method, view in (
            ("auth.test", self.introduce),
            ("conversations.open", self.open),
            ("conversations.history", self.history),
            ("chat.postMessage", self.post),
        ):
            web.add_url_rule(f"/api/{method}", method, view, methods=["GET", "POST"])
        return web

    def introduce(self) -> Response:
        """Answer auth.test."""
        return jsonify(ok=True, team_id=WORKSPACE)

    def open(self) -> Response:
        """Answer conversations.open."""
        user = _asked()["users"]
        return jsonify(ok=True, channel={"id": f"D{user}"})

    def history(self) -> Response:
        """Answer conversations.history, newest first."""
        with self.lock:
            found = list(reversed(self.messages.get(str(_asked()["channel"]), [])))
        return jsonify(ok=True, messages=found)

    def post(self) -> tuple[Response, int, dict[str, str]]:
        """Answer chat.postMessage, or do not."""
        with self.lock:
            (fate,) = self.dice.choices(list(_FATES), weights=list(_FATES.values()))
            self.fates[fate] += 1
            self.lock.notify_all()
        if fate == "429":
            return jsonify(ok=False, error="ratelimited"), 429, {"Retry-After": "2"}
        if fate == "503":
            return jsonify(ok=False, error="service_unavailable"), 503, {}
        if fate == "late":
            self.over.wait(TIMEOUT * 1.3)  # whoever asked has given up
        ts = self._take(_asked())
        if fate == "lost":
            self.over.wait(TIMEOUT * 1.3)
        if fate == "503 after":
            return jsonify(ok=False, error="service_unavailable"), 503, {}
        return jsonify(ok=True, ts=ts), 200, {}

    def asked(self, times: float, *, wait: float) -> bool:
        """Tell whether it was asked so many times to take a message; `wait` seconds at the most."""
        with self.lock:
            return self.lock.wait_for(lambda: self.fates.total() >= times, wait)

    def _take(self, message: dict[str, object]) -> str:
        with self.lock:
            metadata = message["metadata"]
            assert isinstance(metadata, dict)
            self.arrived[metadata["event_payload"]["key"]] += 1
            ts = f"{deliverer.now(self.began).timestamp():.6f}"
            self.messages.setdefault(str(message["channel"]), []).append(
                {"ts": ts, "metadata": metadata}
            )
        return ts


@dataclass(frozen=True)
class Result:
    """What became of the messages, and what stood in their way."""

    planned: int
    kills: int
    fates: Counter[str]
    lost: int
    doubled: int
    unsettled: int  # that the database does not count as sent
    seconds: float


def run(
    url: str, *, deliveries: int = DELIVERIES, kills: int = KILLS, processes: int = 1, seed: int = 1
) -> Result:
    """Deliver everything through so many killings, on a database whose schema is there.

    Raise TimeoutError should it not end.
    """
    dice = random.Random(seed)  # noqa: S311 - moments, no secrets
    began = time.time()
    slack = BadSlack(began, dice)
    database = connect(url, patience=20)
    with ExitStack() as house:
        house.callback(database.engine.dispose)
        with database.writing() as session:
            _plan(session, deliveries, began)
        running = serve(slack.web(), threads=32)
        house.callback(running.stop)
        house.callback(slack.over.set)
        workers = house.enter_context(_workers(url, running.url, began, processes))
        killed = _kill_until_done(database, slack, workers, dice, kills)
        unsettled = _unsent(database)
    return Result(
        planned=deliveries,
        kills=killed,
        fates=slack.fates,
        lost=deliveries - len(slack.arrived),
        doubled=sum(count - 1 for count in slack.arrived.values()),
        unsettled=unsettled,
        seconds=time.time() - began,
    )


def row(database: str, processes: int, found: Result) -> str:
    """Return what a run found as a line of the table under HEAD."""
    fates = found.fates
    unavailable = fates["503"] + fates["503 after"]
    return (
        f"| {database} | {processes} | {found.planned} | {found.kills} | {fates['429']}"
        f" | {unavailable} | {fates['lost']} | {fates['late']}"
        f" | {found.lost} | {found.doubled} | {found.seconds:.0f} s |"
    )


def _plan(session: Session, count: int, began: float) -> None:
    """Plan messages for people whom the bot never wrote to."""
    at = deliverer.now(began)
    users = [f"U{nth}" for nth in range(_PEOPLE)]
    session.add_all(Person(workspace_id=WORKSPACE, id=it, name=it, channel="") for it in users)
    posts = [Post(f"card:{nth}", users[nth % _PEOPLE], "A card", [], at) for nth in range(count)]
    outbox.plan(session, workspace=WORKSPACE, posts=posts, at=at)


@dataclass
class Workers:
    """Processes that deliver; who is killed is replaced."""

    arguments: tuple[str, str, float]
    alive: list[BaseProcess]

    def kill(self, nth: int) -> None:
        """Kill one as nothing else does, and start another in its place."""
        self.alive[nth].kill()
        self.alive[nth].join()
        self.alive[nth] = _started(self.arguments)


@contextmanager
def _workers(url: str, slack: str, began: float, count: int) -> Iterator[Workers]:
    arguments = (url, f"{slack}api/", began)
    workers = Workers(arguments, [_started(arguments) for _ in range(count)])
    try:
        yield workers
    finally:
        for process in workers.alive:
            process.kill()
            process.join()


def _started(arguments: tuple[str, str, float]) -> BaseProcess:
    """Fork a deliverer from a process that has read its code: kills are to hit work, not starts."""
    process = warmed_up().Process(target=deliverer.main, args=arguments)
    process.start()
    return process


def _kill_until_done(
    database: Database, slack: BadSlack, workers: Workers, dice: random.Random, kills: int
) -> int:
    """Kill a process each time Slack was asked a few more times; return how many were."""
    killed, until = 0, float(dice.randint(*_BETWEEN))
    deadline = time.monotonic() + _DEADLINE
    while unsent := _unsent(database):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{unsent} messages are not settled")
        if slack.asked(until, wait=_LOOK):
            slack.asked(until + 1, wait=dice.uniform(0.0, 0.05))  # somewhere in its work
            workers.kill(dice.randrange(len(workers.alive)))
            killed += 1
            more = dice.randint(*_BETWEEN) if killed < kills else math.inf
            until = slack.fates.total() + more
    return killed


def _unsent(database: Database) -> int:
    with database.reading() as session:
        return session.exec(
            select(func.count())
            .select_from(Delivery)
            .where(Delivery.workspace_id == WORKSPACE, col(Delivery.state) != outbox.SENT)
        ).one()


def _asked() -> dict[str, object]:
    """Return the arguments of a call, however they came."""
    return dict(request.get_json(silent=True) or request.values)
