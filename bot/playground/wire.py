"""The line to the app: signed HTTP requests as Slack sends them, answered within three seconds."""

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from .journal import Journal
from .workspace import Json

PATIENCE = 3.0
FORM = "application/x-www-form-urlencoded"
_OK = range(200, 300)


@dataclass(frozen=True)
class Outcome:
    """What came of a request to the app; `error` is in Slack's words, None when all went well."""

    status: int = 0
    ms: float = 0.0
    body: object = None
    error: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the app answered well and in time."""
        return self.error is None


@dataclass
class Wire:
    """Where the app listens, and the secret that signs what is sent there."""

    bot_url: str
    signing_secret: str
    journal: Journal = field(default_factory=Journal)
    patience: float = PATIENCE
    last: tuple[str, str, bytes, str] | None = None

    def send_form(self, kind: str, name: str, fields: Mapping[str, str], at: str) -> Outcome:
        """Send a form, as slash commands go."""
        return self.send(kind, name, urlencode(fields).encode(), FORM, at, sent=dict(fields))

    def send_payload(self, kind: str, name: str, payload: Json, at: str) -> Outcome:
        """Send a form with one JSON field, as interactions go."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return self.send(kind, name, body, FORM, at, sent=payload)

    def send_event(
        self, name: str, payload: Json, at: str, headers: Mapping[str, str] | None = None
    ) -> Outcome:
        """Send JSON, as events go."""
        body = json.dumps(payload).encode()
        return self.send("event", name, body, "application/json", at, sent=payload, more=headers)

    def send(
        self,
        kind: str,
        name: str,
        body: bytes,
        content_type: str,
        at: str,
        *,
        sent: Json,
        more: Mapping[str, str] | None = None,
    ) -> Outcome:
        """Sign and send a body, wait three seconds for the answer, and write both down."""
        headers = {"Content-Type": content_type, **self._signed(body), **(more or {})}
        outcome = self._exchange(body, headers)
        self.journal.write(
            kind,
            name,
            at=at,
            status=outcome.status,
            ms=outcome.ms,
            error=outcome.error,
            sent=sent,
            answered=outcome.body,
        )
        return outcome

    def _signed(self, body: bytes) -> dict[str, str]:
        """Return the headers of docs.slack.dev/authentication/verifying-requests-from-slack.

        The time is the machine's own, not the playground's: the app checks it against its own.
        """
        stamp = str(int(time.time()))
        text = b"v0:%s:%s" % (stamp.encode(), body)
        digest = hmac.new(self.signing_secret.encode(), text, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    def _exchange(self, body: bytes, headers: Mapping[str, str]) -> Outcome:
        url = urlsplit(self.bot_url)
        line = http.client.HTTPConnection(url.hostname or "", url.port, timeout=self.patience)
        start = time.perf_counter()
        try:
            line.request("POST", url.path or "/", body, dict(headers))
            answer = line.getresponse()
            text = answer.read().decode()
        except TimeoutError:
            return Outcome(ms=_since(start), error="operation_timeout")
        except (OSError, http.client.HTTPException):
            return Outcome(ms=_since(start), error="dispatch_failed")
        finally:
            line.close()
        ms = _since(start)
        error = None if answer.status in _OK else "dispatch_failed"
        if ms > self.patience * 1000:
            error = "operation_timeout"
        return Outcome(answer.status, ms, _read(text, answer.getheader("Content-Type")), error)


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000


def _read(text: str, content_type: str | None) -> object:
    """Return a JSON answer as what it says, another as its text, an empty one as None."""
    if not text:
        return None
    if content_type and content_type.startswith("application/json"):
        try:
            parsed: object = json.loads(text)
        except ValueError:
            return text
        return parsed
    return text
