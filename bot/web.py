"""The bot's HTTP side: Slack's one door, and a health check."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from sqlalchemy import text

from bot.slack import Desk
from bot.store import Busy

log = logging.getLogger(__name__)

_LARGEST = 1_000_000  # bytes; Slack's own payloads stay far below


def site(app: App, desk: Desk) -> Flask:
    """Return the Flask app: `/slack/events` for everything Slack sends, `/healthz` for the host."""
    web = Flask("bot")
    web.config["MAX_CONTENT_LENGTH"] = _LARGEST
    handler = SlackRequestHandler(app)

    @web.post("/slack/events")
    def _slack() -> Response:
        return handler.handle(request)

    @web.get("/healthz")
    def _health() -> tuple[Response, int]:
        try:
            with desk.database.reading() as session:
                session.connection().execute(text("SELECT 1"))
        except Busy:
            return jsonify(database="busy"), 503
        return jsonify(database="ok"), 200

    return web
