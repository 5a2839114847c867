"""Read the number under which an entry, a case, an appeal or an interview is known."""

import re
import unicodedata

PREFIXES = ("D", "C", "M", "X", "A", "I")
"""Deduction, commendation, measure, complaint, appeal, interview."""

_ID = re.compile(rf"([{''.join(PREFIXES)}])\s?[-‐‑–−#]?\s?([0-9]{{1,9}})", re.IGNORECASE)


def read_id(words: str) -> tuple[str, int] | None:
    """Read `D-1042`, `d1042` or `d 1042` as ("D", 1042); None for anything else."""
    match = _ID.fullmatch(unicodedata.normalize("NFKC", words).strip())
    if match is None or int(match[2]) == 0:
        return None
    return match[1].upper(), int(match[2])
