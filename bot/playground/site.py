"""The three faces of the playground as Flask routes: Slack's Web API, the control API, the page."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from flask import Flask, Response, jsonify, request

from . import control
from .answers import use_hook
from .refusal import Mistaken, Refused
from .webapi import answer, refusal_json
from .wire import Wire
from .workspace import Json
from .world import World

STATIC = Path(__file__).parent / "static"


def site(world: World, wire: Wire, token: str, move_clock: Callable[[str], datetime]) -> Flask:
    """Build the Flask app."""
    app = Flask(__name__, static_folder=str(STATIC), static_url_path="/static")
    app.extensions["on_served"] = lambda url: setattr(world, "url", url)
    app.register_error_handler(Mistaken, _mistaken)
    app.register_blueprint(control.blueprint(world, wire, move_clock))

    @app.get("/")
    def page() -> Response:
        return app.send_static_file("index.html")

    @app.route("/api/<method>", methods=["GET", "POST"])
    def web_api(method: str) -> Response:
        start = time.perf_counter()
        given = _given()
        body = answer(world, method, given, granted=_granted(given, token))
        wire.journal.write(
            "api",
            method,
            at=world.clock.now().isoformat(),
            status=200,
            ms=(time.perf_counter() - start) * 1000,
            error=body.get("error"),
            sent={name: value for name, value in given.items() if name != "token"},
            answered=body,
        )
        return jsonify(body)

    @app.post("/hooks/<path:key>")
    def response_url(key: str) -> tuple[Response, int]:
        try:
            with world.changing():
                use_hook(world, key, request.get_json(force=True))
        except Refused as refused:
            return jsonify(refusal_json(refused)), 404
        return jsonify({"ok": True}), 200

    return app


def _given() -> Mapping[str, object]:
    """Return the arguments of a call, from the query, a form, or JSON."""
    given: Json = dict(request.args)
    if request.is_json:
        body = request.get_json(silent=True)
        return given | (body if isinstance(body, dict) else {})
    return given | dict(request.form)


def _granted(given: Mapping[str, object], token: str) -> bool | None:
    """Whether a call carries our token; None when it carries none."""
    header = request.headers.get("Authorization", "")
    sent = header.removeprefix("Bearer ").strip() or given.get("token")
    return sent == token if sent else None


def _mistaken(mistake: Mistaken) -> tuple[Response, int]:
    return jsonify({"ok": False, "error": str(mistake)}), mistake.status
