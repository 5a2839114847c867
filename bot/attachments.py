"""Files people send to the bot: fetched before anything is locked, and read as text."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request as Get
from urllib.request import urlopen

from bot.slack import Desk

log = logging.getLogger(__name__)

LARGEST = 1_000_000  # bytes; a year of a large team's figures stays below
_ENCODINGS = ("utf-8-sig", "gb18030")  # the second is what spreadsheets in China save


def read(desk: Desk, file: Mapping[str, Any]) -> str | None:
    """Return a file's text; None for what is no text, too large, or cannot be had.

    The bot's token goes to Slack alone, whatever address the file names
    (docs.slack.dev/reference/objects/file-object: url_private).
    """
    url = str(file.get("url_private") or "")
    if not _is_slacks(url, desk.settings.slack_api_url, str(desk.client.base_url)):
        return None
    headers = {"Authorization": f"Bearer {desk.client.token}"}
    try:
        with urlopen(Get(url, headers=headers), timeout=10) as answer:  # noqa: S310 - checked above
            content = answer.read(LARGEST + 1)
    except (URLError, OSError) as error:
        log.warning("a file could not be fetched: %s", type(error).__name__)
        return None
    return None if len(content) > LARGEST else _decoded(content)


def _is_slacks(url: str, *own: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "https" and (parts.hostname or "").endswith(".slack.com"):
        return True
    return parts.scheme in ("http", "https") and parts.netloc in {
        urlsplit(one).netloc for one in own
    }


def _decoded(content: bytes) -> str | None:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None
