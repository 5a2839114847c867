"""The line to the app: signed HTTP requests as Slack sends them, answered within three seconds."""

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from .journal import Exchange, Journal
from .refusal import Mistaken
from .workspace import Json

PATIENCE = 3.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
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

    def failed(self, error: str | None) -> "Outcome":
        """Return this outcome with an error that its answer turned out to hold."""
        return replace(self, error=error)


@dataclass(frozen=True)
class Letter:
    """A request as it was sent, but for its signature; `sent` is what it says, for the journal."""

    kind: str
    name: str
    body: bytes
    headers: Mapping[str, str]
    sent: Json


@dataclass
class Wire:
    """Where the app listens and the secret that signs what is sent there; `patience` in seconds."""

    bot_url: str
    signing_secret: str
    now: Callable[[], datetime]
    journal: Journal = field(default_factory=Journal)
    patience: float = PATIENCE
    last: Letter | None = None

    def send_command(self, name: str, fields: Mapping[str, str]) -> Outcome:
        """Send a slash command's form."""
        body = urlencode(fields).encode()
        return self.send(Letter("command", name, body, FORM, dict(fields)))

    def send_interaction(self, name: str, payload: Json) -> Outcome:
        """Send an interaction: a form of one field, which is JSON."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return self.send(Letter(payload["type"], name, body, FORM, payload))

    def send_event(self, payload: Json) -> Outcome:
        """Send an event; what fails is sent once more at once, which is Slack's first retry."""
        name, body = str(payload["event"]["type"]), json.dumps(payload).encode()
        outcome = self.send(Letter("event", name, body, JSON, payload))
        if outcome.ok:
            return outcome
        reason = "http_timeout" if outcome.error == "operation_timeout" else "http_error"
        retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": reason}
        return self.send(Letter("event", name, body, {**JSON, **retry}, payload))

    def resend(self) -> Outcome:
        """Send the last request again, signed anew, as a retry or somebody's replay would."""
        if self.last is None:
            raise Mistaken("nothing was sent yet")
        return self.send(self.last)

    def send(self, letter: Letter) -> Outcome:
        """Sign and send a letter, wait three seconds for the answer, and write both down."""
        self.last = letter
        at = self.now().isoformat()
        outcome = self._exchange(letter)
        self.journal.write(
            Exchange(
                kind=letter.kind,
                name=letter.name,
                at=at,
                status=outcome.status,
                ms=outcome.ms,
                error=outcome.error,
                sent=letter.sent,
                answered=outcome.body,
            )
        )
        return outcome

    def _exchange(self, letter: Letter) -> Outcome:
        """Post a letter on a connection of its own, so that no other one is ever sent twice."""
        url = urlsplit(self.bot_url)
        line = http.client.HTTPConnection(url.hostname or "", url.port, timeout=self.patience)
        headers = {**letter.headers, **_signed(letter.body, self.signing_secret)}
        start = time.perf_counter()
        try:
            line.request("POST", url.path or "/", letter.body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        except TimeoutError:
            return Outcome(ms=_since(start), error="operation_timeout")
        except (OSError, http.client.HTTPException):
            return Outcome(ms=_since(start), error="dispatch_failed")
        finally:
            line.close()
        ms = _since(start)
        body = _read(text, answer.getheader("Content-Type", ""))
        if ms > self.patience * 1000:
            return Outcome(answer.status, ms, body, "operation_timeout")
        return Outcome(answer.status, ms, body, None if answer.status in _OK else "dispatch_failed")


def _signed(body: bytes, secret: str) -> dict[str, str]:
    """Return the headers of docs.slack.dev/authentication/verifying-requests-from-slack.

    The time is the machine's own, not the playground's: the app compares it with its own.
    """
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), b"v0:%b:%b" % (stamp.encode(), body), hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000


def _read(text: str, content_type: str) -> object:
    """Return a JSON answer as what it says, another as its text, an empty one as None."""
    if text and content_type.startswith("application/json"):
        try:
            parsed: object = json.loads(text)
        except ValueError:
            return text
        return parsed
    return text or None
