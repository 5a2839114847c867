"""The control API under /_control: what the browser and scripts do in place of people, in JSON.

Every answer says `ok`; a request that makes no sense is answered 4xx with an `error` in plain
words. What people do answers with the app's `status`, its `response`, how long it took in `ms`,
and `error` in Slack's words where it failed.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from flask import Blueprint, Response, jsonify, request

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
class Desk:
    """All that the routes work on."""

    world: World
    wire: Wire
    move_clock: Callable[[str], datetime]
    faults: Faults = field(default_factory=Faults)

    def moved_to(self, url: str) -> None:
        """Learn where the playground listens, for the addresses it gives out."""
        self.world.url = url


@dataclass(frozen=True)
class Act:
    """Something to be done: its path, the fields its body must have, and what does it."""

    path: str
    needs: tuple[str, ...]
    run: Callable[[Desk, Json], Json]


@dataclass(frozen=True)
class Look:
    """Something to be seen: its path, and what shows it to a reader, if one is named."""

    path: str
    run: Callable[..., Json]


def control(desk: Desk) -> Blueprint:
    """Build the routes."""
    routes = Blueprint("control", __name__, url_prefix="/_control")
    for act in ACTS:
        routes.add_url_rule(act.path, act.path, _posted(desk, act), methods=["POST"])
    for look in LOOKS:
        routes.add_url_rule(look.path, look.path.replace(".", ""), _shown(desk, look))
    routes.add_url_rule("/files/<file_id>", "file", lambda file_id: _file(desk, file_id))
    return routes


def _posted(desk: Desk, act: Act) -> Callable[[], Response]:
    def view() -> Response:
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise Mistaken("the body must be a JSON object")
        if absent := [name for name in act.needs if not body.get(name)]:
            raise Mistaken(f"missing: {', '.join(absent)}")
        return jsonify(act.run(desk, body))

    return view


def _shown(desk: Desk, look: Look) -> Callable[..., Response]:
    return lambda **path: jsonify(look.run(desk, **path))


def _command(desk: Desk, body: Json) -> Json:
    outcome = speaking.type_command(
        desk.world,
        desk.wire,
        user=body["user"],
        channel=body["channel"],
        command=body["command"],
        text=body.get("text", ""),
    )
    return _told(outcome)


def _message(desk: Desk, body: Json) -> Json:
    message, outcome = speaking.say(
        desk.world,
        desk.wire,
        user=body["user"],
        channel=body["channel"],
        text=body.get("text", ""),
        thread_ts=body.get("thread_ts"),
        files=body.get("files") or (),
    )
    return _told(outcome) | {"ts": message.ts}


def _interact(desk: Desk, body: Json) -> Json:
    outcome = pressing.interact(
        desk.world,
        desk.wire,
        user=body["user"],
        place=_place(body),
        action=body["action"],
        values=body.get("values"),
    )
    return _told(outcome)


def _suggest(desk: Desk, body: Json) -> Json:
    outcome, offered = pressing.suggest(
        desk.world,
        desk.wire,
        user=body["user"],
        place=_place(body),
        action_id=body["action_id"],
        block_id=body.get("block_id") or "",
        value=body.get("value", ""),
    )
    return _told(outcome) | offered


def _submit(desk: Desk, body: Json) -> Json:
    outcome, errors = submitting.submit(
        desk.world, desk.wire, user=body["user"], values=body.get("values")
    )
    return _told(outcome) | ({"ok": False, "errors": errors} if errors else {})


def _close(desk: Desk, body: Json) -> Json:
    everything = bool(body.get("all"))
    return _told(submitting.close(desk.world, desk.wire, user=body["user"], everything=everything))


def _shortcut(desk: Desk, body: Json) -> Json:
    outcome = pressing.use_shortcut(
        desk.world,
        desk.wire,
        user=body["user"],
        callback_id=body["callbackId"],
        channel=body.get("channel") or "",
        message_ts=body.get("messageTs") or "",
    )
    return _told(outcome)


def _open_home(desk: Desk, body: Json) -> Json:
    return _told(events.open_home(desk.world, desk.wire, user=body["user"]))


def _change_user(desk: Desk, body: Json) -> Json:
    known = set(User.__dataclass_fields__) - {"id"}
    if unknown := set(body["to"]) - known:
        raise Mistaken(f"a user has no {', '.join(sorted(unknown))}")
    return _told(events.change(desk.world, desk.wire, user=body["user"], to=body["to"]))


def _join(desk: Desk, body: Json) -> Json:
    try:
        person = User(**body["user"])
    except TypeError as error:
        raise Mistaken(f"a user needs id, name and real_name: {error}") from error
    return _told(events.join(desk.world, desk.wire, person))


def _clock(desk: Desk, body: Json) -> Json:
    return {"ok": True, "now": desk.move_clock(str(body["to"])).isoformat()}


def _reset(desk: Desk, _body: Json) -> Json:
    desk.faults.clear()
    desk.world.reset()
    return {"ok": True}


def _fault(desk: Desk, body: Json) -> Json:
    try:
        desk.faults.add(Fault(**body))
    except TypeError as error:
        raise Mistaken(f"a fault has a method and a kind: {error}") from error
    return {"ok": True}


def _resend(desk: Desk, _body: Json) -> Json:
    return _told(desk.wire.resend())


def _version(desk: Desk) -> Json:
    return {"version": desk.world.state.version}


def _state(desk: Desk) -> Json:
    with desk.world.reading():
        return overview.state_json(desk.world, _reader(desk.world))


def _messages(desk: Desk, channel: str) -> Json:
    """Show a channel's messages; a reader has read them by that."""
    with desk.world.reading() as state:
        reader = _reader(desk.world)
        if reader is None:
            place = desk.world.channel(channel)
            if place is None:
                raise Mistaken(f"there is no channel {channel}", 404)
        else:
            place = where(desk.world, channel, reader)
            if overview.mark_read(desk.world, place, reader):
                state.version += 1
        return {"messages": overview.messages_json(desk.world, place, reader)}


def _log(desk: Desk) -> Json:
    lines = desk.wire.journal.since(request.args.get("since", 0, int))
    return {"lines": [asdict(line) for line in lines]}


def _file(desk: Desk, file_id: str) -> Response:
    file = desk.world.state.files.get(file_id)
    if file is None:
        raise Mistaken(f"there is no file {file_id}", 404)
    return Response(file.content, content_type=mimetype(file))


def _reader(world: World) -> User | None:
    name = request.args.get("as")
    return who(world, name) if name else None


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
    Act("/command", ("user", "channel", "command"), _command),
    Act("/message", ("user", "channel"), _message),
    Act("/interact", ("user", "action"), _interact),
    Act("/suggest", ("user", "action_id"), _suggest),
    Act("/submit", ("user",), _submit),
    Act("/close", ("user",), _close),
    Act("/shortcut", ("user", "callbackId"), _shortcut),
    Act("/open-home", ("user",), _open_home),
    Act("/change-user", ("user", "to"), _change_user),
    Act("/join", ("user",), _join),
    Act("/clock", ("to",), _clock),
    Act("/fault", ("method", "kind"), _fault),
    Act("/resend", (), _resend),
    Act("/reset", (), _reset),
)
LOOKS = (
    Look("/version", _version),
    Look("/state", _state),
    Look("/messages/<channel>", _messages),
    Look("/log", _log),
)
