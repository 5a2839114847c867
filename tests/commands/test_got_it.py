"""Got it: a person says that she has seen a message or a card, and nothing more."""

from __future__ import annotations

import pytest
from anns_month import FINAL, LATE, WHY, month
from office import ANN, LEE, SUE, Office, said
from sqlmodel import select

from bot.models import Receipt

__all__ = ["month"]

UNKNOWN = "There is no entry {} that you could see. `/deduct list` and `/commend list` show yours."
AGREE = "*Got it* means that you have seen it, not that you agree.\n"


def test_got_it_leaves_the_message_and_takes_its_button(month: Office) -> None:
    month.wait("+6m")
    first = month.slack.dms(ANN)[0]
    assert said([first]).endswith("D-1 · 📎 T-7\n[Got it] [Why?]")
    body = said([first]).removesuffix("[Got it] [Why?]")
    seen = f"{body}[Why?]\n✓ Seen Thu 19 Nov 10:06"
    assert month.press(first, "Got it", by=ANN) == seen
    assert month.dms(ANN)[0] == seen
    assert month.press(month.slack.dms(ANN)[0], "Why?", by=ANN) == f"{WHY}{LATE}[Whole card]"


def test_got_it_on_the_card_keeps_the_card(month: Office) -> None:
    month.wait("2026-12-01T09:00:00Z")
    card = month.slack.dms(ANN)[-1]
    assert said([card]) == f"{FINAL}{AGREE}[Got it] [Why?]"
    seen = f"{FINAL}{AGREE}[Why?]\n✓ Seen Tue 1 Dec 09:00"
    assert month.press(card, "Got it", by=ANN) == seen
    month.wait("+2h")
    assert month.type("/score ack", by=ANN) == seen
    assert month.type("/score ack nov", by=ANN) == seen
    assert month.type("/score nov", by=ANN) == f"{FINAL}✓ Seen Tue 1 Dec 09:00\n[Why?]"
    with month.reading() as session:
        receipts = session.exec(select(Receipt)).all()
    assert [(one.person_id, one.subject) for one in receipts] == [(ANN, "card:2026-11")]


def test_a_published_card_can_be_seen_from_the_command_too(month: Office) -> None:
    month.wait("2026-12-01T09:00:00Z")
    card = month.answer("/score last", by=ANN)
    assert said([card]) == f"{FINAL}[Got it] [Why?]"
    seen = month.press(card, "Got it", by=ANN)
    assert seen == f"{FINAL}{AGREE}[Why?]\n✓ Seen Tue 1 Dec 09:00"
    assert month.type("/score last", by=SUE).endswith("Ann Reed | 97 | A | – | 4")
    assert "[Got it]" not in month.type("/score @ann last", by=SUE)


@pytest.mark.parametrize(
    ("line", "by", "answer"),
    [
        (
            "got D-1",
            SUE,
            "D-1 is not about you; only the person it is about can say that it was seen.",
        ),
        (
            "got D-1",
            LEE,
            UNKNOWN.format("D-1"),
        ),
        (
            "got D-99",
            ANN,
            UNKNOWN.format("D-99"),
        ),
        ("got what", ANN, "*what* is not the number of an entry. It looks like `D-1042`."),
        (
            "got card:x",
            ANN,
            "*card:x* is not the number of an entry. It looks like `card:2026-10`.",
        ),
        (
            "got card:2026-11",
            ANN,
            "The card of November 2026 is not published yet. `/score` shows how it stands.",
        ),
        ("got", ANN, "That is not complete. `/score help` shows what works."),
    ],
)
def test_what_cannot_be_seen(month: Office, line: str, by: str, answer: str) -> None:
    assert month.type(f"/score {line}", by=by) == answer
