"""The log: a line for each thing that happened, without what nobody may read there.

Every line of one request, or of one run of the jobs, carries the same reference. The person whose
request failed is shown it, so that whoever runs the bot finds the lines by it.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextvars import ContextVar, copy_context
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO, TypeAlias

JSON, PLAIN = "json", "plain"

_Error: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)

_NONE = "-"
_reference: ContextVar[str] = ContextVar("reference", default=_NONE)
_SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[^\s&]+|(?<=DETAIL: ).*")


def begin() -> str:
    """Begin to follow a request or a run: return the reference its lines carry from here on."""
    reference = secrets.token_hex(4)
    _reference.set(reference)
    return reference


def current() -> str:
    """Return the reference that is followed here; begin one where there is none."""
    reference = _reference.get()
    return begin() if reference == _NONE else reference


def followed(work: Callable[[], None]) -> Callable[[], None]:
    """Return work for another thread that keeps the reference of who asked for it."""
    context = copy_context()
    return lambda: context.run(work)


class Lasting:
    """A trouble that may last: told when it begins or becomes another, and when it is over."""

    def __init__(self, log: logging.Logger, over: str) -> None:
        self._log, self._over = log, over
        self._told: tuple[str, type[Exception] | None] | None = None

    @property
    def lasts(self) -> bool:
        """Whether there is trouble."""
        return self._told is not None

    def goes_on(self, words: str, error: Exception | None = None) -> None:
        """Tell of it unless it was told of before; of an error that nobody expected with its place.

        Errors of one type that follow each other are one trouble.
        """
        trouble = words, None if error is None else type(error)
        if trouble != self._told:
            level = logging.WARNING if error is None else logging.ERROR
            self._log.log(level, words, exc_info=error)
            self._told = trouble

    def is_over(self) -> None:
        """Tell that it is over, if there was any."""
        if self._told is not None:
            self._log.info(self._over)
            self._told = None


class Discreet(logging.Formatter):
    """Keeps out of the log what nobody may read there: tokens, rows, and what people wrote.

    An error's own words may hold a note or a name, so it is told by its kind and its place.
    """

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)sZ %(levelname)s %(name)s [%(reference)s] %(message)s",
            "%Y-%m-%dT%H:%M:%S",
            defaults={"reference": _NONE},
        )
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without secrets."""
        record.reference = _reference.get()
        record.exc_text = None  # another handler may have kept the error's own words there
        return _SECRET.sub("…", super().format(record))

    def formatException(self, ei: _Error) -> str:  # noqa: N802 - the name logging looks for
        """Return where an error came from and what kind it is, and what caused it."""
        return "\n".join(line for one in _causes(ei[1]) for line in _told(one))


class Lines(Discreet):
    """One JSON object a line, for whatever collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON, without secrets."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "reference": _reference.get(),
            "message": _SECRET.sub("…", record.getMessage()),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def to_stderr(form: str = "") -> None:
    """Write what happens to the standard error, in UTC; what only ticks is left out.

    `form` is json or plain; without one, people at a terminal read plain lines.
    """
    chosen = form or (PLAIN if sys.stderr.isatty() else JSON)
    logging.basicConfig(level=logging.INFO, handlers=[handler(sys.stderr, chosen)])
    for name in ("alembic", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)


def handler(stream: TextIO, form: str) -> logging.Handler:
    """Return what writes the log to a stream in one of both forms."""
    made = logging.StreamHandler(stream)
    made.setFormatter(Lines() if form == JSON else Discreet())
    return made


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error that began it, then what came of it."""
    if error is None:
        return
    if error.__cause__ is not None or not error.__suppress_context__:
        yield from _causes(error.__cause__ or error.__context__)
    yield error


def _told(error: BaseException) -> Iterator[str]:
    """Yield the places an error went through, innermost last, and its kind."""
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}"
    yield f"{type(error).__module__}.{type(error).__qualname__}{_code(error)}"


def _code(error: BaseException) -> str:
    """Return what a database calls the error, from a list that holds nobody's words."""
    said = getattr(error, "orig", error)
    code = getattr(said, "sqlstate", None) or getattr(said, "sqlite_errorname", None)
    return f" ({code})" if code else ""
