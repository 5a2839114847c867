"""The catalogue: every sentence is in Chinese too, complete and in a form Slack can show."""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "bot/locales/zh_Hans/LC_MESSAGES/messages.po"
TYPED = re.compile(r"`[^`]*`|[/@#]\w+|\b\w+:")
GAP = re.compile(r"%\((\w+)\)s")
MARKED = re.compile(r"`[^`]+`|(?<![\w*])\*[^*]+\*(?!\w)")
ENGLISH = re.compile(r"[A-Za-z]{2,}")
KEPT = ("HR", "Slack", "CSV", "MB", "Escape channels, users, and links")
"""What a Chinese sentence says in Latin letters: names, and a label of Slack's own settings."""
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
