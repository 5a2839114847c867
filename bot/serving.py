"""What `serve` starts, watches over and stops: the desk, the ticks, HTTP and the socket."""

from __future__ import annotations

import gc
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.error import BoltError
from slack_sdk import WebClient

from bot import directory, logs, refusals, schema, ticks, words
from bot.app import build
from bot.hosting import serve as serve_wsgi
from bot.refusals import FAILURES, Refusal
from bot.rounds import keep_delivering
from bot.settings import Settings
from bot.slack import Desk
from bot.store import Database, connect
from bot.web import site

log = logging.getLogger(__name__)

THREADS = 64  # requests in hand; most wait for their turn to write, and are told when it is long
_PORT = 3000
_SELDOM = 50_000, 20, 50  # new objects between searches for garbage, and how many of them are wider
_HTTP_TIMEOUT = 10  # seconds; `outbox.GRACE` is built on it
_ACQUAINTANCE = 1  # seconds to ask who somebody is, while that person waits for an answer
_LOOK, _ASK, _PATIENCE = 10.0, 300.0, 300.0  # seconds


class Trouble(Exception):  # noqa: N818 - it is told to the operator as one line
    """The bot cannot begin, or go on; the message says why in one line."""


def run(settings: Settings) -> None:
    """Serve Slack until told to stop: by Socket Mode with an app token, else over signed HTTP.

    Raise Trouble when that cannot begin, or has come to an end that only a new start can mend.
    """
    stopping = threading.Event()
    with ExitStack() as house:  # is closed in the opposite order: first what takes requests in
        house.enter_context(_signals(stopping))
        database = connect(settings.database_url)
        house.callback(database.engine.dispose)
        _bring_up_to_date(database)
        prepare(settings)
        client = client_of(settings)
        workspace = introduce(client)
        desk = house.enter_context(open_desk(settings, database, client))
        house.callback(ticks.start(desk, workspace, stopping).shutdown)
        house.callback(_start_rounds(desk, workspace, stopping).join)
        house.callback(stopping.set)  # however this ends, nobody sets out any more
        app = _introduced(desk)
        socket = _open_socket(app, settings, house)
        connected = None if socket is None else socket.client.is_connected
        if socket is None or settings.port:
            _open_site(app, desk, connected, house)
        log.info("ready workspace=%s mode=%s", workspace, "http" if socket is None else "socket")
        trouble = _until_stopped(stopping, client, connected)
        stopping.set()
        log.info("stopping")
    if trouble is not None:
        raise Trouble(trouble)
    log.info("stopped")


def prepare(settings: Settings) -> None:
    """Do before the first request what would take its time, or a fifth of everybody's.

    All sentences are compiled. What a process keeps for good is left out of the search for
    garbage, which is made less often: a request leaves little that only a search would find.
    """
    words.prepare(settings.commands)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)


def client_of(settings: Settings, *, timeout: int = _HTTP_TIMEOUT) -> WebClient:
    """Return a client that never repeats a call by itself: a repeat could post twice."""
    return WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=timeout,
        retry_handlers=[],
    )


@contextmanager
def open_desk(
    settings: Settings,
    database: Database,
    client: WebClient,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Iterator[Desk]:
    """Open the desk of a bot; what it left for later is done before it closes."""
    with ThreadPoolExecutor(4, thread_name_prefix="later") as pool:
        yield Desk(
            database=database,
            client=client,
            settings=settings,
            now=now,
            later=lambda work: pool.submit(logs.followed(work)).add_done_callback(_report),
            learn=directory.learn(database, client_of(settings, timeout=_ACQUAINTANCE)),
        )


def keep_watch(
    connected: Callable[[], bool],
    ask: Callable[[], object],
    *,
    wait: Callable[[float], bool],
    clock: Callable[[], float] = time.monotonic,
) -> str | None:
    """Look after a connection that mends itself; return None when `wait` says it is time to stop.

    Return why this process is of no more use when Slack refuses the token that `ask` shows, or
    when for minutes the line has been closed or Slack has not answered.
    """
    well = asked = clock()
    answered = True
    while not wait(_LOOK):
        at = clock()
        if not answered or at - asked >= _ASK:
            asked, refusal = at, _asked(ask)
            if refusal is not None and refusal.token:
                return f"Slack refuses the bot's token: {refusal.error}."
            answered = refusal is None
        if answered and connected():
            well = at
        elif at - well > _PATIENCE:
            return f"Slack has been out of reach for {at - well:.0f} s."
    return None


def _asked(ask: Callable[[], object]) -> Refusal | None:
    """Ask Slack anything; return why it did not answer, or None."""
    try:
        ask()
    except FAILURES as error:
        return refusals.read(error)
    return None


def _report(done: Future[None]) -> None:
    if error := done.exception():
        log.error("something left for later failed", exc_info=error)


@contextmanager
def _signals(stopping: threading.Event) -> Iterator[None]:
    """Take Ctrl+C and a supervisor's SIGTERM as the wish to stop."""
    asked = (signal.SIGINT, signal.SIGTERM)
    before = {one: signal.signal(one, lambda *_: stopping.set()) for one in asked}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _bring_up_to_date(database: Database) -> None:
    """Migrate a schema that is behind or unguarded; one that is well is left alone."""
    current, wanted = schema.revision(database.engine)
    if current != wanted or schema.unguarded(database.engine):
        schema.migrate(database.engine)


def introduce(client: WebClient) -> str:
    """Return the workspace that the bot's token belongs to. Raise Trouble where it has none."""
    try:
        return str(client.auth_test()["team_id"])
    except FAILURES as error:
        raise _no_entrance(error, "the bot's token", client) from None


def _introduced(desk: Desk) -> App:
    """Return the app, so that nobody's first command has to wait for an answer of Slack's."""
    try:
        return build(desk, introduced=True)
    except (*FAILURES, BoltError) as error:
        said = refusals.describe(error)
        raise Trouble(f"Slack cannot be reached at {desk.client.base_url}: {said}.") from None


def _open_socket(app: App, settings: Settings, house: ExitStack) -> SocketModeHandler | None:
    """Connect to Slack by Socket Mode where there is an app token."""
    token = settings.slack_app_token.get_secret_value()
    if not token:
        return None
    handler = SocketModeHandler(app, token)
    house.callback(handler.close)
    try:
        handler.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    except FAILURES as error:
        raise _no_entrance(error, "the app-level token", app.client) from None
    return handler


def _no_entrance(error: Exception, token: str, client: WebClient) -> Trouble:
    refusal = refusals.read(error)
    if refusal.token or refusal.lasting:
        return Trouble(f"Slack refuses {token}: {refusal.error}.")
    return Trouble(f"Slack cannot be reached at {client.base_url}: {refusals.describe(error)}.")


def _open_site(
    app: App, desk: Desk, connected: Callable[[], bool] | None, house: ExitStack
) -> None:
    port = desk.settings.port or _PORT
    web = site(app, desk, connected=connected)
    try:
        running = serve_wsgi(web, host=desk.settings.host, port=port, threads=THREADS)
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        raise Trouble(f"Port {port} cannot be listened on: {reason}.") from None
    house.callback(running.stop)
    log.info("listening on port %s", running.port)


def _start_rounds(desk: Desk, workspace: str, stopping: threading.Event) -> threading.Thread:
    """Deliver in a thread of its own, so that planning never waits for Slack."""
    rounds = threading.Thread(
        target=keep_delivering, args=(desk, workspace, stopping), name="rounds"
    )
    rounds.start()
    return rounds


def _until_stopped(
    stopping: threading.Event, client: WebClient, connected: Callable[[], bool] | None
) -> str | None:
    if connected is None:
        stopping.wait()
        return None
    return keep_watch(connected, client.auth_test, wait=stopping.wait)
