"""The adapter: what Slack sends becomes a Request, what a command answers becomes a message.

One path for everything a person does: open a session, know who asks, run the command, commit,
then acknowledge. A refusal rolls back; a repeat of the same Slack request gets its old answer.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from bot import answers, logs, rights, store
from bot.answers import Answer
from bot.errors import UserError
from bot.messages import Reply, refusal
from bot.metrics import Meter
from bot.models import Person
from bot.pacing import Pacer
from bot.periods import local_day
from bot.rights import Actor
from bot.settings import Settings
from bot.sittings import Sittings
from bot.store import Busy, Database, InDoubt, patient
from bot.words import Words, words_for

log = logging.getLogger(__name__)

_IN_ALL = 2.6  # seconds to answer in: Slack waits three
_AGAIN = 0.05  # seconds between two looks at what became of a commit

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
    sittings: Sittings = field(default_factory=Sittings)  # requests at once share a commit


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
    """Answer a call, whatever goes wrong."""
    until = time.monotonic() + _IN_ALL
    try:
        _acquaint(desk, call)
        return _once(desk, call, run, open_to_all=open_to_all)
    except UserError as error:
        return _refused(desk, call, error, in_form=in_form)
    except InDoubt:
        return _what_became(desk, call, until=until, in_form=in_form)
    except Busy:
        log.warning("database busy; nothing was written")
        return _refused(desk, call, UserError("busy"), in_form=in_form)
    except Exception:
        log.exception("request failed")
        failed = UserError("failed", reference=logs.current())
        return _refused(desk, call, failed, in_form=in_form)


def _once(
    desk: Desk, call: Call, run: Callable[[Session, Request], Reply], *, open_to_all: bool
) -> Answer:
    """Run the command and keep its answer, in one transaction; a repeat gets the answer kept.

    Who only looks something up may do so again, and costs the disk nothing; but where the answer
    is a message of its own, it must not come twice.
    """
    earlier = None
    try:
        with desk.sittings.join(desk.database, workspace=call.workspace) as session:
            store.lock(session, workspace=call.workspace)
            earlier = answers.kept(session, workspace=call.workspace, key=call.key)
            if earlier is not None:
                return earlier
            request = _request(desk, session, call, open_to_all=open_to_all)
            answer = _rendered(run(session, request), request.words_of, _line(desk, call))
            if store.wrote(session) or call.via == "message":
                answers.keep(session, answer, workspace=call.workspace, key=call.key, at=request.at)
            return answer
    except Busy:
        if earlier is None or call.via != "message":
            raise
        return earlier  # whatever became of this commit, the first of them was told


def _what_became(desk: Desk, call: Call, *, until: float, in_form: bool) -> Answer:
    """Answer a request whose commit nobody confirmed: look whether it is on file, `until` when.

    The lock is free once the database has decided. Who cannot look says that it is not known.
    """
    log.warning("nobody confirmed the commit; looking for it")
    while (left := until - time.monotonic()) > 0:
        try:
            answer = _on_file(patient(desk.database, seconds=left), call)
        except Busy:
            time.sleep(_AGAIN)  # a server that starts again refuses at once
        else:
            if answer is not None:
                return replace(answer, outcome="done")  # not given to anybody yet
            return _refused(desk, call, UserError("busy"), in_form=in_form)
    return _refused(desk, call, UserError("in_doubt"), in_form=in_form)


def _on_file(database: Database, call: Call) -> Answer | None:
    """Return the answer to a call that was committed. Raise Busy where nobody can look."""
    with database.writing() as session:
        store.lock(session, workspace=call.workspace)
        return answers.kept(session, workspace=call.workspace, key=call.key)


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


def words_of(desk: Desk, call: Call) -> Words:
    """Return the words of whoever calls, as far as the language is known."""
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


def _rendered(answer: Reply, words: Words, typed: str) -> Answer:
    if answer.form is not None:
        return Answer(form=answer.form(words))
    return Answer(answer.render(words, typed=typed), replaces=answer.replaces)


def _line(desk: Desk, call: Call) -> str:
    """Return the line that was typed, under the command's name here; nothing for a form."""
    return f"/{desk.settings.called(call.name)} {call.words}" if call.words else ""


def _refused(desk: Desk, call: Call, error: UserError, *, in_form: bool) -> Answer:
    words = words_of(desk, call)
    outcome = error.name if error.name in _OUR_FAULT else "refused"
    if not in_form:
        return replace(_rendered(refusal(error), words, _line(desk, call)), outcome=outcome)
    block = error.block if isinstance(error, FieldError) else ""
    said = words.say(f"errors.{error.name}", error.context)
    return Answer(errors={block: said}, outcome=outcome)
