"""What Slack says of us: our token and its scopes, the clock, and the teams' channels."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import refusals
from bot.doctor.finding import Finding, well, wrong
from bot.refusals import FAILURES
from bot.settings import Settings

NEEDED_SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "chat:write.public",
        "commands",
        "files:read",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "usergroups:read",
        "users:read",
    }
)
"""What manifest.json asks for."""

_SKEW = 60  # seconds; Slack refuses signatures five minutes off
_INVITE = "Invite it there"


def examine(settings: Settings, channels: Mapping[str, str]) -> Iterator[Finding]:
    """Show Slack the bot's token, and look at what it grants and at Slack's clock."""
    token = settings.slack_bot_token.get_secret_value()
    if not token:
        yield wrong("SLACK_BOT_TOKEN is missing: copy it from the app's Install page.")
        return
    client = WebClient(token=token, base_url=settings.slack_api_url, timeout=10, retry_handlers=[])
    try:
        answer = client.auth_test()
    except FAILURES as error:
        yield refused(error, settings, "SLACK_BOT_TOKEN")
        return
    yield well(f"Slack knows us as {answer.get('user')} in {answer.get('team')}")
    headers = {name.lower(): str(value) for name, value in answer.headers.items()}
    yield from _scopes(headers)
    yield from _clock(headers)
    yield from _memberships(client, channels, settings.called("team"))


def refused(error: Exception, settings: Settings, variable: str) -> Finding:
    """Return what it means that Slack did not take what a variable holds."""
    said, refusal = refusals.describe(error), refusals.read(error)
    if refusal.token or refusal.lasting:
        return wrong(f"Slack refuses {variable}: {said}. Copy it again.")
    return wrong(f"Slack cannot be reached at {settings.slack_api_url}: {said}.")


def _scopes(headers: Mapping[str, str]) -> Iterator[Finding]:
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")} - {""}
    if not granted:
        return
    lacking = ", ".join(sorted(NEEDED_SCOPES - granted))
    if lacking:
        yield wrong(f"Scopes are missing: {lacking}. Reinstall from manifest.json.")
    else:
        yield well("Every scope of manifest.json is granted")


def _clock(headers: Mapping[str, str]) -> Iterator[Finding]:
    if "date" not in headers:
        return
    skew = time.time() - parsedate_to_datetime(headers["date"]).timestamp()
    if abs(skew) <= _SKEW:
        yield well("This machine's clock agrees with Slack's")
    else:
        side = "ahead of" if skew > 0 else "behind"
        yield wrong(
            f"This machine's clock is {abs(skew):.0f} s {side} Slack's. Set it, or use NTP."
        )


def _memberships(client: WebClient, channels: Mapping[str, str], command: str) -> Iterator[Finding]:
    """Look whether the bot is where it posts: elsewhere it cannot see whether a post arrived."""
    troubles = [
        trouble
        for channel, team in channels.items()
        if (trouble := _membership(client, channel, team, command)) is not None
    ]
    yield from troubles
    if channels and not troubles:
        yield well(f"The bot is in every channel of the teams ({len(channels)})")


def _membership(client: WebClient, channel: str, team: str, command: str) -> Finding | None:
    where = f"The channel {channel} of the team {team}"
    other = f"or choose another: /{command} channel #care {team}"
    try:
        found = client.conversations_info(channel=channel).get("channel") or {}
    except SlackApiError as error:
        said = refusals.describe(error)
        if said == "channel_not_found":
            return wrong(f"{where} is gone, or private without the bot. {_INVITE}, {other}")
        return wrong(f"{where} cannot be looked at: {said}.")
    except FAILURES as error:
        return wrong(f"{where} cannot be looked at: {refusals.describe(error)}.")
    if found.get("is_archived"):
        return wrong(f"{where} is archived. Bring it back, {other}")
    if found.get("is_member") is False:
        return wrong(f"The bot is not in the channel {channel} of the team {team}. {_INVITE}.")
    return None
