"""A browser on the playground's page: the real server, and beside it a Bolt app of a few lines."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from parrot import plain
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from slack_bolt import Ack, App, Respond
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk import WebClient

from bot.playground.clock import Clock
from bot.playground.hands import Slack, slack_with
from bot.playground.workspace import Channel, User, UserGroup, Workspace
from bot.playground.world import World

NOW = datetime(2026, 11, 19, 14, 5, tzinfo=UTC)  # a Thursday
SECRET, TOKEN = "tests-signing-secret", "xoxb-tests"
SUE, ANN, WANG, BOT = "U0SUE", "U0ANN", "U0WANG", "U0PLAYBOT"
CARE = "C0CARE"
WIDE, PHONE = (1280, 800), (390, 844)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Json = dict[str, Any]
Open = Callable[..., Page]

SEED = Workspace(
    users=(
        User(SUE, "sue", "Sue Park", "Sue", title="Supervisor", tz="Europe/London"),
        User(ANN, "ann", "Ann Reed", "Ann", title="Care agent", tz="Europe/London"),
        User(WANG, "wangfang", "王芳", title="客服专员", locale="zh-CN", tz="Asia/Shanghai"),
    ),
    channels=(Channel(CARE, "care", (SUE, ANN, WANG, BOT), topic="Shifts and cases"),),
    groups=(UserGroup("S0EARLY", "early", "Early shift", (ANN, WANG)),),
    manifest={
        "features": {
            "bot_user": {"display_name": "Appraisal"},
            "slash_commands": [
                {"command": "/deduct", "usage_hint": "@person item", "should_escape": True},
                {"command": "/score"},
                {"command": "/form"},
            ],
            "shortcuts": [{"name": "Log it", "callback_id": "log", "type": "message"}],
        }
    },
)


def option(text: str) -> Json:
    """Return an option that is worth its own text."""
    return {"text": plain(text), "value": text}


def asked(name: str, element: Json, **more: object) -> Json:
    """Return an input block with the same word as label, block id and action id."""
    field = {"action_id": name, **element}
    return {"type": "input", "block_id": name, "label": plain(name), "element": field, **more}


CHART: Json = {
    "type": "data_visualization",
    "title": "Grades",
    "chart": {
        "type": "bar",
        "series": [
            {"name": "Oct", "data": [{"label": "A", "value": 2}, {"label": "B", "value": 5}]},
            {"name": "Nov", "data": [{"label": "A", "value": 3}, {"label": "B", "value": 4.5}]},
        ],
        "axis_config": {"categories": ["A", "B"], "y_label": "People"},
    },
}
TEAM: Json = {
    "type": "data_table",
    "caption": "The team",
    "page_size": 2,
    "rows": [
        [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "Score"}],
        *(
            [{"type": "raw_text", "text": name}, {"type": "raw_number", "value": n, "text": str(n)}]
            for name, n in (("Ann", 87), ("王芳", 96), ("Lee", 9))
        ),
    ],
}
FORM: Json = {
    "type": "modal",
    "callback_id": "entry",
    "title": plain("New entry"),
    "submit": plain("Log"),
    "blocks": [
        {"type": "alert", "level": "warning", "text": plain("The month is closed.")},
        asked("who", {"type": "multi_users_select"}),
        asked("item", {"type": "static_select", "options": [option("Late"), option("Tone")]}),
        asked("ticket", {"type": "external_select", "min_query_length": 0}, optional=True),
        asked("points", {"type": "number_input", "is_decimal_allowed": False, "max_value": "0"}),
        asked("day", {"type": "datepicker", "initial_date": "2026-11-19"}),
        asked("kind", {"type": "radio_buttons", "options": [option("minor"), option("major")]}),
        asked("note", {"type": "plain_text_input", "multiline": True}),
    ],
}
UNDO: Json = {
    "type": "button",
    "action_id": "undo",
    "style": "danger",
    "text": plain("Undo"),
    "confirm": {
        "title": plain("Undo it?"),
        "text": plain("The entry is taken back."),
        "confirm": plain("Take it back"),
        "deny": plain("Keep it"),
    },
}


def small_app(api: str, heard: list[object]) -> Flask:
    """Return an app that logs, shows a chart and opens a form, and writes down what it heard."""
    app = App(
        name="small-app",  # else Bolt reads every file of the call stack to make one up
        client=WebClient(TOKEN, base_url=api),
        signing_secret=SECRET,
        process_before_response=True,
        token_verification_enabled=False,
    )
    answer_commands(app, heard)
    answer_the_form(app, heard)
    answer_the_rest(app, heard)
    site = Flask("small-app")
    handler = SlackRequestHandler(app)
    site.add_url_rule("/slack/events", "events", lambda: handler.handle(request), methods=["POST"])
    return site


def answer_commands(app: App, heard: list[object]) -> None:
    """Add the three commands."""

    @app.command("/deduct")
    def deduct(ack: Ack, command: Json) -> None:
        heard.append(command["text"])
        text = {"type": "mrkdwn", "text": f"*Logged* {command['text']}"}
        blocks: list[Json] = [
            {"type": "section", "text": text},
            {"type": "actions", "elements": [UNDO]},
        ]
        ack(text="Logged", blocks=blocks)

    @app.command("/score")
    def score(ack: Ack) -> None:
        ack(text="Score", blocks=[CHART, TEAM])

    @app.command("/form")
    def form(ack: Ack, command: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=FORM)


def answer_the_form(app: App, heard: list[object]) -> None:
    """Suggest a ticket, insist on two lines, and write down what was filled in."""

    @app.options("ticket")
    def tickets(ack: Ack, payload: Json) -> None:
        ack(options=[option(f"T-{payload['value']}1")])

    @app.view("entry")
    def entry(ack: Ack, view: Json) -> None:
        values = view["state"]["values"]
        if "\n" not in values["note"]["note"]["value"]:
            ack(response_action="errors", errors={"note": "Two lines, please."})
            return
        heard.append({name: held[name] for name, held in values.items()})
        ack()


def answer_the_rest(app: App, heard: list[object]) -> None:
    """Add a button, a message shortcut and a home tab; hear messages without an answer."""

    @app.action("undo")
    def undo(ack: Ack, respond: Respond) -> None:
        ack()
        respond("~Logged~ taken back", replace_original=True)

    @app.shortcut("log")
    def log(ack: Ack, payload: Json) -> None:
        heard.append(payload["message"]["text"])
        ack()

    @app.event("app_home_opened")
    def home(event: Json, client: WebClient) -> None:
        view = {"type": "home", "blocks": [{"type": "header", "text": plain("To do")}]}
        client.views_publish(user_id=event["user"], view=view)

    app.event("message")(lambda: None)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start Playwright once; a busy machine may take its time."""
    expect.set_options(timeout=20_000)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start the machine's Chromium, or Playwright's own; without one skip, but not in CI."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), playwright.chromium.executable_path)
    if not Path(found).exists():
        reason = "no Chromium here: install one, or run `playwright install chromium`"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    chromium = playwright.chromium.launch(executable_path=found, args=list(QUIET))
    yield chromium
    chromium.close()


@pytest.fixture
def heard() -> list[object]:
    """Return the list in which the app writes down what it heard."""
    return []


@pytest.fixture
def slack(heard: list[object]) -> Iterator[Slack]:
    """Serve the playground and the small app; the clock stands still."""
    world = World(SEED, Clock(standing=NOW))
    with slack_with(
        world, lambda api: small_app(api, heard), signing_secret=SECRET, token=TOKEN
    ) as hands:
        yield hands


@pytest.fixture
def open_page(browser: Browser, slack: Slack) -> Iterator[Open]:
    """Return what opens the page as somebody; every page must stay whole and ask nobody else."""
    faults: list[str] = []
    contexts = []

    def note_request(url: str) -> None:
        if not url.startswith((slack.world.url, "data:")):
            faults.append(f"asked {url}")

    def open_as(
        who: str, place: str = CARE, *, size: tuple[int, int] = WIDE, hint: bool = False
    ) -> Page:
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=size == PHONE, locale="en-GB"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asking: note_request(asking.url))
        if not hint:
            page.add_init_script("localStorage.setItem('hint dismissed', 'yes')")
        page.goto(f"{slack.world.url}#{who}/{place}")
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert faults == []
