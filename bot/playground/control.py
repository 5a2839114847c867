"""The control API under /_control: what the browser and scripts do in place of people, in JSON.

Every answer says `ok`; a request that makes no sense is answered 4xx with an `error` in plain
words. What people do answers with the app's `status`, its `response`, how long it took in `ms`,
and `error` in Slack's words where it failed.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from . import events, overview, pressing, speaking, submitting
from .faults import Fault, Faults
from .pressing import Place
from .refusal import Mistaken
from .shapes import mimetype
from .sight import where, who
from .wire import Outcome, Wire
from .workspace import Json, User
from .world import World


@dataclass(frozen=True)
class Controls:
    """All that the routes work on."""

    world: World
    wire: Wire
    move_clock: Callable[[str], datetime]
    reset: Callable[[], None]
    faults: Faults = field(default_factory=Faults)

    def moved_to(self, url: str) -> None:
        """Learn where the playground listens, for the addresses it gives out."""
        self.world.url = url


@dataclass(frozen=True)
class Act:
    """Something to be done: its name, the fields its body must have, and what does it."""

    name: str
    needs: tuple[str, ...]
    run: Callable[[Controls, Json], Json]


def control(controls: Controls) -> Mapping[str, Callable[..., ResponseReturnValue]]:
    """Return what answers at the routes of `CONTROL`, by name."""
    return {
        "act": partial(_act, controls),
        "shown file": partial(_file, controls),
        **{name: partial(_look, controls, shown) for _, name, shown in LOOKS},
    }


def _act(controls: Controls, name: str) -> Response:
    if name not in _ACTS:
        raise Mistaken(f"nothing is called {name} here", 404)
    act = _ACTS[name]
    return jsonify(act.run(controls, _body(*act.needs)))


def _body(*needs: str) -> Json:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Mistaken("the body must be a JSON object")
    if absent := [name for name in needs if not body.get(name)]:
        raise Mistaken(f"missing: {', '.join(absent)}")
    return body


def _look(controls: Controls, shown: Callable[..., Json], **path: str) -> Response:
    return jsonify(shown(controls, **path))


def _command(controls: Controls, body: Json) -> Json:
    outcome = speaking.type_command(
        controls.world,
        controls.wire,
        user=body["user"],
        channel=body["channel"],
        command=body["command"],
        text=body.get("text", ""),
    )
    return _told(outcome)


def _message(controls: Controls, body: Json) -> Json:
    message, outcome = speaking.say(
        controls.world,
        controls.wire,
        user=body["user"],
        channel=body["channel"],
        text=body.get("text", ""),
        thread_ts=body.get("thread_ts"),
        files=body.get("files") or (),
    )
    return _told(outcome) | {"ts": message.ts}


def _interact(controls: Controls, body: Json) -> Json:
    outcome = pressing.interact(
        controls.world,
        controls.wire,
        user=body["user"],
        place=_place(body),
        action=_object(body, "action"),
        values=_object(body, "values"),
    )
    return _told(outcome)


def _suggest(controls: Controls, body: Json) -> Json:
    outcome, offered = pressing.suggest(
        controls.world,
        controls.wire,
        user=body["user"],
        place=_place(body),
        action_id=body["action_id"],
        block_id=body.get("block_id") or "",
        value=body.get("value", ""),
    )
    return _told(outcome) | offered


def _submit(controls: Controls, body: Json) -> Json:
    outcome, errors = submitting.submit(
        controls.world, controls.wire, user=body["user"], values=_object(body, "values")
    )
    return _told(outcome) | ({"ok": False, "errors": errors} if errors else {})


def _close(controls: Controls, body: Json) -> Json:
    everything = bool(body.get("all"))
    return _told(
        submitting.close(controls.world, controls.wire, user=body["user"], everything=everything)
    )


def _shortcut(controls: Controls, body: Json) -> Json:
    outcome = pressing.use_shortcut(
        controls.world,
        controls.wire,
        user=body["user"],
        callback_id=body["callbackId"],
        channel=body.get("channel") or "",
        message_ts=body.get("messageTs") or "",
    )
    return _told(outcome)


def _open_home(controls: Controls, body: Json) -> Json:
    return _told(events.open_home(controls.world, controls.wire, user=body["user"]))


def _change_user(controls: Controls, body: Json) -> Json:
    known = set(User.__dataclass_fields__) - {"id"}
    if unknown := set(body["to"]) - known:
        raise Mistaken(f"a user has no {', '.join(sorted(unknown))}")
    return _told(events.change(controls.world, controls.wire, user=body["user"], to=body["to"]))


def _join(controls: Controls, body: Json) -> Json:
    try:
        person = User(**body["user"])
    except TypeError as error:
        raise Mistaken(f"a user needs id, name and real_name: {error}") from error
    return _told(events.join(controls.world, controls.wire, person))


def _clock(controls: Controls, body: Json) -> Json:
    return {"ok": True, "now": controls.move_clock(str(body["to"])).isoformat()}


def _reset(controls: Controls, _body: Json) -> Json:
    controls.reset()
    return {"ok": True}


def _fault(controls: Controls, body: Json) -> Json:
    try:
        controls.faults.add(Fault(**body))
    except TypeError as error:
        raise Mistaken(f"a fault has a method and a kind: {error}") from error
    return {"ok": True}


def _resend(controls: Controls, _body: Json) -> Json:
    return _told(controls.wire.resend())


def _version(controls: Controls) -> Json:
    return {"version": controls.world.state.version}


def _state(controls: Controls) -> Json:
    with controls.world.reading():
        return overview.state_json(controls.world, _reader(controls.world))


def _messages(controls: Controls, channel: str) -> Json:
    """Show a channel's messages; a reader has read them by that."""
    with controls.world.reading() as state:
        reader = _reader(controls.world)
        if reader is None:
            place = controls.world.channel(channel)
            if place is None:
                raise Mistaken(f"there is no channel {channel}", 404)
        else:
            place = where(controls.world, channel, reader)
            if overview.mark_read(controls.world, place, reader):
                state.version += 1
        return {"messages": overview.messages_json(controls.world, place, reader)}


def _log(controls: Controls) -> Json:
    lines = controls.wire.journal.since(request.args.get("since", 0, int))
    return {"lines": [asdict(line) for line in lines]}


def _file(controls: Controls, file_id: str) -> Response:
    file = controls.world.state.files.get(file_id)
    if file is None:
        raise Mistaken(f"there is no file {file_id}", 404)
    return Response(file.content, content_type=mimetype(file))


def _reader(world: World) -> User | None:
    name = request.args.get("as")
    return who(world, name) if name else None


def _object(body: Mapping[str, object], name: str) -> Json:
    given = body.get(name) or {}
    if not isinstance(given, dict):
        raise Mistaken(f"{name} must be a JSON object")
    return given


def _place(body: Mapping[str, object]) -> Place:
    return Place(
        channel=str(body.get("channel") or ""),
        message_ts=str(body.get("messageTs") or ""),
        home=bool(body.get("home")),
        view_id=str(body.get("viewId") or ""),
    )


def _told(outcome: Outcome) -> Json:
    return {
        "ok": outcome.ok,
        "status": outcome.status,
        "ms": round(outcome.ms, 2),
        "response": outcome.body,
        "error": outcome.error,
    }


ACTS = (
    Act("command", ("user", "channel", "command"), _command),
    Act("message", ("user", "channel"), _message),
    Act("interact", ("user", "action"), _interact),
    Act("suggest", ("user", "action_id"), _suggest),
    Act("submit", ("user",), _submit),
    Act("close", ("user",), _close),
    Act("shortcut", ("user", "callbackId"), _shortcut),
    Act("open-home", ("user",), _open_home),
    Act("change-user", ("user", "to"), _change_user),
    Act("join", ("user",), _join),
    Act("clock", ("to",), _clock),
    Act("fault", ("method", "kind"), _fault),
    Act("resend", (), _resend),
    Act("reset", (), _reset),
)
_ACTS = {act.name: act for act in ACTS}
LOOKS: tuple[tuple[str, str, Callable[..., Json]], ...] = (
    ("/version", "version", _version),
    ("/state", "state", _state),
    ("/messages/<channel>", "messages", _messages),
    ("/log", "log", _log),
)
# What there is to ask for: the path, what answers it by name, and by which method.
CONTROL = (
    ("/_control/<name>", "act", ("POST",)),
    ("/_control/files/<file_id>", "shown file", ("GET",)),
    *((f"/_control{path}", name, ("GET",)) for path, name, _ in LOOKS),
)
