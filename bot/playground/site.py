"""The playground's faces as Flask routes: Slack's Web API, the control API, files and the page."""

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from flask import Flask, Response, abort, jsonify, request, send_from_directory
from flask.typing import ResponseReturnValue
from waitress.channel import ClientDisconnected
from werkzeug.routing import Map, Rule

from .answers import NO_LONGER, use_hook
from .control import CONTROL, Controls, control
from .faults import Fault
from .journal import Exchange
from .refusal import Mistaken, Refused
from .shapes import mimetype
from .webapi import answer, refusal_json
from .workspace import EVERYTHING, Json
from .world import World

STATIC = Path(__file__).parent / "static"


# Laid once for all playgrounds of a process: that takes longer than to answer a dozen requests.
ROUTES = Map(
    Rule(path, endpoint=name, methods=methods)
    for path, name, methods in (
        ("/", "page", ("GET",)),
        ("/static/<path:name>", "static", ("GET",)),
        ("/api/<method>", "api", ("GET", "POST")),
        ("/hooks/<path:key>", "hook", ("POST",)),
        ("/upload/<file_id>", "upload", ("POST",)),
        ("/files/<file_id>/<path:name>", "file", ("GET",)),
        *CONTROL,
    )
)


def site(controls: Controls, token: str) -> Flask:
    """Build the Flask app of a playground whose app calls with `token`."""
    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's own provider has it
    app.extensions["on_served"] = controls.moved_to
    app.extensions["on_stopped"] = controls.world.close
    app.register_error_handler(Mistaken, _mistaken)
    app.url_map = ROUTES
    app.view_functions = {**_faces(controls, token), **control(controls)}
    return app


def _faces(controls: Controls, token: str) -> Mapping[str, Callable[..., ResponseReturnValue]]:
    """Return what answers at the page's and Slack's routes, by name."""
    world = controls.world
    return {
        "page": lambda: send_from_directory(STATIC, "index.html"),
        "static": lambda name: send_from_directory(STATIC, name),
        "api": partial(_call, controls, token),
        "hook": partial(_hook, world),
        "upload": partial(_upload, world),
        "file": partial(_private_file, world, token),
    }


def _call(controls: Controls, token: str, method: str) -> Response:
    """Answer one Web API call, or fail it where a fault is due, and write it down."""
    start = time.perf_counter()
    given = _given()
    fault = controls.faults.take(method)
    body = _refusal_of(fault) if fault else None
    if body is None:
        body = answer(controls.world, method, given, granted=_granted(given, token))
    response = _delivered(controls, fault, body)
    controls.wire.journal.write(
        Exchange(
            kind="api",
            name=method,
            at=controls.world.now().isoformat(),
            status=response.status_code,
            ms=(time.perf_counter() - start) * 1000,
            error=fault.kind if fault else body.get("error"),
            sent={name: value for name, value in given.items() if name != "token"},
            answered=body,
        )
    )
    return response


def _refusal_of(fault: Fault) -> Json | None:
    """Return what a fault answers in place of the call; None where the call is done."""
    codes = {"429": "ratelimited", "503": "service_unavailable", "lost_request": "internal_error"}
    if fault.kind in ("lost_reply", "late"):
        return None
    return {"ok": False, "error": codes.get(fault.kind, fault.kind)}


def _delivered(controls: Controls, fault: Fault | None, body: Json) -> Response:
    """Return the answer as it reaches the app, if it does."""
    response = jsonify(body)
    if controls.world.app.scopes != EVERYTHING:
        response.headers["X-OAuth-Scopes"] = ",".join(sorted(controls.world.app.scopes))
    if fault is None:
        return response
    if fault.kind in ("429", "503"):
        response.status_code = int(fault.kind)
    if fault.kind == "429":
        response.headers["Retry-After"] = str(fault.retry_after)
    if fault.kind == "late":
        controls.faults.hold_back(fault.seconds)
    if fault.kind in ("lost_reply", "lost_request"):
        return Response(_hang_up())
    return response


def _hang_up() -> Iterator[bytes]:
    """Close the connection before a byte of the answer: waitress does so on this exception."""
    yield from ()
    raise ClientDisconnected


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


def _hook(world: World, key: str) -> tuple[Response, int]:
    """Take what is posted to a response_url."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        return jsonify({"ok": False, "error": "invalid_payload"}), 400
    try:
        with world.changing():
            use_hook(world, key, body)
    except Refused as refused:
        return jsonify(refusal_json(refused)), 404 if refused.code in NO_LONGER else 400
    return jsonify({"ok": True}), 200


def _upload(world: World, file_id: str) -> Response:
    """Take the bytes of a file, as its upload_url was given out."""
    with world.changing() as state:
        file = state.files.get(file_id)
        if file is None or file.shared:
            abort(404)
        file.content = request.get_data()
        return Response(f"OK - {len(file.content)}", content_type="text/plain")


def _private_file(world: World, token: str, *, file_id: str, name: str) -> Response:
    """Give out a file's bytes to the app's token, by whatever name."""
    del name
    if not _granted({}, token):
        abort(403)
    file = world.state.files.get(file_id)
    if file is None:
        abort(404)
    return Response(file.content, content_type=mimetype(file))


def _mistaken(mistake: Mistaken) -> tuple[Response, int]:
    return jsonify({"ok": False, "error": str(mistake)}), mistake.status
