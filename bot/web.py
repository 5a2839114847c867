"""The bot's HTTP side: Slack's one door, and a health check."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, jsonify, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler

from bot import outbox
from bot.slack import Desk
from bot.store import Busy

_LARGEST = 1_000_000  # bytes; Slack's own payloads stay far below


def site(app: App, desk: Desk, *, connected: Callable[[], bool] | None = None) -> Flask:
    """Return the Flask app: `/slack/events` for everything Slack sends, `/healthz` for the host.

    Without a signing secret nobody could tell Slack from others, so there is no door then.
    `connected` tells how Socket Mode is doing, where it is used.
    """
    web = Flask("bot")
    web.config["MAX_CONTENT_LENGTH"] = _LARGEST
    if desk.settings.slack_signing_secret.get_secret_value():
        handler = SlackRequestHandler(app)
        web.add_url_rule(
            "/slack/events",
            "slack",
            lambda: handler.handle(request),
            methods=["POST"],
        )
    web.add_url_rule("/healthz", "health", lambda: _health(desk, connected))
    return web


def _health(desk: Desk, connected: Callable[[], bool] | None) -> tuple[Response, int]:
    """Say how the database, the socket and the post are doing; 503 where something is not well.

    The post is told as the seconds that the oldest message has waited, and is left to the host.
    """
    told: dict[str, str | int] = {}
    if connected is not None:
        told["socket"] = "connected" if connected() else "closed"
    at = desk.now()
    try:
        with desk.database.reading() as session:
            since = outbox.waits_since(session, at=at)
    except Busy:
        return jsonify(told | {"database": "busy"}), 503
    told["database"] = "ok"
    told["oldest_undelivered_s"] = 0 if since is None else int((at - since).total_seconds())
    return jsonify(told), 503 if told.get("socket") == "closed" else 200
