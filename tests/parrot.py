"""A workspace of four, and the parrot: a small Bolt app that does a bit of everything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, Response, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.workspace import Channel, User, UserGroup, Workspace

NOW = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
SECRET, TOKEN = "a-signing-secret", "xoxb-a-token"
SUE, MIRA, WANG, OLD = "U0SUE", "U0MIRA", "U0WANG", "U0OLD"
CARE, BOARD, PAST, HALL = "C0CARE", "C0BOARD", "C0PAST", "C0HALL"
BOT = "U0PLAYBOT"

MANIFEST: dict[str, Any] = {
    "features": {
        "bot_user": {"display_name": "parrot"},
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "slash_commands": [
            {"command": "/echo", "description": "Says it again", "should_escape": True},
            {"command": "/raw", "description": "Says it as it came", "usage_hint": "[words]"},
            {"command": "/form", "description": "Opens a form", "should_escape": True},
        ],
        "shortcuts": [
            {"name": "Quote it", "callback_id": "quote", "type": "message"},
            {"name": "Greet", "callback_id": "greet", "type": "global"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "chat:write",
                "channels:history",
                "channels:join",
                "channels:read",
                "commands",
                "files:read",
                "files:write",
                "im:history",
                "im:read",
                "im:write",
                "reactions:write",
                "usergroups:read",
                "users:read",
            ]
        }
    },
    "settings": {
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "message.im",
                "team_join",
                "user_change",
            ]
        },
    },
}
WORKSPACE = Workspace(
    users=(
        User(SUE, "sue", "Sue Park", "Sue", title="Lead", is_admin=True, tz="Europe/London"),
        User(MIRA, "mira", "Mira Chen", "Mira", email="mira@example.com"),
        User(WANG, "wangfang", "王芳", "小芳", locale="zh-CN", tz="Asia/Shanghai"),
        User(OLD, "olga", "Olga Dunn", "Olga", deleted=True),
    ),
    channels=(
        Channel(CARE, "care", (SUE, MIRA, WANG, BOT), topic="Customer care"),
        Channel(BOARD, "board", (SUE,), is_private=True),
        Channel(PAST, "past", (SUE, BOT), is_archived=True),
        Channel(HALL, "hall", (SUE, MIRA)),
    ),
    groups=(UserGroup("S0CREW", "crew", "The crew", (MIRA, WANG)),),
    manifest=MANIFEST,
)


def client_of(base_url: str) -> WebClient:
    """Return a client that calls once and does not wait long."""
    return WebClient(base_url=base_url, token=TOKEN, timeout=5, retry_handlers=[])


def refusal(call: Any, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - any method at all
    """Return the answer of a call that is refused."""
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return dict(caught.value.response.data)


def plain(text: str) -> dict[str, str]:
    """Return a plain_text object."""
    return {"type": "plain_text", "text": text}


def raw(text: str) -> dict[str, Any]:
    """Return a cell of plain text."""
    return {"type": "raw_text", "text": text}


def section(text: str) -> dict[str, Any]:
    """Return a section of mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(text: str, action_id: str, value: str = "") -> dict[str, Any]:
    """Return a button."""
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": value}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    """Return a row of elements."""
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


def field(label: str, element: dict[str, Any], **more: object) -> dict[str, Any]:
    """Return an input block whose id is its element's."""
    return {
        "type": "input",
        "block_id": element["action_id"],
        "label": plain(label),
        "element": element,
        **more,
    }


def option(value: str) -> dict[str, Any]:
    """Return an option that says its value in capitals."""
    return {"text": plain(value.upper()), "value": value}


def menu(kind: str, action_id: str, *values: str, **more: object) -> dict[str, Any]:
    """Return a menu of options."""
    options = [option(value) for value in values]
    return {"type": kind, "action_id": action_id, "options": options, **more}


def modal(*blocks: dict[str, Any], **more: object) -> dict[str, Any]:
    """Return a modal that can be submitted."""
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("A form"),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **more,
    }


FORM = modal(
    field("Note", {"type": "plain_text_input", "action_id": "note", "max_length": 20}),
    field("Kind", menu("static_select", "kind", "late", "rude"), optional=True),
    field("Case", {"type": "external_select", "action_id": "case"}, optional=True),
    notify_on_close=True,
)


def parrot(api_url: str) -> Flask:
    """Build the app: it answers in every way there is, and says what it heard."""
    client = client_of(api_url)
    bolt = App(
        name="parrot",  # else Bolt reads every file of the call stack to make one up
        client=client,
        signing_secret=SECRET,
        process_before_response=True,
    )
    bolt.command("/echo")(_echo)
    bolt.command("/raw")(lambda ack, command: ack(command["text"]))
    bolt.command("/form")(_open_form)
    bolt.action("again")(_again)
    bolt.action("loud")(lambda ack, respond: (respond("Loud!", response_type="in_channel"), ack()))
    bolt.action("gone")(lambda ack, respond: (respond(delete_original=True), ack()))
    bolt.action("refresh")(_refresh)
    bolt.action({"block_id": "row"})(_report)
    bolt.options("case")(_suggest)
    bolt.view("form")(_submitted)
    bolt.view_closed("form")(_closed)
    bolt.shortcut("quote")(_quote)
    bolt.shortcut("greet")(_greet)
    bolt.event("app_home_opened")(_show_home)
    bolt.event("message")(_heard)
    bolt.event("app_mention")(_heard)
    bolt.event("team_join")(lambda event, client: _welcome(client, event, "Welcome"))
    bolt.event("user_change")(lambda event, client: _welcome(client, event, "You changed"))
    flask = Flask("parrot", static_folder=None)
    handler = SlackRequestHandler(bolt)

    @flask.post("/slack/events")
    def slack_events() -> Response:
        response: Response = handler.handle(request)
        return response

    return flask


def _echo(ack: Any, command: dict[str, Any]) -> None:  # noqa: ANN401 - Bolt's
    words = command["text"]
    buttons = (button("Again", "again", words), button("Loud", "loud"), button("Gone", "gone"))
    ack(text=f"You said: {words}", blocks=[section(f"You said: {words}"), actions(*buttons)])


def _again(ack: Any, body: dict[str, Any], respond: Any) -> None:  # noqa: ANN401 - Bolt's
    (pressed,) = body["actions"]
    respond(text=f"Again: {pressed['value']}", replace_original=True)
    ack()


def _open_form(ack: Any, command: dict[str, Any], client: WebClient) -> None:  # noqa: ANN401
    client.views_open(trigger_id=command["trigger_id"], view=FORM)
    ack()


def _report(ack: Any, body: dict[str, Any], client: WebClient) -> None:  # noqa: ANN401 - Bolt's
    (done,) = body["actions"]
    chosen = {k: v for k, v in done.items() if k.startswith("selected")}
    client.chat_postMessage(channel=body["user"]["id"], text=f"{done['action_id']}: {chosen}")
    ack()


def _refresh(ack: Any, body: dict[str, Any], client: WebClient) -> None:  # noqa: ANN401 - Bolt's
    view = {"type": "home", "blocks": [section("Fresh")]}
    client.views_publish(user_id=body["user"]["id"], view=view, hash=body["view"]["hash"])
    ack()


def _suggest(ack: Any, body: dict[str, Any]) -> None:  # noqa: ANN401 - Bolt's
    words = body["value"]
    ack(options=[{"text": plain(f"{words} {n}"), "value": f"{words}{n}"} for n in (1, 2)])


def _submitted(ack: Any, body: dict[str, Any], view: Any, client: WebClient) -> None:  # noqa: ANN401
    values = {
        block: state for block, inner in view["state"]["values"].items() for state in inner.values()
    }
    note = values["note"]["value"]
    if note == "bad":
        ack(response_action="errors", errors={"note": "Not that."})
    elif note == "more":
        ack(response_action="push", view=modal(section("More"), callback_id="more"))
    elif note == "change":
        ack(response_action="update", view=modal(section("Changed"), callback_id="changed"))
    elif note == "broken":
        ack(response_action="update", view={"type": "modal", "blocks": []})
    else:
        _whisper(client, body, f"Got {note}")
        ack(response_action="clear") if note == "all" else ack()


def _quote(ack: Any, body: dict[str, Any], respond: Any) -> None:  # noqa: ANN401 - Bolt's
    respond(f"> {body['message']['text']}")
    ack()


def _closed(ack: Any, body: dict[str, Any], client: WebClient) -> None:  # noqa: ANN401 - Bolt's
    _whisper(client, body, "Closed")
    ack()


def _greet(ack: Any, body: dict[str, Any], client: WebClient) -> None:  # noqa: ANN401 - Bolt's
    _whisper(client, body, "Hello")
    ack()


def _show_home(event: dict[str, Any], client: WebClient) -> None:
    row = actions(button("Refresh", "refresh"))
    client.views_publish(
        user_id=event["user"], view={"type": "home", "blocks": [section("Home"), row]}
    )


def _heard(event: dict[str, Any], client: WebClient) -> None:
    names = [file["name"] for file in event.get("files", ())]
    text = " ".join([f"{event['type']}: {event['text']}", *names])
    client.chat_postMessage(channel=event["channel"], text=text, thread_ts=event.get("thread_ts"))


def _welcome(client: WebClient, event: dict[str, Any], words: str) -> None:
    user = event["user"]
    client.chat_postMessage(channel=user["id"], text=f"{words}, {user['real_name']}")


def _whisper(client: WebClient, body: dict[str, Any], text: str) -> None:
    client.chat_postMessage(channel=body["user"]["id"], text=text)
