"""An office to test in: two teams, a real Bolt app, a loopback Slack, and what people see there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from bot import directory, membership, rights, roster, rubrics, teams
from bot.app import build
from bot.hosting import serve
from bot.jobs import tick
from bot.models import Person, Workspace
from bot.pacing import at_once
from bot.playground.clock import Clock
from bot.playground.hands import Slack
from bot.playground.server import Playground
from bot.playground.workspace import Channel, User
from bot.playground.workspace import Workspace as Seed
from bot.playground.world import Message, World
from bot.settings import Settings
from bot.slack import Desk
from bot.store import Database, patient
from bot.web import site

WORKSPACE = "T0PLAY"
NOW = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)  # a Thursday
BEGAN = date(2026, 11, 1)
PATIENCE = 60.0  # seconds: a busy machine is no reason to fail a test
SECRET, TOKEN = "tests-signing-secret", "xoxb-tests"

ADA, SUE, JOE = "U0ADA", "U0SUE", "U0JOE"  # HR; supervisors of Care and of Desk
ANN, WANG, LEE, TOM = "U0ANN", "U0WANG", "U0LEE", "U0TOM"  # agents, Tom of Desk
ZED, OLD, ROB = "U0ZED", "U0OLD", "U0ROB"  # a stranger, a deactivated one, a bot
BOT = "U0PLAYBOT"
CARE, DESK, OTHER = "C0CARE", "C0DESK", "C0OTHER"

USERS = (
    User(ADA, "ada", "Ada Hart", "Ada", is_admin=True),
    User(SUE, "sue", "Sue Park", "Sue"),
    User(JOE, "joe", "Joe Wolf", "Joe"),
    User(ANN, "ann", "Ann Reed", "Ann"),
    User(WANG, "wangfang", "王芳", "小芳", locale="zh-CN"),
    User(LEE, "lee", "Lee Moss", "Lee"),
    User(TOM, "tom", "Tom Bell", "Tom"),
    User(ZED, "zed", "Zed Fox", "Zed"),
    User(OLD, "old", "Olga Dunn", "Olga", deleted=True),
    User(ROB, "rob", "Rob Bot", "Rob", is_bot=True),
)
SEED = Seed(
    users=USERS,
    channels=(
        Channel(CARE, "care", (BOT, ADA, SUE, JOE, ANN, WANG, LEE, ZED)),
        Channel(DESK, "desk", (BOT, ADA, JOE, TOM)),
        Channel(OTHER, "other", tuple(user.id for user in USERS)),
    ),
    manifest=json.loads(Path(__file__).parent.parent.joinpath("manifest.json").read_text("utf-8")),
)


@dataclass
class Office:
    """The bot at work in a Slack: what a test types, presses and reads, and the ledger behind."""

    slack: Slack
    desk: Desk

    def type(self, line: str, *, by: str, channel: str = CARE) -> str:
        """Type a slash command; return the text of the answer, one line a paragraph."""
        return said(self.slack.type(line, by=by, channel=channel))

    def answer(self, line: str, *, by: str, channel: str = CARE) -> Message:
        """Type a slash command; return the one message that answers it."""
        (message,) = self.slack.type(line, by=by, channel=channel)
        return message

    def forge(self, line: str, *, by: str) -> str:
        """Send a signed command as anybody, even one whom Slack would not let type."""
        command, _, words = line.partition(" ")
        fields = {
            "team_id": WORKSPACE,
            "channel_id": OTHER,
            "user_id": by,
            "command": command,
            "text": words,
            "trigger_id": f"forged.{by}.{line}",
        }
        outcome = self.slack.wire.send_command(command, fields)
        return "\n".join(lines_of(outcome.body["blocks"] if isinstance(outcome.body, dict) else []))

    def press(self, message: Any, button: str, *, by: str) -> str:  # noqa: ANN401 - message or view
        """Press a button; return the text of what it brought."""
        return said(self.slack.press(message, button, by=by))

    def choose(self, line: str, button: str, *, by: str, channel: str = CARE) -> str:
        """Type a slash command, and press a button of its answer; return what that brought."""
        return self.press(self.answer(line, by=by, channel=channel), button, by=by)

    def home(self, user: str) -> str:
        """Open somebody's home tab; return what it says."""
        return "\n".join(lines_of(self.slack.home(user).content["blocks"]))

    def press_home(self, button: str, *, by: str) -> str:
        """Press a button of one's own home tab; return what the window says that opens."""
        self.slack.press(self.slack.home(by), button, by=by)
        view = self.slack.modal(by)
        assert view is not None
        return "\n".join(lines_of(view.content["blocks"]))

    def posts(self, channel: str) -> list[str]:
        """Return the texts of what everybody in a channel can read, oldest first."""
        return [said([one]) for one in self.slack.messages(channel) if one.reader is None]

    def dms(self, user: str) -> list[str]:
        """Return the texts of the direct messages a person got, oldest first."""
        return [said([message]) for message in self.slack.dms(user)]

    def wait(self, for_: str = "+5m") -> None:
        """Move the clock; what is due is posted."""
        self.slack.move_clock(for_)

    def reading(self) -> Any:  # noqa: ANN401 - a context manager of a session
        """Look into the ledger."""
        return self.desk.database.reading()


def said(messages: list[Message]) -> str:
    """Return what messages say, as their reader sees it: sections, small print and headers."""
    return "\n".join(line for message in messages for line in lines_of(message.blocks))


def lines_of(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """Return the words of blocks, buttons in brackets."""
    for block in blocks:
        if block["type"] in ("section", "header"):
            yield block["text"]["text"]
            if "accessory" in block:
                yield f"[{block['accessory']['text']['text']}]"
        elif block["type"] == "context":
            yield from (element["text"] for element in block["elements"])
        elif block["type"] == "actions":
            yield " ".join(f"[{element['text']['text']}]" for element in block["elements"])
        elif block["type"] == "table":
            yield from (" | ".join(cell["text"] for cell in row) for row in block["rows"])
        elif block["type"] == "data_visualization":
            yield f"({block['title']})"


def seed(session: Session, workspace: str = WORKSPACE) -> None:
    """Put two teams to work by the agents' default rubric."""
    for user in USERS:
        directory.note(session, workspace, _as_member(user))
    session.add(Workspace(workspace_id=workspace, set_up_at=NOW, set_up_by=ADA))
    ada = session.get_one(Person, (workspace, ADA))
    ada.hr = True
    session.flush()
    by = rights.actor(session, workspace=workspace, user=ADA, at=NOW)
    for name, channel, lead, agents in (
        ("Care", CARE, SUE, (ANN, WANG, LEE)),
        ("Desk", DESK, JOE, (TOM,)),
    ):
        team = teams.add(session, by=by, name=name, zone="UTC", locale="en-US", since=BEGAN)
        team.channel = channel
        for id_, role in ((lead, roster.SUPERVISOR), *((a, roster.AGENT) for a in agents)):
            person = session.get_one(Person, (workspace, id_))
            membership.assign(
                session, workspace=workspace, person=person, team=team, role=role, day=BEGAN
            )
        rubrics.put_in_force(
            session,
            workspace=workspace,
            team_id=team.id,
            role=roster.AGENT,
            name="care-agents",
            since=BEGAN,
            by=ADA,
            at=NOW,
        )


def _as_member(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "profile": {"display_name": user.display_name, "real_name": user.real_name},
        "is_admin": user.is_admin,
        "is_bot": user.is_bot,
        "deleted": user.deleted,
        "locale": user.locale,
        "tz": "UTC",
    }


def _manifest(settings: Settings) -> dict[str, Any]:
    """Return our manifest with the commands as this workspace calls them."""
    features = SEED.manifest["features"]
    commands = [
        {**one, "command": f"/{settings.called(one['command'].removeprefix('/'))}"}
        for one in features["slash_commands"]
    ]
    return {**SEED.manifest, "features": {**features, "slash_commands": commands}}


def open_office(
    database: Database,
    settings: Callable[[Settings], Settings] = lambda it: it,
    *,
    workspace: str = WORKSPACE,
) -> Iterator[Office]:
    """Open an office on a database, with settings of the test's own."""
    chosen = settings(
        Settings.model_validate({"slack_signing_secret": SECRET, "slack_bot_token": TOKEN})
    )
    world = World(replace(SEED, team_id=workspace, manifest=_manifest(chosen)), Clock(standing=NOW))
    client = WebClient(token=TOKEN, timeout=10, retry_handlers=[])
    desk = Desk(
        database=database,
        client=client,
        settings=chosen,
        now=world.now,
        pacer=at_once(),
        clock=lambda: world.now().timestamp(),
        later=lambda work: work(),
        learn=directory.learn(patient(database, seconds=2), client),
    )
    bot_server = serve(site(build(desk), desk))
    playground = Playground(
        world,
        bot_url=f"{bot_server.url}slack/events",
        signing_secret=SECRET,
        token=TOKEN,
        on_clock=(lambda _now: tick(desk, workspace),),
    )
    playground.wire.patience = world.patience = PATIENCE
    slack_server = serve(playground.wsgi)
    client.base_url = f"{slack_server.url}api/"
    try:
        yield Office(Slack(playground), desk)
    finally:
        bot_server.stop()
        slack_server.stop()
