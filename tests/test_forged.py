"""Forged presses, forms and shortcuts: whatever a payload claims, rights are what they are.

Each row is a payload as Slack would sign it, with an action, a value, a form's memory or a message
of the attacker's choice. The table is held against the registries, so that none is forgotten.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from office import ANN, CARE, JOE, OLD, ROB, SUE, WANG, WORKSPACE, ZED, Office
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.commands import COMMANDS, FORMS, SHORTCUTS

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


NEW = {"people": [ANN], "item": "A1", "day": "2026-11-19", "note": "what"}
COMPLAINT = {"person": ANN, "category": "billing", "severity": "minor", "note": "what"}
FIGURE = {"people": [ANN], "measure": "training", "figure": "6", "day": "2026-11-19"}
SUBMISSIONS: Mapping[str, tuple[Filled, ...]] = {
    "entry": (
        Filled(NEW, ONLY_SUE, {"kind": "deduction"}),
        Filled(NEW, ONLY_SUE, {"kind": "deduction", "edits": 1}),
    ),
    "evidence": (Filled({"ref": "CASE-1"}, ONLY_SUE, {"kind": "deduction", "edits": 1}),),
    "batch": (Filled({"lines": f"<@{ANN}> tone -- what"}, LEADS, {"kind": "deduction"}),),
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


def prepare(office: Office) -> None:
    """Let there be something of each kind that is Ann's and Sue's, and cards that Sue was shown."""
    office.type("/deduct ann late", by=SUE)
    office.type("/complaint open ann billing #CASE-991 -- what", by=SUE)
    office.type("/record ann training 6", by=SUE)
    office.type("/deduct ann lee tone", by=SUE)
    office.type("/complaint open ann billing #CASE-991 -- again", by=SUE)
    office.type("/complaint X-1 uphold A1", by=SUE)
    office.type("/record ann lee training 6", by=SUE)


def snapshot(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """Return every row there is, but for the requests that were carried out."""
    with office.reading() as session:
        connection = session.connection()
        return {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in SQLModel.metadata.tables.items()
            if name != "handled"
        }


def send(office: Office, payload: dict[str, Any], *, by: str) -> object:
    """Send an interaction as anybody, signed as Slack would; return what it is answered."""
    whole = {"team": {"id": WORKSPACE}, "user": {"id": by, "team_id": WORKSPACE}, **payload}
    return office.slack.wire.send_interaction(payload["type"], whole).body


def press(office: Office, action_id: str, value: str, *, by: str) -> None:
    action = {"action_id": action_id, "block_id": "b", "type": "button", "value": value}
    send(
        office,
        {
            "type": "block_actions",
            "channel": {"id": CARE},
            "container": {"type": "message", "message_ts": "1.1", "channel_id": CARE},
            "actions": [{**action, "action_ts": f"{by}.{value}"}],
            "trigger_id": "1.2.3",
        },
        by=by,
    )


def submit(office: Office, name: str, filled: Filled, *, by: str, view: str = "V1") -> object:
    state = {block: {block: _element(value)} for block, value in filled.values.items()}
    return send(
        office,
        {
            "type": "view_submission",
            "trigger_id": "1.2.3",
            "view": {
                "id": view,
                "type": "modal",
                "hash": f"h.{by}",
                "callback_id": name,
                "title": {"type": "plain_text", "text": "Forged"},
                "blocks": [{"type": "input", "block_id": block} for block in filled.values],
                "private_metadata": json.dumps(filled.meta),
                "state": {"values": state},
            },
        },
        by=by,
    )


def _element(value: object) -> dict[str, object]:
    return {"selected_users": value} if isinstance(value, list) else {"value": value}


def use(office: Office, callback_id: str, *, by: str) -> None:
    send(
        office,
        {
            "type": "message_action",
            "callback_id": callback_id,
            "trigger_id": f"1.2.{by}",
            "channel": {"id": CARE},
            "message": {"type": "message", "user": ANN, "ts": "1.1", "text": "late again"},
            "message_ts": "1.1",
        },
        by=by,
    )


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
    prepare(office)
    caplog.set_level("INFO", "bot.slack")
    expected = dict(zip((SUE, ANN, JOE, ZED), answers, strict=True)) | {ROB: NO, OLD: NO}
    writer = next((who for who, one in expected.items() if one == DONE), "")
    found = {}
    for who in sorted(expected, key=lambda one: (expected[one] == DONE, one)):
        before = snapshot(office)
        act(by=who)
        found[who] = outcome(caplog)
        if who != writer:
            assert snapshot(office) == before
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
        lambda by: submit(office, name, filled, by=by, view=f"V{by}"),
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


# What is no payload of ours.


@pytest.mark.parametrize(
    "action_id",
    [
        "",
        "run",
        "run:",
        "run:nothing:0.0",
        "RUN:deduct:0.0",
        "do:deduct:0.0",
        "deduct",
        "run:a\nb:1",
    ],
)
def test_an_unknown_action_does_nothing(
    office: Office, caplog: pytest.LogCaptureFixture, action_id: str
) -> None:
    caplog.set_level("INFO", "bot.slack")
    before = snapshot(office)
    press(office, action_id, f"<@{ANN}> late", by=SUE)
    assert snapshot(office) == before
    assert caplog.records == []


@pytest.mark.parametrize("name", ["", "nothing", "ENTRY", "run:deduct"])
def test_an_unknown_form_or_shortcut_does_nothing(office: Office, name: str) -> None:
    before = snapshot(office)
    submit(office, name, SUBMISSIONS["entry"][0], by=SUE)
    use(office, name, by=SUE)
    assert snapshot(office) == before


@pytest.mark.parametrize("meta", ["", "{", "[]", "null", '{"edits": "one"}', '{"kind": 7}'])
def test_a_form_that_remembers_nonsense_writes_nothing(office: Office, meta: str) -> None:
    before = snapshot(office)
    send(
        office,
        {
            "type": "view_submission",
            "view": {
                "id": "V1",
                "hash": "h.1",
                "callback_id": "evidence",
                "title": {"type": "plain_text", "text": "Forged"},
                "blocks": [{"type": "input", "block_id": "ref"}],
                "private_metadata": meta,
                "state": {"values": {"ref": {"ref": {"value": "CASE-1"}}}},
            },
        },
        by=SUE,
    )
    assert snapshot(office) == before


def test_somebody_else_s_view_gives_nothing_away(office: Office) -> None:
    """A view that Sue has sent, sent by Joe: he neither writes nor reads what she was answered."""
    filled = SUBMISSIONS["entry"][0]
    hers = json.dumps(submit(office, "entry", filled, by=SUE, view="V7"))
    assert "Ann Reed" in hers
    before = snapshot(office)
    assert submit(office, "entry", filled, by=JOE, view="V7") == {
        "response_action": "errors",
        "errors": {"people": "Ann Reed is not in your team. Sue Park or HR can do that."},
    }
    assert snapshot(office) == before


def test_a_view_that_was_sent_before_is_not_carried_out_again(office: Office) -> None:
    """A stale view, sent again with other values: the first answer, and nothing is written."""
    hers = submit(office, "entry", SUBMISSIONS["entry"][0], by=SUE, view="V7")
    before = snapshot(office)
    other = Filled({**NEW, "item": "A2"}, ONLY_SUE, {"kind": "deduction"})
    assert submit(office, "entry", other, by=SUE, view="V7") == hers
    assert snapshot(office) == before
