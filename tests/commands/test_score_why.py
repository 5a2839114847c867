"""/score why and /score what-if: what makes up a card, and what another entry would do to it."""

from __future__ import annotations

import pytest
from anns_month import CARD, LATE, WHY, month
from office import ANN, LEE, NOW, SUE, WORKSPACE, Office
from sqlmodel import select

from bot import conduct, rights, roster
from bot.models import Entry

__all__ = ["month"]

# Why.


def test_why_shows_every_line_with_its_entries(month: Office) -> None:
    assert month.type("/score why", by=ANN) == (
        f"{WHY}"
        "*Service language and behaviour* · *13 / 15*\n"
        "15 − 1 × 2 (Unfriendly tone) = 13\n"
        "• D-3 · Mon 16 Nov · Unfriendly tone · −2\n"
        "• ~D-5 · Thu 19 Nov · No smile on duty~ · void: it was somebody else\n"
        f"{LATE}"
        "*Commendations* · *+3*\n"
        "1 × 3 (Praised by a customer) = 3\n"
        "• C-4 · Thu 19 Nov · Praised by a customer · +3 · _a letter_\n"
        "Nothing recorded: Work attitude 15 / 15 · Knowledge and skills 10 / 10 · Records 4 / 4 · "
        "Appearance and guidance 5 / 5 · Call-backs 4 / 4 · Satisfaction survey 6 / 6 · "
        "CSAT 4 / 4 · Complaints upheld 10 / 10 · Obedience and teamwork 6 / 6 · "
        "Teamwork rating 4 / 4 · Training hours 5 / 5\n"
        "*38 + 21 + 20 + 15 + 3 = 97* · *A* Excellent\n"
        "[Whole card]"
    )


@pytest.mark.parametrize(
    "line",
    [
        "why late",
        "why C5",
        "why 迟到",
        "why late for shift",
        "why discipline",
        "why Work discipline",
    ],
)
def test_why_of_an_item_or_a_line(month: Office, line: str) -> None:
    assert month.type(f"/score {line}", by=ANN) == f"{WHY}{LATE}[Whole card]"
    assert month.type(f"/score {line} @ann nov", by=SUE) == f"{WHY}{LATE}[Whole card]"


def test_why_of_one_item_leaves_the_others_of_its_line_out(month: Office) -> None:
    assert month.type("/score why smile", by=ANN) == (
        f"{WHY}"
        "*Service language and behaviour* · *13 / 15*\n"
        "15 − 1 × 2 (Unfriendly tone) = 13\n"
        "• ~D-5 · Thu 19 Nov · No smile on duty~ · void: it was somebody else\n"
        "[Whole card]"
    )


def test_why_shows_what_was_measured(month: Office) -> None:
    month.type(f"/record <@{ANN}> calls 590", by=SUE)
    assert month.type("/score why callbacks", by=ANN) == (
        "Ann Reed · November\n"
        "*96* of 100, line by line\n"
        "*Call-backs* · *3 / 4*\n"
        "4 − (600 − 590) × 0.1 = 3\n"
        "• M-7 · Thu 19 Nov · Call-backs · 590 calls\n"
        "[Whole card]"
    )


def test_why_of_nothing_says_so(month: Office) -> None:
    assert month.type("/score why uniform", by=ANN) == (
        f"{WHY}*Appearance and guidance* · *5 / 5*\nnothing recorded: 5\n[Whole card]"
    )
    assert month.type("/score why E6", by=LEE) == (
        "Lee Moss · November\n"
        "*100* of 100, line by line\n"
        "Nothing of it was recorded this month, so it changes nothing.\n"
        "[Whole card]"
    )


def test_a_note_cannot_ping_or_forge(month: Office) -> None:
    month.type(f"/deduct <@{LEE}> tone -- <!channel> *all* & <@U0ADA|ada>", by=SUE)
    answer = month.type("/score why tone", by=LEE)
    assert "_&lt;!channel&gt; *all* &amp; @ada_" in answer


def test_the_worst_month_ever_still_fits_into_messages(office: Office) -> None:
    with office.desk.database.writing() as session:
        by = rights.actor(session, workspace=WORKSPACE, user=SUE, at=NOW)
        ann = roster.person(session, workspace=WORKSPACE, user=ANN)
        version = conduct.setting(session, workspace=WORKSPACE, person=ann, day=NOW.date()).version
        drafts = [
            conduct.Draft(ann, item, NOW.date(), note="long " * 100)
            for item in version.rubric.entries
            for _ in range(4)
        ]
        conduct.log(session, by=by, drafts=drafts, at=NOW, key="test")
    why = office.answer("/score why", by=ANN)
    assert [block["type"] for block in why.blocks][-3:] == ["context", "section", "actions"]
    assert office.type("/score", by=ANN).splitlines()[1] == "*33* of 100 · *E* To improve"
    office.wait("2026-12-01T09:00:00Z")
    assert office.dms(ANN)[-1].splitlines()[1] == "*33* of 100 · *E* To improve"


# What if.


def test_what_if_shows_before_and_after_and_stores_nothing(month: Office) -> None:
    with month.reading() as session:
        before = len(session.exec(select(Entry)).all())
    assert month.type("/score what-if -tone +praise x2", by=ANN) == (
        "What if? Ann Reed · November\n"
        "Unfriendly tone: 1 more · Praised by a customer: 2 more\n"
        "97 → *101* · ▲ 4\n"
        "This is only a trial: nothing was stored and nobody is told.\n"
        "Section | Now | Then | Why\n"
        "Service language and behaviour | 13 / 15 | 11 / 15 | "
        "15 − 2 × 2 (Unfriendly tone) = 11\n"
        "Commendations | +3 | +9 | 3 × 3 (Praised by a customer) = 9\n"
        "[Whole card]"
    )
    with month.reading() as session:
        assert len(session.exec(select(Entry)).all()) == before
    assert month.type("/score", by=ANN) == CARD


def test_what_if_an_entry_were_not_there(month: Office) -> None:
    assert month.type("/score what-if @ann +late x2", by=SUE) == (
        "What if? Ann Reed · November\n"
        "Late for shift: 2 fewer\n"
        "97 → *101* · ▲ 4\n"
        "This is only a trial: nothing was stored and nobody is told.\n"
        "Section | Now | Then | Why\n"
        "Work discipline | 8 / 12 | 12 / 12 | nothing recorded: 12\n"
        "[Whole card]"
    )


def test_what_if_down_a_grade(month: Office) -> None:
    month.type(f"/deduct <@{LEE}> tone", by=SUE)
    lines = month.type("/score what-if -F3 -absent -6 -careless -5", by=LEE).splitlines()
    assert lines[1:3] == [
        (
            "Sowed discord: 1 more · Left the post empty: 1 more (−6) · "
            "Irresponsible at work: 1 more (−5)"
        ),
        "98 → *83* · ▼ 15 · A → *B*",
    ]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (
            "",
            (
                "What shall be supposed? `-` is one more deduction, `+` one more commendation: "
                "`/score what-if -tone +praise x2`"
            ),
        ),
        (
            "late +praise",
            (
                "*Late for shift* has no sign before it: `-` is one more deduction, `+` one more "
                "commendation: `/score what-if -tone +praise x2`"
            ),
        ),
        (
            "zzz +praise",
            (
                "I did not understand *zzz*; nothing was written. A line that works: "
                "`/score what-if -tone +praise x2`"
            ),
        ),
        ("-zzz", "The rubric has no item *zzz*. `/rubric` shows what there is."),
        ("-tone -9", "−9 is outside the range of *Unfriendly tone*: −4 to −1."),
        (
            "+tone x3",
            "*Unfriendly tone* stands 1 time for Ann Reed this month; no more can be taken away.",
        ),
    ],
)
def test_what_cannot_be_supposed(month: Office, line: str, answer: str) -> None:
    assert month.type(f"/score what-if {line}", by=ANN) == answer
    assert month.type(f"/score what if {line}", by=ANN) == answer


def test_a_supervisor_is_shown_a_line_with_a_name_in_it(month: Office) -> None:
    assert month.type("/score what-if", by=SUE).endswith("`/score what-if @mira -tone +praise x2`")
