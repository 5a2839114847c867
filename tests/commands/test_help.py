"""Help: every command has one, for its reader, under the names used here."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from office import ADA, ANN, SUE, WANG, Office, open_office, said

from bot.commands import COMMANDS
from bot.commands.perf import ROUTES
from bot.settings import DEFAULT_COMMANDS
from bot.store import Database

_EXAMPLE = re.compile(r"^`/(\w+)[^`]*` \S", re.MULTILINE)
_MOST_LINES = 8


@pytest.fixture
def renamed(database: Database) -> Iterator[Office]:
    """Open an office in which another app owns /score."""
    yield from open_office(
        database, lambda it: it.model_copy(update={"commands": {"score": "scorecard"}})
    )


def test_every_command_has_help_and_a_route() -> None:
    assert tuple(command.name for command in COMMANDS) == DEFAULT_COMMANDS
    assert {*ROUTES} == {command for command in COMMANDS if command.name != "perf"}


@pytest.mark.parametrize("reader", [SUE, ANN])
def test_help_is_a_line_and_at_most_eight_examples(office: Office, reader: str) -> None:
    for name in DEFAULT_COMMANDS:
        told = office.type(f"/{name} help", by=reader)
        head, *lines = told.splitlines()
        examples = [line for line in lines if line.startswith("`/")]
        assert head.startswith("*"), name
        assert len(examples) <= _MOST_LINES, name
        assert [line for line in examples if not _EXAMPLE.match(line)] == [], name
        assert len(lines) - len(examples) <= 1, name


def test_the_words_for_help(office: Office) -> None:
    told = office.type("/team help", by=SUE)
    assert [office.type(f"/team {word}", by=SUE) for word in ("?", "帮助", "？", "HELP")] == [
        told
    ] * 4


def test_a_supervisor_reads_what_she_can_do(office: Office) -> None:
    assert office.type("/team help", by=SUE) == (
        "*Who is in which team, and how it is set*\n"
        "`/team` your team\n"
        "`/team add @mira @tom [from 1 dec]` puts people into it\n"
        "`/team remove @mira [from DATE]` takes somebody out\n"
        "`/team nickname @mira Mimi` a second name to find somebody by; `/team staffno @mira 1042` "
        "the staff number\n"
        "`/team channel #care` where it posts; `praise #kudos` for public praise\n"
        "`/team zone Europe/Berlin` whose days count; `language zh` for the channel"
    )


def test_hr_reads_more(office: Office) -> None:
    create, base, role, post = office.type("/team help", by=ADA).splitlines()[-4:]
    assert create == (
        '`/team create "Front Desk" #front-desk Asia/Shanghai zh` makes a team; `rename` renames it'
    )
    assert base == (
        "`/team base @mira 2000 [from 1 dec]` what her performance pay is reckoned from"
    )
    assert role == (
        "`/team role @jo supervisor|agent|hr [TEAM]` gives a role; `remove @jo hr` takes HR back"
    )
    assert post == (
        "`/team undelivered` what did not arrive; `retry 12` sends it again, `arrived 12` "
        "if it is there"
    )


def test_an_agent_does_not_read_what_only_others_can(office: Office) -> None:
    assert office.type("/deduct help", by=ANN) == (
        "*What was logged for you*\n"
        "`/deduct` your entries\n"
        "`/deduct list oct` those of a month\n"
        "Supervisors log. If an entry is not right, talk to yours: it can be corrected until the "
        "month is published."
    )
    assert "use" not in office.type("/rubric help", by=ANN)


def test_a_sentence_is_answered_with_the_way_to_ask(office: Office) -> None:
    office.slack.say("Hello, why did I lose a point?", by=ANN, channel="appraisal")
    answer = office.slack.dms(ANN)[-1]
    names = ", ".join(sorted(set(DEFAULT_COMMANDS) - {"perf"}))
    assert said([answer]) == (
        f"There is no command *hello*. There are: {names}.\n"
        "`/score why` says what each of your points was given or taken for.\n"
        "[Why?] [Help]"
    )
    assert "line by line" in office.press(answer, "Why?", by=ANN)
    assert office.type("/perf hello", by=SUE) == (
        f"There is no command *hello*. There are: {names}.\n[Help]"
    )


def test_commands_have_the_names_they_are_called_by(renamed: Office) -> None:
    told = renamed.type("/perf help", by=ANN)
    assert told.splitlines()[1] == "`/perf scorecard` where you stand, and why"
    assert renamed.type("/perf score help", by=ANN).splitlines()[1] == (
        "`/scorecard` your month so far"
    )


def test_help_in_chinese_keeps_the_commands(office: Office) -> None:
    told = {name: office.type(f"/{name} help", by=WANG) for name in DEFAULT_COMMANDS}
    assert {name for name, text in told.items() if not _EXAMPLE.search(text)} == set()
