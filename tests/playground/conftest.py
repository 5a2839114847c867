"""A playground to talk to, with the parrot beside it or with nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from parrot import NOW, SECRET, TOKEN, WORKSPACE, client_of, parrot
from slack_sdk import WebClient

from bot.hosting import serve
from bot.playground.clock import Clock
from bot.playground.hands import Slack, slack_with
from bot.playground.server import Playground
from bot.playground.world import World


@pytest.fixture
def world() -> World:
    """Seed a world whose clock stands still."""
    return World(WORKSPACE, Clock(standing=NOW))


@pytest.fixture
def api(world: World) -> Iterator[WebClient]:
    """Serve a playground that no app listens to, and return the app's client of its Web API."""
    playground = Playground(
        world, bot_url="http://127.0.0.1:9/", signing_secret=SECRET, token=TOKEN
    )
    running = serve(playground.wsgi)
    yield client_of(f"{running.url}api/")
    running.stop()


@pytest.fixture
def slack(world: World) -> Iterator[Slack]:
    """Serve a playground with the parrot beside it."""
    with slack_with(world, parrot, signing_secret=SECRET, token=TOKEN) as hands:
        yield hands


@pytest.fixture
def slack_of(world: World) -> Iterator[Callable[[Flask], Slack]]:
    """Serve a playground with another app beside it."""
    opened = []

    def open_with(app: Flask) -> Slack:
        opened.append(slack_with(world, lambda _url: app, signing_secret=SECRET, token=TOKEN))
        return opened[-1].__enter__()

    yield open_with
    for one in opened:
        one.__exit__(None, None, None)
