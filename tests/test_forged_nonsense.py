"""Interactions that are none of ours, that nobody can have sent, or that were sent before."""

from __future__ import annotations

import json

import pytest
from forging import DEDUCTION, ENTRY, press, send, snapshot, submit, use
from office import ANN, JOE, SUE, Office


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
    submit(office, name, ENTRY, DEDUCTION, by=SUE)
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
    hers = json.dumps(submit(office, "entry", ENTRY, DEDUCTION, by=SUE, view="V7"))
    assert "Ann Reed" in hers
    before = snapshot(office)
    assert submit(office, "entry", ENTRY, DEDUCTION, by=JOE, view="V7") == {
        "response_action": "errors",
        "errors": {"people": "Ann Reed is not in your team. Sue Park or HR can do that."},
    }
    assert snapshot(office) == before


def test_a_view_that_was_sent_before_is_not_carried_out_again(office: Office) -> None:
    """A stale view, sent again with other values: the first answer, and nothing is written."""
    hers = submit(office, "entry", ENTRY, DEDUCTION, by=SUE, view="V7")
    before = snapshot(office)
    assert submit(office, "entry", {**ENTRY, "item": "A2"}, DEDUCTION, by=SUE, view="V7") == hers
    assert snapshot(office) == before
