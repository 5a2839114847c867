"""What a look at one thing found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; a bad one says what to do."""

    bad: bool
    text: str

    def __str__(self) -> str:
        return f"{'✗' if self.bad else '✓'} {self.text}"


def well(text: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(bad=False, text=text)


def wrong(text: str) -> Finding:
    """Return that something is wrong, and what to do."""
    return Finding(bad=True, text=text)
