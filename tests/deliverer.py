"""A process that does nothing but deliver.

It is what `serve` runs for its deliveries, with a clock that is ten times as fast.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime, timedelta

from slack_sdk import WebClient

from bot import rounds
from bot.settings import Settings
from bot.slack import Desk
from bot.store import connect

WORKSPACE = "TSOAK"
SPEED = 10
TIMEOUT = 1  # second that a call may take: ten on everybody's clock, as in `serve`


def now(began: float) -> datetime:
    """Return the moment on the fast clock that all processes share since `began`."""
    real = datetime.fromtimestamp(began, UTC)
    return real + timedelta(seconds=(time.time() - began) * SPEED)


def main(url: str, slack: str, began: float) -> None:
    """Deliver from the database `url` to the API at `slack`, until killed."""
    logging.disable(logging.CRITICAL)  # what goes wrong is counted by who asks for it
    desk = Desk(
        database=connect(url, patience=10),
        client=WebClient(token="soak", base_url=slack, timeout=TIMEOUT, retry_handlers=[]),
        settings=Settings(),
        now=lambda: now(began),
        clock=lambda: time.monotonic() * SPEED,
        later=lambda work: work(),
        learn=lambda _workspace, _user: None,
    )
    rounds.keep_delivering(desk, WORKSPACE, threading.Event())
