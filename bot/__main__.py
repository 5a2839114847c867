"""`python -m bot …`: the only place that reads the environment or starts anything."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler
from dotenv import dotenv_values
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlmodel import select

from bot import directory, doctor, jobs, ledger, schema
from bot.app import build
from bot.models import Workspace
from bot.playground import demo
from bot.playground.server import serve as serve_wsgi
from bot.scoring import cli
from bot.settings import Settings, SettingsError, read
from bot.slack import Desk
from bot.store import Database, connect, patient
from bot.web import site

_TICK = 5  # seconds between looks at what is due
_ROOT = Path(__file__).resolve().parent.parent

log = logging.getLogger("bot")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0 well, 1 found something wrong, 2 misused."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        chosen: Callable[[argparse.Namespace], int] = options.run
        return chosen(options)
    except SettingsError as error:
        print(f"The settings do not hold together:\n{error}", file=sys.stderr)  # noqa: T201 - a command line speaks
        return 2


def serve(options: argparse.Namespace) -> int:
    """Serve Slack until stopped: by Socket Mode with an app token, else over signed HTTP."""
    del options
    settings = _settings()
    _require_tokens(settings)
    database = connect(settings.database_url)
    schema.migrate(database.engine)
    client = _client(settings)
    desk = _desk(settings, database, client)
    workspace = str(client.auth_test()["team_id"])
    app = build(desk)
    web = serve_wsgi(site(app, desk), host=settings.host, port=settings.port, threads=16)
    log.info("serving on port %s", web.port)
    socket = None
    if settings.slack_app_token.get_secret_value():
        socket = SocketModeHandler(app, settings.slack_app_token.get_secret_value())
        socket.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    scheduler = _scheduler(desk, workspace)
    scheduler.start()
    _until_stopped()
    scheduler.shutdown()
    if socket is not None:
        socket.close()  # type: ignore[no-untyped-call]  # as above
    web.stop()
    return 0


def serve_demo(options: argparse.Namespace) -> int:
    """Serve the playground with the sample workspace until stopped."""
    manifest = demo.manifest_of(_ROOT / "manifest.json")
    print("Setting the scene: a few seconds at the first start.", flush=True)  # noqa: T201 - a command line speaks
    running = demo.start(
        Path(options.folder), manifest, port=options.port, today=datetime.now(UTC).date()
    )
    print(f"\nThe playground is open: {running.url}\nStop it with Ctrl+C.\n", flush=True)  # noqa: T201 - a command line speaks
    _until_stopped()
    running.stop()
    return 0


def migrate(options: argparse.Namespace) -> int:
    """Bring the database's schema up to date."""
    del options
    database = connect(_settings().database_url)
    schema.migrate(database.engine)
    current, _ = schema.revision(database.engine)
    print(f"The schema is at revision {current}.")  # noqa: T201 - a command line speaks
    return 0


def score(options: argparse.Namespace) -> int:
    """Score a file of facts by a rubric, without a database."""
    return cli.score_files(options.rubric, options.facts, as_json=options.json, out=sys.stdout)


def list_rubrics(options: argparse.Namespace) -> int:
    """List the catalogue with its sources."""
    del options
    return cli.list_rubrics(sys.stdout)


def run_job(options: argparse.Namespace) -> int:
    """Run one job, or all, as if it were the moment `--at`, and deliver what is due then."""
    settings = _settings()
    at = datetime.now(UTC) if options.at is None else _moment(options.at)
    database = patient(connect(settings.database_url), seconds=10)
    desk = _desk(settings, database, _client(settings), now=lambda: at)
    jobs.tick(desk, only=None if options.name == "all" else options.name)
    return 0


def diagnose(options: argparse.Namespace) -> int:
    """Say in plain words what is wrong."""
    del options
    findings = doctor.examine(_settings())
    for finding in findings:
        print(finding)  # noqa: T201 - a command line speaks
    return 1 if any(finding.bad for finding in findings) else 0


def verify(options: argparse.Namespace) -> int:
    """Walk every workspace's ledger and name the first broken link."""
    del options
    database = connect(_settings().database_url)
    broken = False
    with database.reading() as session:
        for workspace in session.exec(select(Workspace.workspace_id)).all():
            number = ledger.first_broken(session, workspace=workspace)
            broken = broken or number is not None
            state = "intact" if number is None else f"broken at entry {number}"
            print(f"{workspace}: {state}")  # noqa: T201 - a command line speaks
    return 1 if broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="The appraisal bot.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run in (
        ("serve", serve),
        ("migrate", migrate),
        ("doctor", diagnose),
        ("verify", verify),
        ("rubrics", list_rubrics),
    ):
        commands.add_parser(name, help=_promise(run)).set_defaults(run=run)
    playing = commands.add_parser("demo", help=_promise(serve_demo))
    playing.add_argument("--port", type=int, default=8400)
    playing.add_argument("--folder", default="var/demo", help="where the demo keeps its files")
    playing.set_defaults(run=serve_demo)
    scoring = commands.add_parser("score", help=_promise(score))
    scoring.add_argument("rubric", help="a name of the catalogue, or a file")
    scoring.add_argument("facts", help="a JSON or CSV file of entries")
    scoring.add_argument("--json", action="store_true", help="print the result as JSON")
    scoring.set_defaults(run=score)
    job = commands.add_parser("job", help=_promise(run_job))
    job.add_argument("name", choices=("all", *(one.name for one in jobs.JOBS)))
    job.add_argument("--at", help="an ISO moment with its zone; now, when left out")
    job.set_defaults(run=run_job)
    return parser


def _promise(run: Callable[..., int]) -> str:
    return (run.__doc__ or "").partition("\n")[0].rstrip(".")


def _settings() -> Settings:
    """Read `.env` and the environment, which wins."""
    written = {name: value or "" for name, value in dotenv_values(".env").items()}
    return read({**written, **os.environ})


def _require_tokens(settings: Settings) -> None:
    problems = []
    if not settings.slack_bot_token.get_secret_value():
        problems.append("SLACK_BOT_TOKEN: missing; it begins with xoxb-")
    either = (settings.slack_app_token, settings.slack_signing_secret)
    if not any(secret.get_secret_value() for secret in either):
        problems.append(
            "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP): one of them is needed"
        )
    if problems:
        raise SettingsError(tuple(problems))


def _client(settings: Settings) -> WebClient:
    """Return a client that never repeats a call by itself: a repeat could post twice."""
    return WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=10,
        retry_handlers=[],
    )


def _desk(
    settings: Settings,
    database: Database,
    client: WebClient,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Desk:
    pool = ThreadPoolExecutor(4, thread_name_prefix="later")

    def later(work: Callable[[], None]) -> None:
        pool.submit(work)

    return Desk(
        database=database,
        client=client,
        settings=settings,
        now=now,
        later=later,
        learn=directory.learn(database, client),
    )


def _scheduler(desk: Desk, workspace: str) -> BackgroundScheduler:
    """Return the ticks: what is due every few seconds, the directory every six hours."""
    scheduler = BackgroundScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None}
    )
    slow = patient(desk.database, seconds=10)

    def refresh() -> None:
        try:
            directory.refresh(slow, desk.client, workspace)
            directory.refresh_groups(slow, desk.client, workspace)
        except (SlackClientError, OSError) as error:
            log.warning("the directory could not be refreshed: %s", error)

    scheduler.add_job(jobs.tick, "interval", [desk], seconds=_TICK, max_instances=1)
    scheduler.add_job(refresh, "interval", hours=6, next_run_time=desk.now())
    return scheduler


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError((f"--at: {text!r} is not an ISO moment",)) from None
    if at.tzinfo is None:
        raise SettingsError((f"--at: {text!r} needs its zone, as 2026-12-01T09:00+08:00",))
    return at


def _until_stopped() -> None:
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    stopped.wait()


if __name__ == "__main__":
    sys.exit(main())
