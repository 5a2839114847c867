"""What is wrong, in plain words: settings, database, Slack."""

from __future__ import annotations

from bot.doctor import books, line, slack
from bot.doctor.books import why
from bot.doctor.finding import Finding
from bot.settings import Settings

__all__ = ["Finding", "examine", "why"]


def examine(settings: Settings) -> list[Finding]:
    """Look at everything the bot needs; every finding is one line, bad ones say what to do."""
    kept = books.examine(settings)
    return [*kept.findings, *slack.examine(settings, kept.channels), *line.examine(settings)]
