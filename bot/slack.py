"""The adapter: what Slack sends becomes a Request, what a command answers becomes a message.

One path for everything a person does: open a session, know who asks, run the command, commit,
then acknowledge. A refusal rolls back; a repeat of the same Slack request gets its old answer.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient
from sqlmodel import Session

from bot import logs, refusals, rights, store, surfaces
from bot.errors import UserError
from bot.messages import Message, Reply, refusal, reply
from bot.metrics import Meter
from bot.models import Handled, Person
from bot.pacing import Pacer
from bot.periods import local_day
from bot.rights import Actor
from bot.settings import Settings
from bot.store import Busy, Database
from bot.words import N_, Words, words_for

log = logging.getLogger(__name__)

_OUR_FAULT = ("busy", "failed")  # refusals that are no answer to what was asked


@dataclass(frozen=True)
class Request:
    """What a command works from. It holds no Slack object."""

    by: Actor
    words: str
    at: datetime
    key: str  # names the Slack request: a repeat of it writes nothing
    words_of: Words  # the reader's language
    today: date  # where the reader is
    settings: Settings
    channel: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)  # what a form was filled with
    meta: Mapping[str, Any] = field(default_factory=dict)  # what the form remembers

    @property
    def workspace(self) -> str:
        """The workspace this is about."""
        return self.by.workspace


@dataclass(frozen=True)
class Command:
    """A slash command: one name, one function."""

    name: str
    run: Callable[[Session, Request], Reply]
    open_to_all: bool = False  # may be used before the workspace is set up


@dataclass(frozen=True)
class Form:
    """A modal's other half: what happens with what was filled in."""

    name: str
    submit: Callable[[Session, Request], Reply]


class FieldError(UserError):
    """A form's field holds something that cannot be; the sentence is shown under it."""

    def __init__(self, block: str, name: str, /, **context: Any) -> None:  # noqa: ANN401 - template values
        super().__init__(name, **context)
        self.block = block


@dataclass(frozen=True)
class Call:
    """Who asked for what, as read from any of Slack's payloads.

    `name` is one of ours: a command, a form or a shortcut; `via` is the way it came.
    """

    workspace: str
    user: str
    key: str
    name: str = ""
    via: str = ""
    words: str = ""
    channel: str = ""
    trigger: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """A rendered answer: a message, or a form to open, or errors under a form's fields."""

    message: Message | None = None
    replaces: bool = False
    form: dict[str, Any] | None = None
    errors: dict[str, str] | None = None
    outcome: str = "done"  # done | repeated | refused | busy | failed


@dataclass(frozen=True)
class Desk:
    """Everything the adapter needs, handed in: nothing here is made on import."""

    database: Database
    client: WebClient
    settings: Settings
    now: Callable[[], datetime]
    later: Callable[[Callable[[], None]], None]  # runs what Slack need not wait for
    learn: Callable[[str, str], None]  # fetches a person the roster does not know
    locales: dict[tuple[str, str], str] = field(default_factory=dict)  # of those met so far
    meter: Meter = field(default_factory=Meter)
    pacer: Pacer = field(default_factory=Pacer)  # one token's messages share one pace
    clock: Callable[[], float] = time.monotonic  # the seconds it is kept by


def carry_out(
    desk: Desk,
    call: Call,
    run: Callable[[Session, Request], Reply],
    *,
    open_to_all: bool = False,
    in_form: bool = False,
) -> Answer:
    """Run a command for a call, once; return its answer in the reader's language.

    Whatever goes wrong, nothing is half written: the answer then says what, and an unexpected
    error carries a reference that the log has too. `in_form`: a refusal is for a form's field.
    """
    began = time.perf_counter()
    answer = _carried_out(desk, call, run, open_to_all=open_to_all, in_form=in_form)
    seconds = time.perf_counter() - began
    desk.meter.answered(command=call.name, via=call.via, outcome=answer.outcome, seconds=seconds)
    log.info(
        "request command=%s via=%s outcome=%s ms=%.0f",
        *(call.name, call.via, answer.outcome, seconds * 1000),
    )
    return answer


def _carried_out(
    desk: Desk,
    call: Call,
    run: Callable[[Session, Request], Reply],
    *,
    open_to_all: bool,
    in_form: bool,
) -> Answer:
    try:
        _acquaint(desk, call)
        with desk.database.writing() as session:
            store.lock(session, workspace=call.workspace)
            earlier = session.get(Handled, (call.workspace, call.key))
            if earlier is not None:
                return _recall(earlier)
            request = _request(desk, session, call, open_to_all=open_to_all)
            answer = _rendered(run(session, request), request.words_of)
            session.add(
                Handled(
                    workspace_id=call.workspace,
                    key=call.key,
                    answer=_written(answer),
                    at=request.at,
                )
            )
    except UserError as error:
        return _refused(error, _words_of(desk, call), in_form=in_form)
    except Busy:
        log.warning("database busy; nothing was written")
        return _refused(UserError("busy"), _words_of(desk, call), in_form=in_form)
    except Exception:
        log.exception("request failed")
        failed = UserError("failed", reference=logs.current())
        return _refused(failed, _words_of(desk, call), in_form=in_form)
    else:
        return answer


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
        title = _words_of(desk, call).label(N_("Appraisal"))
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
    message = answer.message or reply("errors.form_by_command").render(_words_of(desk, call))
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


def _acquaint(desk: Desk, call: Call) -> None:
    """Know the caller and the language she reads, before any lock is taken."""
    who = (call.workspace, call.user)
    if who in desk.locales:
        return
    with desk.database.reading() as session:
        person = session.get(Person, who)
    if person is None:
        desk.learn(*who)
        with desk.database.reading() as session:
            person = session.get(Person, who)
    if person is not None:
        desk.locales[who] = person.locale


def _words_of(desk: Desk, call: Call) -> Words:
    locale = desk.locales.get((call.workspace, call.user), "en-US")
    return words_for(locale, desk.settings.commands)


def _request(desk: Desk, session: Session, call: Call, *, open_to_all: bool) -> Request:
    at = desk.now()
    if not open_to_all:
        rights.require_set_up(session, workspace=call.workspace)
    by = rights.actor(session, workspace=call.workspace, user=call.user, at=at)
    return Request(
        by=by,
        words=call.words,
        at=at,
        key=call.key,
        words_of=words_for(by.person.locale, desk.settings.commands),
        today=local_day(at, by.person.zone),
        settings=desk.settings,
        channel=call.channel,
        values=call.values,
        meta=call.meta,
    )


def _rendered(answer: Reply, words: Words) -> Answer:
    if answer.form is not None:
        return Answer(form=answer.form(words))
    return Answer(answer.render(words), replaces=answer.replaces)


def _refused(error: UserError, words: Words, *, in_form: bool) -> Answer:
    outcome = error.name if error.name in _OUR_FAULT else "refused"
    if not in_form:
        return replace(_rendered(refusal(error), words), outcome=outcome)
    block = error.block if isinstance(error, FieldError) else ""
    said = words.say(f"errors.{error.name}", error.context)
    return Answer(errors={block: said}, outcome=outcome)


def _written(answer: Answer) -> str:
    message = answer.message
    return json.dumps(
        {
            "text": None if message is None else message.text,
            "blocks": None if message is None else message.blocks,
            "replaces": answer.replaces,
            "form": answer.form,
        },
        ensure_ascii=False,
    )


def _recall(earlier: Handled) -> Answer:
    kept = json.loads(earlier.answer)
    message = None if kept["text"] is None else Message(kept["text"], kept["blocks"])
    return Answer(message, replaces=kept["replaces"], form=kept["form"], outcome="repeated")


def _respond(url: str, body: dict[str, Any]) -> None:
    """Use a response URL; what it does not take with its blocks goes as text alone.

    Like every answer to a press it is not the only copy.
    """
    try:
        answer = WebhookClient(url, timeout=10).send_dict(body)
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            log.warning("an answer was refused: HTTP %d", answer.status_code)
            WebhookClient(url, timeout=10).send_dict({**body, "blocks": None})
    except (SlackClientError, OSError) as error:
        log.warning("an answer could not be given: %s", type(error).__name__)


def _quietly(method: Callable[..., Any], **arguments: Any) -> None:  # noqa: ANN401 - Slack's own
    """Call Slack for something that is not the only copy; a failure is logged, not raised."""
    try:
        method(**arguments)
    except (SlackClientError, OSError) as error:
        name = getattr(method, "__name__", "call")
        log.warning("%s failed: %s", name, refusals.describe(error))
