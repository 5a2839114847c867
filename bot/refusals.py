"""What Slack's no means: wait, look whether it was done after all, or give up."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

FAILURES = (SlackClientError, OSError, HTTPException, UnicodeDecodeError)
"""What a call of the Web API raises when it fails; the last two are a proxy's pages."""

RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
TOKEN_REFUSED = frozenset(
    {
        "access_denied",
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "token_expired",
        "token_revoked",
    }
)

# Slack says of these itself that part of what was asked may have been done.
_IN_DOUBT = frozenset(
    {"internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
_CODE = re.compile(r"[a-z0-9_]+")
_UNHEARD = (ConnectionRefusedError, socket.gaierror)  # nobody was there to hear the request
_DEFAULT_WAIT, _LONGEST_WAIT = 30, 3600  # seconds
_TOKEN_WAIT = timedelta(minutes=1)


@dataclass(frozen=True)
class Refusal:
    """A no, or no answer at all.

    Certain: nothing was done. Lasting: asking again is of no use. Until `wait` is over, neither.
    """

    error: str
    certain: bool
    lasting: bool = False
    wait: timedelta = timedelta()

    @property
    def limited(self) -> bool:
        """Whether we asked too often."""
        return self.error in RATE_LIMITED

    @property
    def token(self) -> bool:
        """Whether it is our token that was refused, whatever we asked for."""
        return self.error in TOKEN_REFUSED


def read(error: Exception) -> Refusal:
    """Read one of FAILURES (docs.slack.dev, chat.postMessage, errors; apis/web-api/rate-limits).

    What is no error code of Slack's was not said by Slack, so nobody knows what was done.
    """
    if not isinstance(error, SlackApiError):
        unheard = isinstance(error, URLError) and isinstance(error.reason, _UNHEARD)
        return Refusal("no_answer", certain=unheard)
    status = int(error.response.status_code)
    name = _name(error)
    if status == HTTPStatus.TOO_MANY_REQUESTS or name in RATE_LIMITED:
        return Refusal("ratelimited", certain=True, wait=_retry_after(error.response.headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or name in _IN_DOUBT:
        return Refusal(name or f"http_{status}", certain=False)
    if not name:
        return Refusal("no_answer", certain=False)
    if name in TOKEN_REFUSED:
        return Refusal(name, certain=True, wait=_TOKEN_WAIT)
    return Refusal(name, certain=True, lasting=True)


def describe(error: Exception) -> str:
    """Return in a few words what became of a call; nothing of what it was about."""
    if isinstance(error, SlackApiError):
        return read(error).error
    return str(getattr(error, "reason", error)).partition("\n")[0] or type(error).__name__


def _name(error: SlackApiError) -> str:
    """Return Slack's code for the error; nothing where the answer holds none."""
    data = error.response.data
    name = data.get("error") if isinstance(data, dict) else None
    return name if isinstance(name, str) and _CODE.fullmatch(name) else ""


def _retry_after(headers: dict[str, Any]) -> timedelta:
    given = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    seconds = int(given) if str(given).isdigit() else _DEFAULT_WAIT
    return timedelta(seconds=min(max(seconds, 1), _LONGEST_WAIT))
