"""The control API: what the browser and scripts do in place of people, in JSON."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from flask import Blueprint, Response, jsonify, request

from . import acts, overview
from .refusal import Mistaken
from .wire import Outcome, Wire
from .workspace import Json, User
from .world import World


def blueprint(world: World, wire: Wire, move_clock: Callable[[str], datetime]) -> Blueprint:
    """Build the routes under /_control."""
    routes = Blueprint("control", __name__, url_prefix="/_control")

    @routes.post("/command")
    def command() -> Response:
        body = _body("user", "channel", "command")
        outcome = acts.type_command(
            world,
            wire,
            user=body["user"],
            channel=body["channel"],
            command=body["command"],
            text=body.get("text", ""),
        )
        return _outcome(outcome)

    @routes.post("/message")
    def message() -> Response:
        body = _body("user", "channel")
        said, outcome = acts.say(
            world,
            wire,
            user=body["user"],
            channel=body["channel"],
            text=body.get("text", ""),
            thread_ts=body.get("thread_ts"),
            files=body.get("files", ()),
        )
        return _outcome(outcome, ts=said.ts)

    @routes.post("/interact")
    def interact() -> Response:
        body = _body("user", "action")
        outcome = acts.interact(
            world,
            wire,
            user=body["user"],
            action=body["action"],
            channel=body.get("channel", ""),
            message_ts=body.get("messageTs", ""),
            view_id=body.get("viewId", ""),
            home=bool(body.get("home")),
            values=body.get("values"),
        )
        return _outcome(outcome)

    @routes.post("/submit")
    def submit() -> Response:
        body = _body("user")
        outcome, errors = acts.submit(world, wire, user=body["user"], values=body.get("values"))
        return _outcome(outcome, errors=errors)

    @routes.post("/close")
    def close() -> Response:
        body = _body("user")
        everything = bool(body.get("all"))
        return _outcome(acts.close(world, wire, user=body["user"], everything=everything))

    @routes.post("/suggest")
    def suggest() -> Response:
        body = _body("user", "action_id")
        outcome, options = acts.suggest(
            world,
            wire,
            user=body["user"],
            action_id=body["action_id"],
            block_id=body.get("block_id"),
            value=body.get("value", ""),
            channel=body.get("channel", ""),
            message_ts=body.get("messageTs", ""),
            home=bool(body.get("home")),
        )
        return _outcome(outcome, options=options)

    @routes.post("/shortcut")
    def shortcut() -> Response:
        body = _body("user", "callbackId")
        outcome = acts.use_shortcut(
            world,
            wire,
            user=body["user"],
            callback_id=body["callbackId"],
            channel=body.get("channel", ""),
            message_ts=body.get("messageTs", ""),
        )
        return _outcome(outcome)

    @routes.post("/open-home")
    def open_home() -> Response:
        return _outcome(acts.open_home(world, wire, user=_body("user")["user"]))

    @routes.post("/clock")
    def clock() -> Response:
        return jsonify({"ok": True, "now": move_clock(str(_body("to")["to"])).isoformat()})

    @routes.post("/reset")
    def reset() -> Response:
        world.reset()
        return jsonify({"ok": True})

    @routes.get("/version")
    def version() -> Response:
        return jsonify({"version": world.state.version})

    @routes.get("/state")
    def state() -> Response:
        with world.reading():
            return jsonify(overview.state_json(world, _reader(world)))

    @routes.get("/messages/<channel>")
    def messages(channel: str) -> Response:
        with world.reading() as now:
            reader = _reader(world)
            place = world.channel(channel, reader.id if reader else None)
            if place is None:
                raise Mistaken(f"there is no channel {channel}", 404)
            if reader and reader.id not in place.members:
                raise Mistaken(f"{reader.name} is not in {channel}", 403)
            if reader and overview.mark_read(world, place, reader):
                now.version += 1
            return jsonify({"messages": overview.messages_json(world, place, reader)})

    @routes.get("/log")
    def log() -> Response:
        lines = wire.journal.since(request.args.get("since", 0, int))
        return jsonify({"lines": [asdict(line) for line in lines]})

    return routes


def _body(*required: str) -> Json:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Mistaken("the body must be a JSON object")
    absent = [name for name in required if not body.get(name)]
    if absent:
        raise Mistaken(f"missing: {', '.join(absent)}")
    return body


def _reader(world: World) -> User | None:
    name = request.args.get("as")
    return acts.who(world, name) if name else None


def _outcome(outcome: Outcome, **more: object) -> Response:
    return jsonify(
        {
            "ok": outcome.ok,
            "status": outcome.status,
            "ms": round(outcome.ms, 2),
            "response": outcome.body,
            "error": outcome.error,
            **more,
        }
    )
