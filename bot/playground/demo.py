"""The demo: the real bot and the playground side by side, in one process and one folder."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import event

from bot import directory, schema
from bot.app import build
from bot.hosting import Running, serve
from bot.jobs import tick
from bot.pacing import at_once
from bot.playground import sample
from bot.playground.clock import Clock
from bot.playground.sample_people import WORKSPACE
from bot.playground.server import Playground
from bot.playground.world import World
from bot.settings import Settings
from bot.slack import Desk
from bot.store import Database, connect, patient
from bot.web import site

log = logging.getLogger(__name__)

SECRET = "the-playground-signs-with-this"  # noqa: S105 - of a Slack that only this machine sees
TOKEN = "xoxb-playground"  # noqa: S105 - as above
LIVED_THROUGH = "lived"  # the file that is there once the sample's months are lived through whole
LIVED = timedelta(days=200)  # how far back the sample's life begins


@dataclass(frozen=True)
class Demo:
    """The demo at work; `stop` ends both servers, and everything is kept for the next start."""

    url: str
    desk: Desk
    stop: Callable[[], None]


def start(folder: Path, manifest: dict[str, Any], *, port: int, today: date) -> Demo:
    """Serve the playground on 127.0.0.1:`port`, going on where it was stopped.

    The first start, and every "start over", lives through the sample's months first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return _Stage(folder, manifest, today).open(port)


def unsynced(file: Path) -> Database:
    """Return the database in a file whose writers wait for no disk.

    It outlives everything but a power cut, after which a demo may well begin anew.
    """
    database = connect(f"sqlite:///{file}")
    event.listen(database.engine, "connect", _trust_the_system)
    return database


def _trust_the_system(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    connection.execute("PRAGMA synchronous=OFF")


def is_set(folder: Path) -> bool:
    """Return whether the sample's months are lived through in this folder already."""
    return (folder / LIVED_THROUGH).exists()


class _Stage:
    """The parts of a running demo, and how they are taken down and set up again."""

    def __init__(self, folder: Path, manifest: dict[str, Any], today: date) -> None:
        self.folder = folder
        self.today = today
        self.lived = folder / LIVED_THROUGH
        self.database = unsynced(folder / "appraisal.db")
        self.world = World(sample.seed(manifest), Clock(), keep_in=folder / "slack.json")
        self.client = WebClient(token=TOKEN, timeout=10, retry_handlers=[])
        self.pool = ThreadPoolExecutor(4, thread_name_prefix="later")
        self.ticking = threading.Lock()
        self.over = threading.Event()
        settings = {"slack_signing_secret": SECRET, "slack_bot_token": TOKEN}
        self.desk = Desk(
            database=self.database,
            client=self.client,
            settings=Settings.model_validate(settings),
            now=self.world.now,
            pacer=at_once(),
            later=self._later,
            learn=directory.learn(patient(self.database, seconds=2), self.client),
        )

    def _later(self, work: Callable[[], None]) -> None:
        self.pool.submit(work)

    def open(self, port: int) -> Demo:
        bot = serve(site(build(self.desk), self.desk))
        playground = Playground(
            self.world,
            bot_url=f"{bot.url}slack/events",
            signing_secret=SECRET,
            token=TOKEN,
            on_clock=(lambda _now: self.post(),),
            on_reset=(self.fill,),
        )
        slack = serve(playground.wsgi, port=port)
        self.client.base_url = f"{slack.url}api/"
        if self.lived.exists():
            schema.migrate(self.database.engine)
        else:
            self.world.reset()
            self.fill()
        ticker = threading.Thread(target=self._tick, name="tick", daemon=True)
        ticker.start()
        return Demo(slack.url, self.desk, lambda: self._close(bot, slack, ticker))

    def fill(self) -> None:
        """Empty the database and live through the sample's months up to its present day."""
        with self.ticking:
            self.lived.unlink(missing_ok=True)
            until = sample.starts(self.today)
            self.world.clock = Clock(ahead=until - LIVED - datetime.now(UTC))
            self.desk.locales.clear()
            schema.migrate(self.database.engine, to="base")
            schema.migrate(self.database.engine)
            sample.live(self.desk, self.world.clock, until=until)
            self.lived.touch()

    def post(self) -> None:
        """Plan and deliver what is due."""
        with self.ticking:
            tick(self.desk, WORKSPACE)

    def _tick(self) -> None:
        while not self.over.wait(5):
            try:
                self.post()
            except Exception:
                log.exception("tick failed")

    def _close(self, bot: Running, slack: Running, ticker: threading.Thread) -> None:
        self.over.set()
        ticker.join(timeout=10)
        self.pool.shutdown()
        bot.stop()
        slack.stop()
        self.world.close()
        self.database.engine.dispose()


def manifest_of(path: Path) -> dict[str, Any]:
    """Read the app manifest."""
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content
