"""`each_line`: what the lines of a rubric or a section say unless they say otherwise."""

from collections.abc import Mapping
from typing import Any

from bot.scoring.source import Value


def fill_in(written: Mapping[str, Value]) -> dict[str, Any]:
    """Return the file with `each_line` written out in the lines.

    A line with another `rule` takes nothing from it. What is no list and no group of settings is
    left alone; the checks that follow name it.
    """
    general = _settings(written.get("each_line"))
    sections = written.get("sections")
    if not isinstance(sections, list):
        return dict(written)
    return {**written, "sections": [_section(section, general) for section in sections]}


def _section(section: Value, general: Mapping[str, Value]) -> Value:
    if not isinstance(section, dict):
        return section
    own = {**general, **_settings(section.get("each_line"))}
    lines = section.get("lines")
    if not own or not isinstance(lines, list):
        return section
    return {**section, "lines": [_line(line, own) for line in lines]}


def _line(line: Value, own: Mapping[str, Value]) -> Value:
    if not isinstance(line, dict) or line.get("rule", own.get("rule")) != own.get("rule"):
        return line
    return {**own, **line}


def _settings(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}
