"""Renamed commands: everything said to a person names them as this workspace does."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from office import ADA, ANN, CARE, JOE, LEE, SUE, TOM, WANG, ZED, Office, open_office, said

from bot.settings import DEFAULT_COMMANDS
from bot.store import Database
from bot.words import words_for

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "bot/locales/zh_Hans/LC_MESSAGES/messages.po"
CALLED = {
    "deduct": "docket",
    "commend": "kudos",
    "complaint": "case-book",
    "score": "绩效",
    "record": "figures",
    "rubric": "scheme",
    "month": "period",
    "team": "crew",
    "perf": "appraisal",
}
OWN_NAME = re.compile(rf"/(?:{'|'.join(DEFAULT_COMMANDS)})(?![\w-])", re.ASCII)
MADE_UP = {one: f"x{at}" for at, one in enumerate(DEFAULT_COMMANDS)}
NOTE = "see /score and /deduct list"


@pytest.fixture(params=["en-US", "zh-CN"])
def renamed(database: Database, request: pytest.FixtureRequest) -> Iterator[Office]:
    """Open an office that has other names for all commands; everybody reads one language."""
    for office in open_office(database, lambda it: it.model_copy(update={"commands": CALLED})):
        for person in (ADA, SUE, JOE, ANN, LEE, WANG, TOM, ZED):
            office.slack.change(person, locale=request.param)
        yield office


def _sentences() -> Iterator[str]:
    with CATALOGUE.open("rb") as source:
        catalogue = read_po(source, locale="zh_Hans")
    for message in catalogue:
        yield from message.id if isinstance(message.id, tuple) else (str(message.id),)


def _own_names(parts: Iterable[Any]) -> list[str]:
    """Return where something shown has a command by its own name."""
    return OWN_NAME.findall(json.dumps([*parts], ensure_ascii=False))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sentence_keeps_the_own_name_of_a_command(language: str) -> None:
    words = words_for(language, MADE_UP)
    sentences = [*_sentences()]
    assert [it for it in sentences if OWN_NAME.search(words.gettext(it))] == []
    assert sum(OWN_NAME.search(it) is not None for it in sentences) > 100


@pytest.mark.parametrize("path", sorted((ROOT / "bot/templates").iterdir()), ids=lambda it: it.name)
def test_templates_name_commands_in_sentences_alone(path: Path) -> None:
    outside, translated = "", False
    for _, kind, value in words_for("en", {}).environment.lex(path.read_text("utf-8")):
        if kind == "name" and value in ("trans", "endtrans"):
            translated = value == "trans"
        elif not translated:
            outside += value
    assert OWN_NAME.findall(outside) == []


def _written(tree: ast.AST) -> Iterator[str]:
    """Yield the texts in code, docstrings left out."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_code_names_commands_in_sentences_alone() -> None:
    known, found = {*_sentences()}, []
    for path in sorted((ROOT / "bot").rglob("*.py")):
        if "playground" not in path.parts and path.name != "words.py":  # which finds the names
            texts = _written(ast.parse(path.read_text("utf-8")))
            found += [text for text in texts if OWN_NAME.search(text) and text not in known]
    assert found == []


@pytest.mark.parametrize("renamed", ["en-US"], indirect=True)
def test_a_refusal_names_what_to_type(renamed: Office) -> None:
    assert renamed.type("/docket late", by=SUE).splitlines()[0] == (
        "Who, and what for? For example `/docket @mira late yesterday`"
    )
    assert renamed.type("/scheme use", by=SUE) == (
        "That is not complete. `/scheme help` shows what works."
    )
    assert renamed.type("/crew dance", by=SUE) == (
        "I did not understand *dance*; nothing was changed. "
        "`/crew help` shows what works, `/crew show` your team."
    )
    assert renamed.type("/period dance", by=SUE) == (
        "I did not understand *dance*; nothing was written. A line that works: `/period draft oct`"
    )


@pytest.mark.parametrize("renamed", ["zh-CN"], indirect=True)
def test_a_refusal_in_chinese(renamed: Office) -> None:
    assert renamed.type("/绩效 假如", by=WANG) == (
        "要假设什么？ `-` 是多一次扣分， `+` 是多一次表扬： `/绩效 假如 -语气 +表扬 x2`"
    )
    assert renamed.type("/period 跳舞", by=SUE) == (
        "看不懂“*跳舞*”，没有记录。可以这样写： `/period 草稿 10月`"
    )


@pytest.mark.parametrize("renamed", ["en-US"], indirect=True)
def test_every_command_under_one_other_name(renamed: Office) -> None:
    told = renamed.type("/appraisal help", by=ANN).splitlines()
    assert told[1] == "`/appraisal 绩效` where you stand, and why"
    assert told[-1] == "The same works in a message to me. `/绩效 help` and its like tell more."
    assert renamed.type("/appraisal dance", by=ANN) == (
        "There is no command *dance*. There are: case-book, crew, docket, figures, kudos, period, "
        "scheme, 绩效.\n"
        "`/绩效 why` says what each of your points was given or taken for.\n"
        "[Why?] [Help]"
    )
    mine = renamed.type("/绩效", by=ANN)
    assert [renamed.type(f"/appraisal {it}", by=ANN) for it in ("绩效", "score")] == [mine] * 2


def test_two_commands_that_changed_names(database: Database) -> None:
    swapped = {"commands": {"score": "team", "team": "score"}}
    for office in open_office(database, lambda it: it.model_copy(update=swapped)):
        crew = office.type("/score", by=ANN)
        assert crew.startswith("Care\n*Supervised by* Sue Park")
        assert office.type("/perf score", by=ANN) == crew
        assert office.type("/score help", by=ANN).splitlines()[1].startswith("`/score` your team")


LINES = (
    "/appraisal",
    *(f"/{called} dance" for called in CALLED.values()),
    f"/docket <@{ANN}> late",
    f"/docket <@{ZED}> late",
    f"/docket <@{SUE}> late",
    "/docket edit D-1",
    "/docket void D-99 -- no",
    f"/kudos <@{ANN}> praise pts:-3",
    f"/case-book open <@{ANN}> billing",
    "/case-book X-1 uphold dance",
    f"/figures <@{ANN}> dance 590",
    "/figures void M-99 -- no",
    f"/绩效 <@{ANN}> why dance",
    "/绩效 what-if",
    "/绩效 rate",
    "/绩效 oct",
    "/scheme",
    "/scheme use dance",
    "/period oct",
    "/period publish",
    "/crew",
    f"/crew role <@{SUE}> agent",
)


def test_answers_and_forms(renamed: Office) -> None:
    for line in LINES:
        messages = renamed.slack.type(line, by=SUE, channel=CARE)
        assert _own_names(message.blocks for message in messages) == [], line
        view = renamed.slack.modal(SUE)
        if view is not None:
            assert _own_names([view.content]) == [], line
            renamed.slack.close(by=SUE)


def test_homes_and_the_month_end(renamed: Office) -> None:
    renamed.type("/crew channel none", by=SUE)
    renamed.type(f"/docket <@{ANN}> late", by=SUE)
    renamed.type(f"/kudos <@{ANN}> praise !public", by=SUE)
    for to in ("+5m", "2026-12-01T09:00:00+00:00"):
        renamed.wait(to)
        for person in (ADA, SUE, JOE, ANN, WANG, ZED):
            assert _own_names([renamed.slack.home(person).content]) == []
            assert _own_names(message.blocks for message in renamed.slack.dms(person)) == []
    for channel in (CARE, "C0DESK"):
        assert _own_names(one.blocks for one in renamed.slack.messages(channel, ADA)) == []


def test_what_people_write_is_left_alone(renamed: Office) -> None:
    renamed.type(f"/docket <@{ANN}> late -- {NOTE}", by=SUE)
    assert NOTE in renamed.type("/docket list", by=SUE)
    renamed.wait()
    assert NOTE in said(renamed.slack.dms(ANN))
    made = renamed.type('/crew create "Ask /deduct"', by=ADA)
    assert "Ask /deduct" in made
    assert "`/crew" in made
