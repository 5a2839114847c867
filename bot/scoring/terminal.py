"""Columns on a terminal."""

import unicodedata


def padded(words: str, width: int) -> str:
    """Fill up to a width of columns, of which a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)
    return words + " " * max(0, width - taken)
