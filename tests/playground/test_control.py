"""The control API as the page uses it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from parrot import BOT, CARE, MIRA, NOW, SUE

from bot.playground.hands import Slack
from bot.playground.server import Playground


class Page:
    """A browser's requests."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def post(self, path: str, **body: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Post to the control API and return what it says."""
        answer: dict[str, Any] = self.client.post(f"/_control/{path}", json=body).get_json()
        return answer

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Get from the control API."""
        return self.client.get(f"/_control/{path}").get_json()


@pytest.fixture
def page(slack: Slack) -> Page:
    """Open the page."""
    return Page(slack.playground.wsgi.test_client())


def test_a_command_answers_with_what_the_app_said(page: Page) -> None:
    answer = page.post("command", user="sue", channel="care", command="/raw", text="hello")
    assert answer.pop("ms") > 0
    assert answer == {"ok": True, "status": 200, "response": "hello", "error": None}


def test_the_page_presses_fills_in_and_closes(page: Page) -> None:
    assert page.post("command", user="sue", channel="care", command="/form")["ok"]
    view = page.get("state?as=U0SUE")["view"]
    assert (view["callback_id"], view["errors"], view["title"]["text"]) == ("form", {}, "A form")
    offered = page.post("suggest", user="sue", viewId=view["id"], action_id="case", value="a")
    assert [option["value"] for option in offered["options"]] == ["a1", "a2"]
    wanting = page.post("submit", user="sue", values={})
    assert (wanting["ok"], wanting["errors"]) == (
        False,
        {"note": "Please complete this required field."},
    )
    refused = page.post("submit", user="sue", values={"note": {"note": "bad"}})
    assert (refused["ok"], refused["errors"]) == (False, {"note": "Not that."})
    assert page.get("state?as=U0SUE")["view"]["errors"] == {"note": "Not that."}
    assert page.get("state?as=U0SUE")["view"]["state"]["values"]["note"]["note"]["value"] == "bad"
    assert page.post("close", user="sue")["ok"]
    assert page.get("state?as=U0SUE")["view"] is None


def test_the_page_presses_a_button(page: Page) -> None:
    page.post("command", user="sue", channel="care", command="/echo", text="x")
    (message,) = page.get("messages/C0CARE?as=U0SUE")["messages"]
    assert (message["ephemeral"], message["username"], message["bot_id"]) == (
        True,
        "parrot",
        "B0PLAYBOT",
    )
    action = {"action_id": "again", "block_id": message["blocks"][1]["block_id"]}
    where = {"channel": CARE, "messageTs": message["ts"]}
    assert page.post("interact", user="sue", action=action, values={}, **where)["ok"]
    (message,) = page.get("messages/C0CARE?as=U0SUE")["messages"]
    assert (message["text"], message["edited"]["user"]) == ("Again: x", BOT)


def test_the_page_opens_the_home_tab(page: Page) -> None:
    assert page.get("state?as=U0MIRA")["home"] is None
    assert page.post("open-home", user=MIRA)["ok"]
    home = page.get("state?as=U0MIRA")["home"]
    assert home["blocks"][0]["text"]["text"] == "Home"
    action = {"action_id": "refresh", "block_id": "row"}
    assert page.post("interact", user=MIRA, home=True, action=action)["ok"]
    assert page.get("state?as=U0MIRA")["home"]["blocks"][0]["text"]["text"] == "Fresh"


def test_the_page_uses_shortcuts(page: Page) -> None:
    ts = page.post("message", user="mira", channel="care", text="Well done")["ts"]
    used = page.post("shortcut", user="sue", callbackId="quote", channel=CARE, messageTs=ts)
    assert used["ok"]
    assert page.post("shortcut", user="sue", callbackId="greet")["ok"]
    texts = [message["text"] for message in page.get("messages/dm?as=sue")["messages"]]
    assert texts == ["Hello"]


def test_the_state_as_somebody_sees_it(page: Page) -> None:
    page.post("message", user="mira", channel="care", text="one")
    state = page.get("state?as=U0SUE")
    assert {key: state[key] for key in ("now", "realtime", "team", "bot", "pending_error")} == {
        "now": NOW.isoformat(),
        "realtime": False,
        "team": {"id": "T0PLAY", "name": "Playground", "domain": "playground"},
        "bot": {"id": BOT, "name": "parrot"},
        "pending_error": None,
    }
    assert [user["name"] for user in state["users"]] == [
        "sue",
        "mira",
        "wangfang",
        "olga",
        "parrot",
        "slackbot",
    ]
    assert state["usergroups"] == [
        {"id": "S0CREW", "handle": "crew", "name": "The crew", "users": [MIRA, "U0WANG"]}
    ]
    assert state["commands"][1] == {
        "command": "/raw",
        "description": "Says it as it came",
        "usage_hint": "[words]",
    }
    assert [shortcut["type"] for shortcut in state["shortcuts"]] == ["message", "global"]
    assert [channel["name"] for channel in state["channels"]] == [
        "board",
        "care",
        "hall",
        "past",
        "",
    ]
    care, dm = state["channels"][1], state["channels"][-1]
    assert care == {
        "id": CARE,
        "name": "care",
        "topic": "Customer care",
        "is_im": False,
        "is_private": False,
        "is_archived": False,
        "members": [SUE, MIRA, "U0WANG", BOT],
        "user": None,
        "unread": 1,
        "last_ts": "1795082400.000000",
        "last_text": "one",
    }
    assert (dm["id"], dm["is_im"], dm["user"], dm["members"]) == ("D0SUE", True, BOT, [SUE, BOT])


def test_the_state_as_nobody_is_everything(page: Page) -> None:
    state = page.get("state")
    assert [channel["id"] for channel in state["channels"]] == [
        "C0BOARD",
        "C0CARE",
        "C0HALL",
        "C0PAST",
        "D0MIRA",
        "D0SUE",
        "D0WANG",
    ]
    assert (state["view"], state["home"]) == (None, None)


def test_reading_a_channel_is_remembered(page: Page) -> None:
    def unread() -> int:
        channels = page.get("state?as=U0SUE")["channels"]
        (count,) = [channel["unread"] for channel in channels if channel["id"] == CARE]
        return int(count)

    page.post("message", user="mira", channel="care", text="one")
    page.post("message", user="sue", channel="care", text="mine")
    assert unread() == 1
    before = page.get("version")["version"]
    page.get("messages/care?as=U0SUE")
    assert (unread(), page.get("version")["version"]) == (0, before + 1)
    page.get("messages/care?as=U0SUE")
    assert page.get("version")["version"] == before + 1


def test_files_are_shown_to_the_page(page: Page) -> None:
    files = [{"name": "a.csv", "content": "1,2"}]
    page.post("message", user="mira", channel="care", files=files)
    (message,) = page.get("messages/care?as=U0SUE")["messages"]
    (file,) = message["files"]
    answer = page.client.get(file["url"])
    assert (answer.text, answer.mimetype) == ("1,2", "text/csv")
    assert page.client.get("/_control/files/F0").status_code == 404


def test_people_join_and_change(page: Page) -> None:
    new = {"id": "U0NEW", "name": "new", "real_name": "New Ning"}
    assert page.post("join", user=new)["ok"]
    assert page.post("change-user", user="new", to={"locale": "zh-CN"})["ok"]
    (user,) = [one for one in page.get("state")["users"] if one["id"] == "U0NEW"]
    assert user["locale"] == "zh-CN"
    assert page.post("change-user", user="new", to={"age": 3})["error"] == "a user has no age"
    assert page.post("join", user={"id": "U1"})["ok"] is False


def test_the_clock_is_moved_and_its_hooks_are_called(slack: Slack) -> None:
    heard: list[datetime] = []
    playground = Playground(
        slack.world, bot_url="", signing_secret="", token="", on_clock=(heard.append,)
    )
    page = Page(playground.wsgi.test_client())
    moved = page.post("clock", to="next-month")
    assert moved == {"ok": True, "now": "2026-12-01T12:00:00+00:00"}
    assert [moment.isoformat() for moment in heard] == [moved["now"]]
    back = page.client.post("/_control/clock", json={"to": NOW.isoformat()})
    assert (back.status_code, back.get_json()["ok"]) == (400, False)
    assert "only goes forward" in back.get_json()["error"]
    assert len(heard) == 1


def test_a_reset_is_told_to_everybody(slack: Slack) -> None:
    heard: list[str] = []
    playground = Playground(
        slack.world,
        bot_url="",
        signing_secret="",
        token="",
        on_reset=(lambda: heard.append("reset"),),
    )
    page = Page(playground.wsgi.test_client())
    slack.say("hello", by="sue", channel="care")
    before = page.get("version")["version"]
    assert page.post("reset") == {"ok": True}
    assert heard == ["reset"]
    assert page.get("version")["version"] > before
    assert page.get("messages/care")["messages"] == []


def test_the_log_tells_what_went_over_the_wire(page: Page) -> None:
    page.post("command", user="sue", channel="care", command="/raw", text="hello")
    lines = page.get("log")["lines"]
    assert [(line["kind"], line["name"], line["status"]) for line in lines] == [
        ("api", "auth.test", 200),
        ("command", "/raw", 200),
    ]
    assert lines[-1]["answered"] == "hello"
    assert page.get(f"log?since={lines[0]['number']}")["lines"] == lines[1:]
    assert page.post("resend")["ok"]
    assert len(page.get("log")["lines"]) == 3


def test_a_fault_is_asked_for(page: Page) -> None:
    assert page.post("fault", method="views.open", kind="internal_error") == {"ok": True}
    failed = page.post("command", user="sue", channel="care", command="/form")
    assert (failed["ok"], failed["error"]) == (False, "dispatch_failed")
    assert page.post("fault", method="x", kind="429", when="now")["ok"] is False


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("dance", {}, 404, "nothing is called dance here"),
        ("command", {"user": "sue"}, 400, "missing: channel, command"),
        ("command", [], 400, "the body must be a JSON object"),
        (
            "command",
            {"user": "sue", "channel": "care", "command": "/dance"},
            404,
            "/dance is not a valid command",
        ),
        ("submit", {"user": "nobody"}, 404, "there is no user nobody"),
        (
            "interact",
            {"user": "sue", "channel": "care", "messageTs": "1.2", "action": {"action_id": "x"}},
            404,
            "sue sees no message 1.2 there",
        ),
        ("interact", {"user": "sue", "action": "go"}, 400, "action must be a JSON object"),
        ("submit", {"user": "sue", "values": ["x"]}, 400, "values must be a JSON object"),
        (
            "message",
            {"user": "sue", "channel": "care", "files": [{"content": "x"}]},
            400,
            "a file needs a name",
        ),
        ("clock", {"to": "soon"}, 400, "Invalid isoformat string: 'soon'"),
    ],
)
def test_requests_that_make_no_sense(
    page: Page, path: str, body: object, status: int, error: str
) -> None:
    answer = page.client.post(f"/_control/{path}", json=body)
    assert (answer.status_code, answer.get_json()) == (status, {"ok": False, "error": error})


def test_nobody_looks_where_they_are_not(page: Page) -> None:
    assert page.client.get("/_control/messages/board?as=mira").status_code == 403
    assert page.client.get("/_control/messages/nowhere").status_code == 404
    assert page.client.get("/_control/state?as=nobody").status_code == 404


def test_the_page_itself_is_served(page: Page) -> None:
    index = page.client.get("/", buffered=True)
    assert (index.status_code, index.mimetype) == (200, "text/html")
    script = page.client.get("/static/js/api.js", buffered=True)
    assert (script.status_code, script.mimetype) == (200, "text/javascript")
    assert page.client.get("/static/../server.py").status_code == 404
