"""The words: all of them are in Chinese too, and no template or refusal is left over or missing."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from bot.messages import words_for

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "bot/locales/zh_Hans/LC_MESSAGES/messages.po"
TEMPLATES = ROOT / "bot/templates"
CODE = re.compile(r"`[^`]*`")
TYPED = re.compile(r"`[^`]*`|[/@#]\w+|\b\w+:")
GAP = re.compile(r"%\((\w+)\)s")
MARKED = re.compile(r"`[^`]+`|(?<![\w*])\*[^*]+\*(?!\w)")
ENGLISH = re.compile(r"[A-Za-z]{2,}")
KEPT = ("HR", "Slack", "CSV", "MB", "Escape channels, users, and links")
"""What a Chinese sentence says in Latin letters: names, and a label of Slack's own settings."""
CAUGHT = {"past_date"}
"""Refusals that the code itself answers; nobody reads them."""
BESIDE_A_MARK = " \n“”…—·()/"


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Return what `make messages` finds in the code and in the templates."""
    line = next(
        it for it in (ROOT / "Makefile").read_text("utf-8").splitlines() if " extract " in it
    )
    template = tmp_path_factory.mktemp("words") / "messages.pot"
    _, *arguments = shlex.split(line.replace("messages.pot", str(template)))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        CommandLineInterface().run(["pybabel", *arguments])
    with template.open("rb") as source:
        return read_po(source)


@cache
def _chinese() -> Catalog:
    with CATALOGUE.open("rb") as source:
        return read_po(source, locale="zh_Hans")


def _messages() -> list[Message]:
    return [message for message in _chinese() if message.id]


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the English or Chinese forms of a message: one, or the singular and the plural."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def _chinese_of(message: Message) -> str:
    """Return the sentence; Chinese has one form whatever the number."""
    (form,) = _forms(message.string)
    return form


def _key(message: Message) -> str:
    return _forms(message.id)[0]


def test_the_catalogue_has_every_message_and_no_other(extracted: Catalog) -> None:
    assert {m.id for m in _messages()} == {m.id for m in extracted if m.id}
    assert not _chinese().obsolete


def test_every_message_is_translated() -> None:
    assert [m.id for m in _messages() if m.fuzzy or not _chinese_of(m)] == []


def test_the_catalogue_stays_readable() -> None:
    text = CATALOGUE.read_text("utf-8")
    keys = [_key(m) for m in _messages()]
    assert keys == sorted(keys)
    assert "#:" not in text  # where a message stands changes with every commit
    assert "msgstr[1]" not in text  # Chinese has one form for every number
    assert text.startswith(
        'msgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Language: zh_Hans\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )


@pytest.mark.parametrize("message", _messages(), ids=_key)
def test_a_translation_fits_its_message(message: Message) -> None:
    english, chinese = _forms(message.id)[-1], _chinese_of(message)
    assert set(GAP.findall(chinese)) == set(GAP.findall(english))
    assert chinese.count("`") >= english.count("`")
    assert chinese.count("*") == english.count("*")
    assert chinese.replace("%%", "").count("%") == len(GAP.findall(chinese))


@pytest.mark.parametrize("message", _messages(), ids=_key)
def test_a_translation_is_chinese(message: Message) -> None:
    said = TYPED.sub("", GAP.sub("", _chinese_of(message)))
    for name in KEPT:
        said = said.replace(name, "")
    assert not ENGLISH.search(said)


@pytest.mark.parametrize("message", _messages(), ids=_key)
def test_slack_sees_the_marks(message: Message) -> None:
    """Slack shows `*` as it is beside a Chinese character or a full-width punctuation mark."""
    text = f" {_chinese_of(message)} "
    for found in MARKED.finditer(text):
        assert text[found.start() - 1] in BESIDE_A_MARK
        assert text[found.end()] in BESIDE_A_MARK


def _sources() -> Iterator[ast.AST]:
    for path in sorted((ROOT / "bot").rglob("*.py")):
        yield from ast.walk(ast.parse(path.read_text("utf-8")))


def _blocks() -> set[str]:
    """Return every block of every template, as `file.block`."""
    environment = words_for("en").environment
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


def test_every_refusal_has_its_sentence() -> None:
    blocks = {block.removeprefix("errors.") for block in _blocks() if block.startswith("errors.")}
    raised = _errors_raised() - CAUGHT
    assert {name for name in raised if not any(re.fullmatch(name, it) for it in blocks)} == set()


def _templates_named() -> set[str]:
    """Return what the code writes as `file.block`, as patterns; refusals go by their names."""
    files = "|".join(path.stem for path in TEMPLATES.iterdir())
    nodes = list(_sources())
    pieces = {id(it) for node in nodes if isinstance(node, ast.JoinedStr) for it in node.values}
    patterns = {_pattern(it) for it in nodes if isinstance(it, ast.expr) and id(it) not in pieces}
    named = {it for it in patterns if it and re.match(rf"(?:{files})\\\.", it)}
    return named - {r"errors\.\w+"} | {rf"errors\.{name}" for name in _errors_raised() - CAUGHT}


def test_every_template_is_there_and_used() -> None:
    named, blocks = _templates_named(), _blocks()
    assert {it for it in named if not any(re.fullmatch(it, block) for block in blocks)} == set()
    assert {it for it in blocks if not any(re.fullmatch(name, it) for name in named)} == set()


@pytest.mark.parametrize("path", sorted(TEMPLATES.iterdir()), ids=lambda path: path.name)
def test_every_sentence_can_be_translated(path: Path) -> None:
    """No English stands in a template outside `{% trans %}`."""
    outside, translated = "", False
    for _, kind, value in words_for("en").environment.lex(path.read_text("utf-8")):
        if kind == "name" and value in ("trans", "endtrans"):
            translated = value == "trans"
        elif kind == "data" and not translated:
            outside += value
        elif kind == "variable_begin":
            outside += "…"
    assert [line for line in CODE.sub("", outside).splitlines() if ENGLISH.search(line)] == []
