"""The bot's HTTP side: Slack's one door, and what whoever runs the bot looks at."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler

from bot import health, metrics
from bot.slack import Desk

_LARGEST = 1_000_000  # bytes; Slack's own payloads stay far below


def site(app: App, desk: Desk, *, connected: Callable[[], bool] | None = None) -> Flask:
    """Return the Flask app: `/slack/events` for Slack, `/healthz` and `/metrics` for the host.

    Without a signing secret nobody could tell Slack from others, so there is no door then.
    `connected` tells how Socket Mode is doing, where it is used.
    """
    web = Flask("bot", static_folder=None)
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
    web.add_url_rule("/metrics", "metrics", lambda: _metrics(desk, connected))
    return web


def _health(desk: Desk, connected: Callable[[], bool] | None) -> tuple[Response, int]:
    """Say how this process is doing; 503 where a new start is what may help."""
    found = health.look(desk, connected=connected)
    return jsonify(health.told(found)), 200 if found.well else 503


def _metrics(desk: Desk, connected: Callable[[], bool] | None) -> Response:
    page = metrics.page(desk.meter, health.figures(desk, connected=connected))
    return Response(page, content_type=CONTENT_TYPE_LATEST)
