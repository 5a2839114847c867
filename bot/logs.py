"""The log: a line for each thing that happened, without what nobody may read there."""

from __future__ import annotations

import logging
import re
import time


class Discreet(logging.Formatter):
    """Keeps out of the log what nobody may read there: tokens, and rows of the database."""

    _secret = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[^\s&]+|(?<=DETAIL: ).*")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without secrets."""
        return self._secret.sub("…", super().format(record))


def to_stderr() -> None:
    """Write what happens to the standard error, in UTC; what only ticks is left out."""
    form = Discreet("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    form.converter = time.gmtime
    handler = logging.StreamHandler()
    handler.setFormatter(form)
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in ("alembic", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
