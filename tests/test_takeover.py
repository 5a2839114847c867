"""Several processes on one database: one delivers, and when it is killed another one does."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest
import tables
from command_line import url_of
from office import ANN, CARE, LEE, NOW, SECRET, TOM, WANG, WORKSPACE, Office
from processes import DEADLINE, Bot, free_port, started

from bot import outbox
from bot.outbox import Post

ON_DUTY = "on_duty=True"
TIMES = 12  # take-overs that are measured on each database
HEAD = """\
| database | take-overs | shortest | median | longest |
|---|--:|--:|--:|--:|"""
LONG_AGO = NOW - timedelta(days=999)

pytestmark = pytest.mark.slow


def process(office: Office, folder: Path) -> AbstractContextManager[Bot]:
    """Start a process that serves the office's workspace."""
    return started(
        folder,
        SLACK_API_URL=str(office.desk.client.base_url),
        SLACK_SIGNING_SECRET=SECRET,
        PORT=str(free_port()),
        DATABASE_URL=url_of(office.desk.database),
    )


def plan(office: Office, key: str, *recipients: str) -> None:
    """Plan a message for each recipient that says the key."""
    posts = [Post(f"{key}:{to}", to, key, [], LONG_AGO) for to in recipients]
    with office.desk.database.writing() as session:
        outbox.plan(session, workspace=WORKSPACE, posts=posts, at=LONG_AGO)


def arrived(office: Office, key: str, *recipients: str) -> bool:
    """Tell whether each of them has the message, once."""
    found = [
        office.slack.messages(CARE) if to == CARE else office.slack.dms(to) for to in recipients
    ]
    return all([message.text for message in there].count(key) == 1 for there in found)


def wait_for(office: Office, key: str, *recipients: str) -> None:
    office.slack.wait_until(lambda: arrived(office, key, *recipients), DEADLINE)


def test_who_stands_by_delivers_once_the_deliverer_is_killed(
    tmp_path: Path, office: Office
) -> None:
    everybody = (ANN, LEE, WANG, TOM, CARE)
    with process(office, tmp_path) as first, process(office, tmp_path) as second:
        first.wait_for("ready")
        second.wait_for("ready")
        plan(office, "one", *everybody)
        wait_for(office, "one", *everybody)
        deliverer, other = (
            (first, second) if any(ON_DUTY in line for line in first.log) else (second, first)
        )
        assert not any("delivery key=" in line or ON_DUTY in line for line in other.log)

        deliverer.stop(signal.SIGKILL)
        plan(office, "two", *everybody)
        wait_for(office, "two", *everybody)
        other.wait_for(ON_DUTY)
        other.wait_for(f"delivery key=two:{CARE} attempt=1 state=sent")
        assert len(office.slack.calls("chat.postMessage")) == 2 * len(everybody)


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    """Collect a row for each database."""
    yield from tables.printed(HEAD)


def taken_over(deliverer: Bot, other: Bot) -> float:
    """Kill who delivers as soon as the other one has looked; return the seconds until it does."""
    began = time.monotonic()
    deliverer.send(signal.SIGKILL)
    other.wait_for(ON_DUTY)
    return time.monotonic() - began


@pytest.mark.soak
def test_whoever_stands_by_takes_over_each_time(
    tmp_path: Path, office: Office, table: list[str]
) -> None:
    took: list[float] = []
    with ExitStack() as house:
        deliverer = house.enter_context(process(office, tmp_path))
        deliverer.wait_for(ON_DUTY)
        for _ in range(TIMES):
            other = house.enter_context(process(office, tmp_path))
            other.wait_for("ready")
            took.append(taken_over(deliverer, other))
            deliverer = other
    seconds = " | ".join(f"{of(took):.2f} s" for of in (min, median, max))
    table.append(f"| {tables.name(office.desk.database)} | {TIMES} | {seconds} |")
