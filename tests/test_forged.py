"""Forged presses, forms and shortcuts: whatever a payload claims, rights are what they are.

Each row is a payload as Slack would sign it, with an action, a value, a form's memory or a message
of the attacker's choice. The table is held against the registries, so that none is forgotten.
"""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from forging import DEDUCTION, ENTRY, press, snapshot, submit, use
from office import ANN, JOE, OLD, ROB, SUE, WANG, ZED, Office, open_office

from bot.commands import COMMANDS, FORMS, SHORTCUTS
from bot.store import connect

DONE, NO = "done", "refused"
ONLY_SUE = (DONE, NO, NO, NO)
ONLY_ANN = (NO, DONE, NO, NO)
NOBODY = (NO, NO, NO, NO)
LEADS = (DONE, NO, DONE, NO)
HERS = (DONE, DONE, NO, NO)
HERS_OR_NONE = (DONE, DONE, NO, DONE)  # a stranger's list of Ann's is empty
MEMBERS = (DONE, DONE, DONE, NO)
ALL = (DONE, DONE, DONE, DONE)

Answers = tuple[str, str, str, str]
"""What her supervisor, the agent herself, another team's supervisor and a stranger get."""

# What there is of each kind that is Ann's and Sue's, and the cards that Sue was shown.
LINES = (
    "/deduct ann late",
    "/complaint open ann billing #CASE-991 -- what",
    "/record ann training 6",
    "/deduct ann lee tone",
    "/complaint open ann billing #CASE-991 -- again",
    "/complaint X-1 uphold A1",
    "/record ann lee training 6",
)

# Behind a command's name: the words of a button, and what becomes of them. Where several get an
# answer it is about what each may see; tests/test_rights.py reads the answers.
PRESSES: Mapping[str, Mapping[str, Answers]] = {
    "deduct": {
        f"<@{ANN}> tone -- what": ONLY_SUE,
        f"list <@{ANN}>": HERS_OR_NONE,
        "undo D-1": ONLY_SUE,
        "edit D-1 pts:-1 -- what": ONLY_SUE,
        "evidence D-1": ONLY_SUE,
        "void D-1 -- wrong": ONLY_SUE,
        "excuse D-1 -- wrong": ONLY_SUE,
        f"batch <@{ANN}> tone -- what": LEADS,
        f"lines <@{ANN}> tone": LEADS,
        "form": LEADS,
        "confirm 1": ONLY_SUE,
        "cancel 1": ONLY_SUE,
    },
    "commend": {f"<@{ANN}> praise": ONLY_SUE},
    "complaint": {
        f"open <@{ANN}> billing -- what": ONLY_SUE,
        f"list <@{ANN}>": HERS,
        "form": LEADS,
        "confirm 2": ONLY_SUE,
        "change 3": ONLY_SUE,
        "cancel 2": ONLY_SUE,
        "X-1": HERS,
        "X-1 uphold A1": ONLY_SUE,
        "X-1 reject -- no": ONLY_SUE,
        "X-1 resolve -- yes": ONLY_SUE,
        "X-1 note -- more": ONLY_SUE,
        "X-1 驳回 -- 不": ONLY_SUE,
        "X-1 解决 -- 好": ONLY_SUE,
        "X-1 办结 -- 好": ONLY_SUE,
        "X-1 备注 -- 多": ONLY_SUE,
    },
    "score": {
        f"<@{ANN}>": HERS,
        "team Care": ONLY_SUE,
        f"why <@{ANN}>": HERS,
        f"what-if <@{ANN}> -tone": HERS,
        f"what if <@{ANN}> -tone": HERS,
        f"rate <@{ANN}>": HERS,
        "got D-1": ONLY_ANN,
        "got card:2026-11": NOBODY,
        "ack": NOBODY,
    },
    "record": {
        f"<@{ANN}> training 6": ONLY_SUE,
        f"list <@{ANN}>": HERS_OR_NONE,
        "M-2": HERS,
        "undo M-2": ONLY_SUE,
        "void M-2 -- wrong": ONLY_SUE,
        "csv person,measure,value\nann,training,6": LEADS,
        "file": NOBODY,
        "form": LEADS,
        "confirm 4": ONLY_SUE,
        "cancel 4": ONLY_SUE,
    },
    "rubric": {
        "late": MEMBERS,
        "list": ALL,
        "show": MEMBERS,
        "diff care-agents front-desk-supervisor-table": ALL,
        "simulate front-desk-supervisor-table Care": NOBODY,
        "use front-desk-supervisor-table Care": NOBODY,
        "confirm 5": NOBODY,
        "cancel 5": ALL,
    },
    "month": {
        "status": LEADS,
        "draft Care": ONLY_SUE,
        "publish Care nov": NOBODY,
        "reopen Care nov -- why": NOBODY,
        "confirm 6": NOBODY,
        "cancel 6": NOBODY,
        "year Care": ONLY_SUE,
        "pay nov": NOBODY,
        f"held <@{ANN}>": NOBODY,
        "check Care nov": ONLY_SUE,
        "done 1": NOBODY,
        "undo 1": NOBODY,
        f"sign <@{ANN}>": NOBODY,
    },
    "team": {
        "setup": NOBODY,
        "show Care": HERS,
        "create Night": NOBODY,
        f"add <@{ZED}> Care": ONLY_SUE,
        f"remove <@{WANG}> Care": ONLY_SUE,
        f"role <@{ZED}> hr": NOBODY,
        f"nickname <@{ANN}> Annie": ONLY_SUE,
        f"staffno <@{ANN}> 1042": ONLY_SUE,
        "channel <#C0OTHER|other> Care": ONLY_SUE,
        "praise <#C0OTHER|other> Care": ONLY_SUE,
        f"base <@{ANN}> 2000": NOBODY,
        "zone Europe/Berlin Care": ONLY_SUE,
        "language zh Care": ONLY_SUE,
        "rubric front-desk-supervisor-table Care": NOBODY,
        "rename Care to Mine": NOBODY,
        "undelivered": NOBODY,
        "retry 1": NOBODY,
        "arrived 1": NOBODY,
    },
    "perf": {f"deduct <@{ANN}> tone -- what": ONLY_SUE},
}
VERBS_OF = {"deduct": "conduct_words", "commend": "conduct_words"}
ONE_DATABASE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""Rights are decided above the database; which one it is makes no difference to so many rows."""

LIKE_DEDUCT = {"commend"}  # both do what one table of verbs says


@dataclass(frozen=True)
class Filled:
    """A form as it is sent: what it remembers, and what was filled in."""

    values: Mapping[str, object]
    answers: Answers
    meta: Mapping[str, object] = field(default_factory=dict)


COMPLAINT = {"person": ANN, "category": "billing", "severity": "minor", "note": "what"}
FIGURE = {"people": [ANN], "measure": "training", "figure": "6", "day": "2026-11-19"}
SUBMISSIONS: Mapping[str, tuple[Filled, ...]] = {
    "entry": (
        Filled(ENTRY, ONLY_SUE, DEDUCTION),
        Filled(ENTRY, ONLY_SUE, {**DEDUCTION, "edits": 1}),
    ),
    "evidence": (Filled({"ref": "CASE-1"}, ONLY_SUE, {**DEDUCTION, "edits": 1}),),
    "batch": (Filled({"lines": f"<@{ANN}> tone -- what"}, LEADS, DEDUCTION),),
    "complaint": (Filled(COMPLAINT, ONLY_SUE),),
    "complaint_move": (
        Filled({"note": "no"}, ONLY_SUE, {"number": 1, "move": "reject"}),
        Filled({"note": "yes"}, ONLY_SUE, {"number": 1, "move": "resolve"}),
        Filled({"note": "more"}, ONLY_SUE, {"number": 1, "move": "note"}),
    ),
    "complaint_uphold": (
        Filled({"item": "A1", "day": "2026-11-19", "note": "it was so"}, ONLY_SUE, {"number": 1}),
    ),
    "record": (Filled(FIGURE, ONLY_SUE),),
    "record_csv": (Filled({"lines": "person,measure,value\nann,training,6"}, LEADS),),
    "record_void": (Filled({"note": "wrong"}, ONLY_SUE, {"number": 2}),),
    "rate": (
        Filled(
            {"superior:attitude": "80"},
            NOBODY,
            {"person": ANN, "day": "2026-11-19", "page": 1},
        ),
    ),
}
USES: Mapping[str, Answers] = {
    "log_deduction": LEADS,
    "log_commendation": LEADS,
    "open_complaint": LEADS,
}


@pytest.fixture(scope="module")
def sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database in which all LINES were typed, to be copied for each row."""
    path = tmp_path_factory.mktemp("forged") / "typed.db"
    shutil.copyfile(sqlite_template, path)
    database = connect(f"sqlite:///{path}")
    for office in open_office(database):
        for line in LINES:
            office.type(line, by=SUE)
    database.engine.dispose()
    return path


def outcome(caplog: pytest.LogCaptureFixture) -> str:
    """Return what became of the last request."""
    said = [record for record in caplog.records if record.msg.startswith("request command=")]
    assert isinstance(said[-1].args, tuple)
    return str(said[-1].args[2])


def check(
    office: Office,
    caplog: pytest.LogCaptureFixture,
    answers: Answers,
    act: Any,  # noqa: ANN401 - called with `by` alone
) -> None:
    """Let everybody try, those last who may; only the first of those may change anything."""
    caplog.set_level("INFO", "bot.slack")
    expected = dict(zip((SUE, ANN, JOE, ZED), answers, strict=True)) | {ROB: NO, OLD: NO}
    writer = next((who for who, one in expected.items() if one == DONE), "")
    found, before = {}, snapshot(office)
    for who in sorted(expected, key=lambda one: (expected[one] == DONE, one)):
        act(by=who)
        found[who] = outcome(caplog)
        after = snapshot(office)
        if who != writer:
            assert after == before
        before = after
    assert found == expected


@ONE_DATABASE
@pytest.mark.parametrize(
    ("command", "value", "answers"),
    [
        (command, value, answers)
        for command, values in PRESSES.items()
        for value, answers in values.items()
    ],
)
def test_a_forged_button_does_what_its_presser_may(
    office: Office,
    caplog: pytest.LogCaptureFixture,
    command: str,
    value: str,
    answers: Answers,
) -> None:
    check(office, caplog, answers, lambda by: press(office, f"run:{command}:9.9", value, by=by))


@ONE_DATABASE
@pytest.mark.parametrize(
    ("name", "filled"), [(name, one) for name, several in SUBMISSIONS.items() for one in several]
)
def test_a_forged_form_does_what_its_sender_may(
    office: Office, caplog: pytest.LogCaptureFixture, name: str, filled: Filled
) -> None:
    check(
        office,
        caplog,
        filled.answers,
        lambda by: submit(office, name, filled.values, filled.meta, by=by, view=f"V{by}"),
    )


@ONE_DATABASE
@pytest.mark.parametrize(("name", "answers"), USES.items())
def test_a_shortcut_opens_what_its_user_may(
    office: Office, caplog: pytest.LogCaptureFixture, name: str, answers: Answers
) -> None:
    check(office, caplog, answers, lambda by: use(office, name, by=by))


# The table against the registries.


def test_every_command_form_and_shortcut_has_rows() -> None:
    assert set(PRESSES) == {command.name for command in COMMANDS}
    assert set(SUBMISSIONS) == {form.name for form in FORMS}
    assert set(USES) == {shortcut.name for shortcut in SHORTCUTS}


@pytest.mark.parametrize("command", sorted(set(PRESSES) - LIKE_DEDUCT - {"perf"}))
def test_every_verb_has_a_row(command: str) -> None:
    module = importlib.import_module(f"bot.commands.{VERBS_OF.get(command, command)}")
    words = {word for line in PRESSES[command] for word in line.split()[:2]}
    verbs = {**module.VERBS, **getattr(module, "CASE_VERBS", {})}
    tried = {verbs[word] for word in words if word in verbs} | {verbs.get("")}
    assert [word for word, act in verbs.items() if act not in tried] == []
