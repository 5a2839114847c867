"""The Bolt app from parts that are handed in: one listener a kind of request."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot import attachments, directory, logs, surfaces
from bot.answers import Answer
from bot.blocks import unescaped
from bot.commands import COMMANDS, FORMS, SHORTCUTS, perf
from bot.giving import give, open_form, publish_home, whisper
from bot.slack import Call, Command, Desk, carry_out
from bot.views import home
from bot.views.fields import values_of

log = logging.getLogger(__name__)

_ANY = re.compile(".*", re.DOTALL)
_MENTION = re.compile(r"^\s*<@[UW][A-Z0-9]+(\|[^>]*)?>\s*")
_OF_FILES = ("", "csv", "record", "record csv")
_MARKS = re.compile(r"[*_`~]")
_BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}
_FORMS = {form.name: form for form in FORMS}
_SHORTCUTS = {shortcut.name: shortcut for shortcut in SHORTCUTS}


def build(desk: Desk, *, introduced: bool = False) -> App:
    """Return the Bolt app that serves the desk; nothing is started.

    `introduced`: Slack is asked at once who we are, which else the first request has to wait for.
    Raise one of FAILURES, or BoltError, where it does not say so.

    Bolt tries listeners in turn, so there is one for each kind of request, and each commits
    before it acknowledges (docs.slack.dev/tools/bolt-python, lazy listeners: the opposite).
    """
    secret = desk.settings.slack_signing_secret.get_secret_value()
    app = App(
        name="appraisal-bot",  # else Bolt reads every file of the call stack to make one up
        client=desk.client,
        signing_secret=secret,
        process_before_response=True,
        token_verification_enabled=introduced,
        request_verification_enabled=bool(secret),
    )
    app.use(_follow)
    app.error(_unexpected)
    _listen_to_commands(app, desk)
    _listen_to_presses(app, desk)
    _listen_to_forms(app, desk)
    _listen_to_shortcuts(app, desk)
    _listen_to_events(app, desk)
    return app


def _follow(next_: Callable[[], None]) -> None:
    """Give each request the reference that its lines in the log carry."""
    logs.begin()
    next_()


def _unexpected(error: Exception) -> None:
    """Log what a listener could not answer for; Bolt itself would log the error's own words."""
    log.error("a listener failed", exc_info=error)


def _listen_to_commands(app: App, desk: Desk) -> None:
    ours = {desk.settings.called(name): command for name, command in _BY_NAME.items()}
    ours.setdefault("scorecard", _BY_NAME["score"])

    @app.command(_ANY)
    def _command(ack: Ack, body: dict[str, Any]) -> None:
        chosen = ours.get(body["command"].lstrip("/"), perf.COMMAND)
        call = Call(
            workspace=body["team_id"],
            user=body["user_id"],
            key=f"cmd:{body['team_id']}:{body['trigger_id']}:{body['user_id']}",
            name=chosen.name,
            via="command",
            words=body.get("text") or "",
            channel=body.get("channel_id", ""),
            trigger=body["trigger_id"],
        )
        answer = carry_out(desk, call, chosen.run, open_to_all=chosen.open_to_all)
        if answer.form is not None:
            open_form(desk, call, answer.form)
        if answer.message is None:
            ack()
        else:
            ack(
                response_type="ephemeral",
                text=answer.message.text,
                blocks=answer.message.blocks,
            )


def _listen_to_presses(app: App, desk: Desk) -> None:
    @app.action(_ANY)
    def _press(ack: Ack, body: dict[str, Any]) -> None:
        action = body["actions"][0]
        kind, _, rest = action["action_id"].partition(":")
        chosen = _BY_NAME.get(rest.partition(":")[0])
        if kind == "run" and chosen is not None:
            call = replace(_call_of_press(body, action), name=chosen.name, via="button")
            answer = carry_out(desk, call, chosen.run, open_to_all=chosen.open_to_all)
            give(desk, call, answer, body)
            if (body.get("view") or {}).get("type") == "home":
                _show_home(desk, replace(call, key=f"home:{call.key}"))
        ack()

    @app.options(_ANY)
    def _options(ack: Ack) -> None:
        ack(options=[])


def _call_of_press(body: Mapping[str, Any], action: Mapping[str, Any]) -> Call:
    place = body.get("container") or {}
    where = place.get("message_ts") or place.get("view_id") or ""
    return Call(
        workspace=_workspace(body),
        user=body["user"]["id"],
        key=f"act:{where}:{action.get('action_ts', '')}:{body['user']['id']}",
        words=(action.get("value") or "").strip(),
        channel=(body.get("channel") or {}).get("id", ""),
        trigger=body.get("trigger_id", ""),
    )


def _listen_to_forms(app: App, desk: Desk) -> None:
    @app.view(_ANY)
    def _submit(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = _FORMS.get(view["callback_id"])
        if form is None:
            ack()
            return
        call = Call(
            workspace=_workspace(body),
            user=body["user"]["id"],
            # the hash: a page of a form may have been put in the place of the one before it
            key=f"view:{view['id']}:{view['hash']}:{body['user']['id']}",
            name=form.name,
            via="form",
            trigger=body.get("trigger_id", ""),
            values=values_of(view["state"]["values"]),
            meta=json.loads(view.get("private_metadata") or "{}"),
        )
        answer = carry_out(desk, call, form.submit, in_form=True)
        ack(**_after_form(answer, view))

    @app.view_closed(_ANY)
    def _closed(ack: Ack) -> None:
        ack()


def _after_form(answer: Answer, view: Mapping[str, Any]) -> dict[str, Any]:
    """Tell Slack what a submitted form does next: show errors, or what was done.

    A refusal goes under a field, so that what was typed is still there.
    """
    if answer.errors is not None:
        first = next(block["block_id"] for block in view["blocks"] if block["type"] == "input")
        plain = {
            block or first: unescaped(_MARKS.sub("", said)) for block, said in answer.errors.items()
        }
        return {"response_action": "errors", "errors": plain}
    if answer.form is not None:
        return {"response_action": "update", "view": answer.form}
    if answer.message is None:
        return {}
    shown = surfaces.modal(answer.message, view["title"]["text"])
    return {"response_action": "update", "view": shown}


def _listen_to_shortcuts(app: App, desk: Desk) -> None:
    @app.shortcut(_ANY)
    def _shortcut(ack: Ack, body: dict[str, Any]) -> None:
        chosen = _SHORTCUTS.get(body["callback_id"])
        if chosen is not None:
            call = Call(
                workspace=_workspace(body),
                user=body["user"]["id"],
                key=f"short:{body.get('trigger_id', '')}:{body['user']['id']}",
                name=chosen.name,
                via="shortcut",
                channel=(body.get("channel") or {}).get("id", ""),
                trigger=body["trigger_id"],
                values=body,
            )
            answer = carry_out(desk, call, chosen.run)
            give(desk, call, answer, body)
        ack()


def _listen_to_events(app: App, desk: Desk) -> None:
    @app.event("app_home_opened")
    def _home(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("tab", "home") == "home":
            _show_home(desk, _call_of_event(body, event))

    @app.event("app_mention")
    def _mention(body: dict[str, Any], event: dict[str, Any]) -> None:
        _answer_words(desk, body, event)

    @app.event("message")
    def _message(body: dict[str, Any], event: dict[str, Any]) -> None:
        direct = event.get("channel_type") == "im"
        if direct and not event.get("bot_id") and event.get("subtype") in (None, "file_share"):
            _answer_words(desk, body, event)

    @app.event("team_join")
    def _joined(body: dict[str, Any], event: dict[str, Any]) -> None:
        _note_member(desk, body["team_id"], event["user"])

    @app.event("user_change")
    def _changed(body: dict[str, Any], event: dict[str, Any]) -> None:
        _note_member(desk, body["team_id"], event["user"])


def _show_home(desk: Desk, call: Call) -> None:
    """Publish the person's App Home as it is now."""
    asked = replace(call, name="home", via="home")
    publish_home(desk, asked, carry_out(desk, asked, home.run, open_to_all=True))


def _note_member(desk: Desk, workspace: str, member: Mapping[str, Any]) -> None:
    """Write down who joined, or what of a person changed: name, language, account."""
    desk.locales.pop((workspace, member["id"]), None)
    with desk.database.writing() as session:
        directory.note(session, workspace, member)


def _answer_words(desk: Desk, body: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    """Answer what was written to the bot as if it were a command; a file is read as figures."""
    call = _call_of_event(body, event)
    if event.get("files") and call.words.lower() in _OF_FILES:
        desk.later(lambda: _answer_file(desk, call, event["files"][0]))
    else:
        _answer_once(desk, call)


def _answer_file(desk: Desk, call: Call, file: Mapping[str, Any]) -> None:
    """Fetch a file, which may take longer than Slack waits, and preview what it would record."""
    text = attachments.read(desk, file)
    words = "record file" if text is None else f"record csv {text}"
    _answer_once(desk, replace(call, words=words))


def _answer_once(desk: Desk, call: Call) -> None:
    """Answer a message; an event that Slack sends again was answered by a message of its own."""
    answer = carry_out(desk, call, perf.COMMAND.run, open_to_all=True)
    if answer.outcome != "repeated":
        whisper(desk, call, answer)


def _call_of_event(body: Mapping[str, Any], event: Mapping[str, Any]) -> Call:
    return Call(
        workspace=body["team_id"],
        user=event["user"],
        key=f"evt:{body['event_id']}",
        name=perf.COMMAND.name,
        via="message",
        words=_MENTION.sub("", event.get("text") or "").strip(),
        channel=event.get("channel", ""),
        values=event,
    )


def _workspace(body: Mapping[str, Any]) -> str:
    """Return the workspace of an interaction; a person's own where the org installed us."""
    return str((body.get("team") or {}).get("id") or body["user"]["team_id"])
