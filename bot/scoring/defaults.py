"""`each_line`: what the lines of a rubric or a section say unless they say otherwise."""

from collections.abc import Mapping
from typing import Any

from bot.scoring.source import Value


def fill_in(written: Mapping[str, Value]) -> dict[str, Any]:
    """Return the file with `each_line` written out in the lines.

    A line with another `rule` takes nothing from it, and neither does a section's own `each_line`.
    What is no list and no group of settings is left alone; the checks that follow name it.
    """
    general = _settings(written.get("each_line"))
    sections = written.get("sections")
    if not isinstance(sections, list):
        return dict(written)
    return {**written, "sections": [_section(section, general) for section in sections]}


def _section(section: Value, general: dict[str, Value]) -> Value:
    if not isinstance(section, dict):
        return section
    own = _line(_settings(section.get("each_line")), general)
    lines = section.get("lines")
    if not own or not isinstance(lines, list):
        return section
    return {
        **section,
        "lines": [_line(line, own) if isinstance(line, dict) else line for line in lines],
    }


def _line(line: dict[str, Value], own: dict[str, Value]) -> dict[str, Value]:
    is_other = line.get("rule", own.get("rule")) != own.get("rule")
    return line if is_other else {**own, **line}


def _settings(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}
