"""Answers on their way: shown where the person is, in a message, a modal or App Home."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from slack_sdk.webhook import WebhookClient

from bot import refusals, surfaces
from bot.answers import Answer
from bot.messages import reply
from bot.refusals import FAILURES
from bot.slack import Call, Desk, words_of
from bot.words import N_

log = logging.getLogger(__name__)


def give(desk: Desk, call: Call, answer: Answer, place: Mapping[str, Any]) -> None:
    """Show an answer where the person is: `place` is a button's payload from Slack.

    In a message it replaces the message or comes below it; in a modal it is the modal's next
    view; on App Home it opens a modal.
    """
    view = place.get("view") or {}
    if answer.form is not None:
        open_form(desk, call, answer.form, upon=view if view.get("type") == "modal" else None)
    elif answer.message is None:
        return
    elif view.get("type") == "modal":
        shown = surfaces.modal(answer.message, view["title"]["text"])
        desk.later(lambda: _quietly(desk.client.views_update, view_id=view["id"], view=shown))
    elif view.get("type") == "home":
        title = words_of(desk, call).label(N_("Appraisal"))
        open_form(desk, call, surfaces.modal(answer.message, title))
    elif place.get("response_url"):
        body = {
            "response_type": "ephemeral",
            "replace_original": answer.replaces,
            "text": answer.message.text,
            "blocks": answer.message.blocks,
        }
        desk.later(lambda: _respond(place["response_url"], body))


def whisper(desk: Desk, call: Call, answer: Answer) -> None:
    """Answer somebody who wrote to the bot: to that person alone.

    A form needs a command's trigger; who writes is told which command opens it.
    """
    message = answer.message or reply("errors.form_by_command").render(words_of(desk, call))
    content = {"channel": call.channel, "text": message.text, "blocks": message.blocks}
    if call.channel.startswith("D"):
        desk.later(lambda: _quietly(desk.client.chat_postMessage, **content))
    else:
        desk.later(lambda: _quietly(desk.client.chat_postEphemeral, user=call.user, **content))


def open_form(
    desk: Desk, call: Call, view: dict[str, Any], *, upon: Mapping[str, Any] | None = None
) -> None:
    """Open a modal, on top of the one it was asked for from where there is one.

    Slack piles up three at most: upon the third it takes that one's place. The one call made
    before the acknowledgement, for its trigger lapses.
    """
    if upon is None:
        _quietly(desk.client.views_open, trigger_id=call.trigger, view=view)
    elif upon.get("previous_view_id") in (None, upon.get("root_view_id")):
        _quietly(desk.client.views_push, trigger_id=call.trigger, view=view)
    else:
        _quietly(desk.client.views_update, view_id=upon["id"], view=view)


def publish_home(desk: Desk, call: Call, answer: Answer) -> None:
    """Show an answer as the person's App Home; it may be published again at any time."""
    view = answer.form
    if view is None and answer.message is not None:
        view = surfaces.home(answer.message)
    if view is not None:
        desk.later(lambda: _quietly(desk.client.views_publish, user_id=call.user, view=view))


def _respond(url: str, body: dict[str, Any]) -> None:
    """Use a response URL; what it does not take with its blocks goes as text alone.

    Like every answer to a press it is not the only copy.
    """
    try:
        hook = WebhookClient(url, timeout=10, retry_handlers=[])  # a repeat could answer twice
        answer = hook.send_dict(body)
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            log.warning("an answer was refused: HTTP %d", answer.status_code)
            hook.send_dict({**body, "blocks": None})
    except FAILURES as error:
        log.warning("an answer could not be given: %s", type(error).__name__)


def _quietly(method: Callable[..., Any], **arguments: Any) -> None:  # noqa: ANN401 - Slack's own
    """Call Slack for something that is not the only copy; a failure is logged, not raised."""
    try:
        method(**arguments)
    except FAILURES as error:
        name = getattr(method, "__name__", "call")
        log.warning("%s failed: %s", name, refusals.describe(error))
