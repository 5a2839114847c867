"""The templates: none missing, none left over, and every line that help shows works as typed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from office import ANN, LEE, SUE, WANG, Office

from bot.commands import COMMANDS
from bot.words import words_for

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "bot/templates"
CODE = re.compile(r"`([^`]*)`")
BARE = re.compile(r"[A-Za-z]{2,}|[,;:.!?](?=\s)")
"""English words, and punctuation that other languages write otherwise."""
CAUGHT = {"past_date"}
"""Refusals that the code itself answers; nobody reads them."""
REAL = {
    "@mira": f"<@{ANN}>",
    "@tom": f"<@{LEE}>",
    "@ana": f"<@{WANG}>",
    "#care": "<#C0CARE|care>",
    "#kudos": "<#C0OTHER|other>",
    "D-1042": "D-1",
    "C-1043": "C-2",
    "X-88": "X-1",
    "DATE": "2026-12-01",
}
"""What stands in the office for the names and numbers in the examples."""
NOT_UNDERSTOOD = (
    "I did not understand",
    "I know nobody",
    "That is not complete",
    "There is no ",
    "The rubric has no",
    "看不懂",
    "找不到",
    "还没写完整",
    "没有“",
    "没有你能看的",
    "考评标准里没有",
)


@cache
def _sources() -> tuple[ast.AST, ...]:
    """Return every node of the bot's code."""
    texts = (path.read_text("utf-8") for path in sorted((ROOT / "bot").rglob("*.py")))
    return tuple(node for text in texts for node in ast.walk(ast.parse(text)))


def _blocks() -> set[str]:
    """Return every block of every template, as `file.block`."""
    environment = words_for("en", {}).environment
    return {
        f"{name.removesuffix('.txt')}.{block}"
        for name in environment.list_templates()
        for block in environment.get_template(name).blocks
    }


def _pattern(text: ast.expr) -> str | None:
    """Return what a text written in the code looks like; its gaps stand for any word."""
    if isinstance(text, ast.Constant) and isinstance(text.value, str):
        return re.escape(text.value)
    if isinstance(text, ast.JoinedStr):
        return "".join(_pattern(part) or r"\w+" for part in text.values)
    return None


def _errors_raised() -> set[str]:
    """Return the names given to UserError, FieldError and Usage, as patterns."""
    places = {"UserError": 0, "FieldError": 1}
    named = {"usage"}
    for node in _sources():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = places.get(node.func.id)
            for text in _branches(node.args[place]) if place is not None and node.args else ():
                named |= {_pattern(text) or ""}
    return named - {""}


def _branches(text: ast.expr) -> tuple[ast.expr, ...]:
    return (text.body, text.orelse) if isinstance(text, ast.IfExp) else (text,)


def _texts() -> set[str]:
    """Return every text written in the code, as patterns."""
    nodes = _sources()
    pieces = {id(it) for node in nodes if isinstance(node, ast.JoinedStr) for it in node.values}
    texts = {_pattern(it) for it in nodes if isinstance(it, ast.expr) and id(it) not in pieces}
    return {text for text in texts if text}


def test_every_template_is_there_and_used() -> None:
    files = "|".join(path.stem for path in TEMPLATES.iterdir())
    texts, blocks = _texts(), _blocks()
    named = {text for text in texts if re.match(rf"(?:{files})\\\.", text)} - {r"errors\.\w+"}
    named |= {rf"errors\.{name}" for name in _errors_raised() - CAUGHT}
    written = "\n".join(blocks)
    assert {it for it in named if not re.search(f"^{it}$", written, re.MULTILINE)} == set()
    called = re.compile("|".join(named))
    left = {it for it in blocks if not called.fullmatch(it)}
    assert {it for it in left if it.removeprefix("errors.") not in texts} == set()


@pytest.mark.parametrize("path", sorted(TEMPLATES.iterdir()), ids=lambda path: path.name)
def test_every_sentence_can_be_translated(path: Path) -> None:
    outside, translated = "", False
    for _, kind, value in words_for("en", {}).environment.lex(path.read_text("utf-8")):
        if kind == "name" and value in ("trans", "endtrans"):
            translated = value == "trans"
        elif kind == "data" and not translated:
            outside += value
        elif kind == "variable_begin":
            outside += "…"
    assert [line for line in CODE.sub("", outside).splitlines() if BARE.search(line)] == []


def _choices(line: str) -> list[str]:
    """Return a line of help as people would type it: without what is optional, and with each."""
    optional = re.search(r" \[([^]]*)\]", line)
    if optional is None:
        return [line]
    before, after = line[: optional.start()], line[optional.end() :]
    some = ("", *(f" {choice}" for choice in optional[1].split("|")))
    return [whole for choice in some for whole in _choices(before + choice + after)]


def _examples(office: Office) -> Iterator[str]:
    """Yield every whole line that the help of any command shows to a supervisor."""
    for command in COMMANDS:
        for code in CODE.findall(office.type(f"/{command.name} help", by=SUE)):
            for line in _choices(code) if code.startswith("/") else ():
                for name, real in REAL.items():
                    line = line.replace(name, real)  # noqa: PLW2901 - one name after the other
                yield line


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_help_is_in_lines_that_work(office: Office, locale: str) -> None:
    office.slack.change(SUE, locale=locale)
    office.type(f"/deduct <@{ANN}> late mon", by=SUE)
    office.type(f"/commend <@{ANN}> praise", by=SUE)
    office.type(f"/complaint open <@{ANN}> billing", by=SUE)
    answers = {line: office.type(line, by=SUE) for line in _examples(office)}
    assert len(answers) > 60
    assert [line for line, answer in answers.items() if answer.startswith(NOT_UNDERSTOOD)] == []
