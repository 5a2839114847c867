"""Read a time of day at the end of some words."""

import re
from datetime import time

_HOURS = 24
_NOON = 12
_MINUTES = 60
_AFTERNOON = frozenset({"pm", "下午", "晚上"})
_FORMS = tuple(
    re.compile(rf"(?P<before>|.*?(?: |\dt|[^\x00-\x7f])){clock}")
    for clock in (
        r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})? ?(?P<half>am|pm)?",
        r"(?P<hour>\d{1,2}) ?(?P<half>am|pm)",
        r"(?P<half>凌晨|早上|上午|中午|下午|晚上)?(?P<hour>\d{1,2})[点时]",
        r"(?P<half>凌晨|早上|上午|中午|下午|晚上)?(?P<hour>\d{1,2})[点时](?P<minute>\d{1,2})分?",
        r"(?P<half>凌晨|早上|上午|中午|下午|晚上)?(?P<hour>\d{1,2})[点时](?P<part>半)",
    )
)
_JOINT = re.compile(r"(?:(?<=\d)t|(?:^|(?<= ))at)$")


def split_time(text: str) -> tuple[str, time] | None:
    """Part folded `text` into what stands before the time of day, and the time; None: no time.

    `mon 14:30`, `mon at 2:30pm`, `周五下午3点半`, and `2026-11-19t14:30` are read; 25:00 is not.
    """
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            at = _time(match.groupdict())
            before = _JOINT.sub("", match["before"].strip()).strip()
            return None if at is None else (before, at)
    return None


def _time(said: dict[str, str | None]) -> time | None:
    half = said.get("half")
    hour = int(said["hour"] or 0)
    minute = 30 if said.get("part") else int(said.get("minute") or 0)
    if half in {"am", "pm"} and not 1 <= hour <= _NOON:
        return None
    if half in _AFTERNOON and hour < _NOON:
        hour += _NOON
    elif half == "am" and hour == _NOON:
        hour = 0
    return time(hour, minute) if hour < _HOURS and minute < _MINUTES else None
