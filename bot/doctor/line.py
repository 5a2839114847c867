"""How Slack's requests reach us: by a socket or by signed HTTP, and under which commands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from slack_sdk import WebClient

from bot.doctor.finding import Finding, well, wrong
from bot.doctor.slack import refused
from bot.refusals import FAILURES
from bot.settings import DEFAULT_COMMANDS, Settings

_MANIFEST = Path(__file__).resolve().parents[2] / "manifest.json"
_BOTH = "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)"


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at how Slack's requests reach us, and whether we answer to what it sends."""
    yield _way_in(settings)
    yield from _commands(settings)


def _way_in(settings: Settings) -> Finding:
    token = settings.slack_app_token.get_secret_value()
    if token:
        return _socket(settings, token)
    if settings.slack_signing_secret.get_secret_value():
        return well("Slack reaches us over HTTP; Socket Mode must be off in the app's settings")
    return wrong(f"{_BOTH} is missing.")


def _socket(settings: Settings, token: str) -> Finding:
    client = WebClient(base_url=settings.slack_api_url, timeout=10, retry_handlers=[])
    try:
        client.apps_connections_open(app_token=token)
    except FAILURES as error:
        return refused(error, settings, "SLACK_APP_TOKEN")
    return well("Slack reaches us by Socket Mode")


def _commands(settings: Settings) -> Iterator[Finding]:
    """Compare the names people type with those of the manifest, where it is at hand."""
    if not _MANIFEST.exists():
        return
    manifest = json.loads(_MANIFEST.read_text("utf-8"))
    declared = {slash["command"] for slash in manifest["features"]["slash_commands"]}
    ours = {f"/{settings.called(name)}" for name in DEFAULT_COMMANDS}
    if unknown := ", ".join(sorted(ours - declared)):
        yield wrong(
            f"COMMAND_NAMES says {unknown}, which manifest.json does not have. Rename it there, "
            "and in the app's settings."
        )
    else:
        yield well("Every command is in manifest.json")
