"""/complaint uphold, reject, resolve: with the effect in view, and what comes of it later."""

from __future__ import annotations

import pytest
from in_force import score_by
from major_complaint import BUTTONS, MAJOR, upheld
from office import ADA, ANN, JOE, LEE, SUE, WANG, ZED, Office, said
from sqlmodel import select

from bot.models import ComplaintMove, Entry

EFFECT = (
    "*Uphold X-1?* This is what it will do:\n"
    "*Ann Reed* · Major complaint upheld · *−6* · Thu 19 Nov\n"
    "November: 100 → *94*\n"
    "⚠️ This is a critical item.\n"
    "> promised refund not sent\n"
    "Nothing is written until you press.\n"
    "[Uphold] [Edit] [Cancel]"
)
UPHELD = (
    "*X-1* is upheld, and *D-1* logged for it.\n"
    "*Ann Reed* · Major complaint upheld · *−6* · Thu 19 Nov\n"
    "November stands at *94* (was 100)\n"
    "Ann Reed is told in 5 minutes.\n"
    "[Undo D-1] [Show X-1]"
)


def test_upholding_shows_its_effect_and_happens_when_it_is_pressed(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    card = office.answer("/complaint X-1 uphold", by=SUE)
    assert said([card]) == EFFECT
    assert office.type("/deduct list", by=SUE).startswith("*No deductions*")
    assert office.press(card, "Uphold", by=SUE) == UPHELD
    office.wait("+5m")
    assert office.dms(ANN) == [
        (
            "A deduction was logged for you: *Major complaint upheld*, *−6*\n"
            "> promised refund not sent\n"
            "Thu 19 Nov, by Sue Park · with it, November stood at *94*\n"
            "D-1 · 📎 CASE-991\n"
            "[Got it] [Why?]"
        )
    ]


def test_complaint_and_deduction_point_at_each_other(office: Office) -> None:
    upheld(office)
    with office.reading() as session:
        (entry,) = session.exec(select(Entry)).all()
        move = session.exec(select(ComplaintMove).where(ComplaintMove.move == "uphold")).one()
    assert (entry.number, entry.complaint) == (1, 1)
    assert (move.complaint, move.entry) == (1, 1)


@pytest.mark.parametrize(
    "line", ["/complaint uphold X-1", "/complaint x1 成立", "/complaint X-1 uphold major"]
)
def test_verb_and_number_may_change_places(office: Office, line: str) -> None:
    office.type(MAJOR, by=SUE)
    assert office.type(line, by=SUE) == EFFECT


def test_a_minor_complaint_is_the_minor_item(office: Office) -> None:
    office.type("/complaint open lee waiting -- waited an hour", by=SUE)
    assert office.type("/complaint X-1 uphold", by=SUE).splitlines()[1:3] == [
        "*Lee Moss* · Complaint upheld · *−3* · Thu 19 Nov",
        "November: 100 → *97*",
    ]


def test_the_line_may_say_another_item_other_points_and_who_it_was(office: Office) -> None:
    office.type("/complaint open unknown attitude -- rude on the phone", by=SUE)
    card = office.answer("/complaint X-1 uphold <@U0WANG> tone -3 -- it was on tape", by=SUE)
    assert said([card]) == (
        "*Uphold X-1?* This is what it will do:\n"
        "*王芳* · Unfriendly tone · *−3* · Thu 19 Nov\n"
        "November: 100 → *97*\n"
        "> it was on tape\n"
        "Nothing is written until you press.\n"
        "[Uphold] [Edit] [Cancel]"
    )
    office.press(card, "Uphold", by=SUE)
    assert office.type("/complaint X-1", by=WANG).splitlines()[0] == "*X-1* · *成立*"
    assert office.type("/complaint list @wangfang", by=SUE).splitlines()[0] == "*1 complaint*"


def test_what_is_missing_is_asked_in_a_form_with_the_rest_filled_in(office: Office) -> None:
    office.type("/complaint open unknown attitude", by=SUE)
    office.type("/complaint X-1 uphold tone", by=SUE)
    view = office.slack.modal(SUE)
    assert view is not None
    assert [block["block_id"] for block in view.content["blocks"]] == [
        "person", "item", "day", "note", "points",
    ]  # fmt: skip
    assert office.slack.submit({"note": "heard it"}, by=SUE) == {
        "person": "Please complete this required field."
    }
    assert office.slack.submit({"person": LEE, "points": "9"}, by=SUE) == {
        "points": "−9 is outside the range of Unfriendly tone: −4 to −1."
    }
    assert office.slack.submit({"points": ""}, by=SUE) == {}
    shown = office.slack.modal(SUE)
    assert shown is not None
    assert office.press(shown, "Uphold", by=SUE) == ""
    assert office.type("/complaint X-1", by=SUE).splitlines()[2] == (
        "D-1 · Lee Moss · Unfriendly tone · *−2* · Thu 19 Nov"
    )


def test_other_points_need_a_reason_of_their_own(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    assert office.type("/complaint X-1 uphold -8", by=SUE) == ""
    view = office.slack.modal(SUE)
    assert view is not None
    assert view.content["callback_id"] == "complaint_uphold"
    assert view.content["blocks"][0]["text"]["text"] == (
        "*−8* is not what *Major complaint upheld* costs by the rubric: say in the note why."
    )
    assert (
        said([office.answer("/complaint X-1 uphold -8 -- twice promised", by=SUE)]).splitlines()[1]
        == "*Ann Reed* · Major complaint upheld · *−8* · Thu 19 Nov"
    )


def test_the_card_can_be_changed_or_dropped(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    assert office.choose("/complaint X-1 uphold", "Edit", by=SUE) == ""
    assert office.slack.submit({"item": "A4"}, by=SUE) == {}
    assert office.choose("/complaint X-1 uphold", "Cancel", by=SUE) == "Nothing was written."
    assert office.type("/complaint X-1", by=SUE).splitlines()[0] == "*X-1* · *open*"


def test_a_card_is_pressed_once_by_the_same_person_and_in_time(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    card = office.answer("/complaint X-1 uphold", by=SUE)
    assert office.type("/complaint confirm 1", by=ADA) == (
        "That card is not yours, or it is gone. Type the line again."
    )
    office.wait("+31m")
    assert office.press(card, "Uphold", by=SUE) == (
        "This card is older than half an hour and has lapsed; nothing was written. "
        "Type the line again."
    )
    card = office.answer("/complaint X-1 uphold", by=SUE)
    assert office.type("/complaint confirm 2", by=SUE) == UPHELD
    assert office.press(card, "Uphold", by=SUE) == "This was decided already; nothing changed."


def test_two_cards_uphold_once(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    first = office.answer("/complaint X-1 uphold", by=SUE)
    second = office.answer("/complaint X-1 uphold", by=ADA)
    assert office.press(first, "Uphold", by=SUE) == UPHELD
    assert office.press(second, "Uphold", by=ADA) == "X-1 is upheld already; nothing changed."


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/deduct undo D-1", "undone: the complaint holds no points now"),
        ("/deduct void D-1 -- wrong call", "void: the complaint holds no points now"),
    ],
)
def test_without_its_deduction_a_complaint_is_open_again(
    office: Office, line: str, told: str
) -> None:
    upheld(office)
    office.type(line, by=SUE)
    shown = office.type("/complaint X-1", by=SUE).splitlines()
    assert (shown[0], shown[4], shown[-1]) == (
        "*X-1* · *open again*",
        f"~D-1 · Ann Reed · Major complaint upheld~ · {told}",
        BUTTONS,
    )
    assert office.type("/complaint list open", by=SUE).splitlines()[1] == (
        "X-1 · open again · *Ann Reed* · Billing · major · Thu 19 Nov"
    )
    assert office.choose("/complaint X-1 uphold", "Uphold", by=SUE).splitlines()[0] == (
        "*X-1* is upheld, and *D-3* logged for it."
    )


def test_an_excused_deduction_leaves_the_complaint_upheld(office: Office) -> None:
    upheld(office)
    office.type("/deduct excuse D-1 -- the system was down", by=SUE)
    shown = office.type("/complaint X-1", by=SUE).splitlines()
    assert (shown[0], shown[4]) == (
        "*X-1* · *upheld*",
        "D-1 · Ann Reed · Major complaint upheld · excused, counts 0",
    )


def test_an_edited_deduction_is_followed(office: Office) -> None:
    upheld(office)
    office.type("/deduct edit D-1 pts:-5 -- less than it seemed", by=SUE)
    shown = office.type("/complaint X-1", by=SUE).splitlines()
    assert shown[4] == "D-3 · Ann Reed · Major complaint upheld · *−5* · Thu 19 Nov"
    assert "X-1" not in office.type("/complaint list open", by=SUE)
    office.type("/deduct void D-3 -- it was nothing", by=SUE)
    assert "X-1 · open again" in office.type("/complaint list open", by=SUE)


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        (["X-1 reject -- a mix-up", "X-1 uphold"], "rejected"),
        (["X-1 resolve -- done", "X-1 resolve -- done"], "resolved"),
    ],
)
def test_moves_that_do_not_follow_are_refused(
    office: Office, lines: list[str], answer: str
) -> None:
    office.type(MAJOR, by=SUE)
    office.type(f"/complaint {lines[0]}", by=SUE)
    assert (
        office.type(f"/complaint {lines[1]}", by=SUE)
        == {
            "rejected": "X-1 is rejected, and that was the last word. "
            "A note can still be added: `X-1 note …`",
            "resolved": "X-1 is resolved already; nothing changed. "
            "A note can still be added: `X-1 note …`",
        }[answer]
    )


def test_an_upheld_complaint_is_not_simply_rejected(office: Office) -> None:
    upheld(office)
    assert office.type("/complaint X-1 reject -- no", by=SUE) == (
        "X-1 is upheld. To take that back, void its deduction; then it can be decided anew."
    )


def test_a_rubric_without_complaints_asks_what_it_is(office: Office) -> None:
    score_by(office, "scenic-agent-infraction-list")
    office.type("/complaint open ann attitude -- shouted at a guest", by=SUE)
    card = office.answer("/complaint X-1 uphold -- on tape", by=SUE)
    assert said([card]) == (
        "What is X-1 logged as? The rubric has no item of its own for this complaint.\n"
        "[Guest complained about words or behaviour] [All items]"
    )
    assert office.press(card, "Guest complained about words or behaviour", by=SUE).splitlines()[
        :2
    ] == [
        "*Uphold X-1?* This is what it will do:",
        "*Ann Reed* · Guest complained about words or behaviour · *−6* · Thu 19 Nov",
    ]
    assert office.choose("/complaint X-1 uphold", "All items", by=SUE) == ""
    view = office.slack.modal(SUE)
    assert view is not None
    assert view.content["callback_id"] == "complaint_uphold"


def test_words_that_are_no_item_are_not_swept_away(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    assert office.type("/complaint X-1 uphold zzz", by=SUE) == (
        "I did not understand *zzz*; nothing was written. A line that works: "
        "`/complaint X-1 uphold tone -3 -- why`\n"
        "[Guest complained about words or behaviour] [Complaint upheld] "
        "[Major complaint upheld] [All items]"
    )


def test_a_missing_reason_is_asked_for(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    assert office.type("/complaint X-1 reject", by=SUE) == ""
    assert office.slack.submit({"note": "the customer took it back"}, by=SUE) == {}
    assert office.type("/complaint X-1", by=SUE).splitlines()[-2:] == [
        "Thu 19 Nov 10:00 · rejected · Sue Park · “the customer took it back”",
        "[Add a note]",
    ]


def test_a_reason_typed_without_its_mark_is_in_the_form(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    office.type("/complaint X-1 reject took it back", by=SUE)
    view = office.slack.modal(SUE)
    assert view is not None
    assert view.content["blocks"][0]["element"]["initial_value"] == "took it back"


def test_in_a_closed_month_it_is_logged_for_today_or_not_at_all(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    office.wait("2026-12-02T10:00:00Z")  # the month end has published November
    card = office.answer("/complaint X-1 uphold", by=SUE)
    assert said([card]) == (
        "November 2026 is closed, so X-1 cannot cost points there any more. It can be logged for "
        "a day of the open month: `/complaint X-1 uphold on:today`\n"
        "[Log it for today]"
    )
    assert office.press(card, "Log it for today", by=SUE).splitlines()[1:3] == [
        "*Ann Reed* · Major complaint upheld · *−6* · Wed 2 Dec",
        "December: 100 → *94*",
    ]


def test_a_closed_month_is_said_before_the_item_is_asked_for(office: Office) -> None:
    score_by(office, "scenic-agent-infraction-list")
    office.type("/complaint open ann attitude -- shouted at a guest", by=SUE)
    office.wait("2026-12-02T10:00:00Z")
    assert office.type("/complaint X-1 uphold -- on tape", by=SUE) == (
        "November 2026 is closed, so X-1 cannot cost points there any more. It can be logged for "
        "a day of the open month: `/complaint X-1 uphold on:today`"
    )
    asked = office.type("/complaint X-1 uphold on:today -- on tape", by=SUE)
    assert asked.startswith("What is X-1 logged as?")


def test_who_was_found_out_by_a_deduction_of_another_day_is_decided_by_that_day(
    office: Office,
) -> None:
    office.type(f"/team add <@{ZED}> Care from 10 nov", by=ADA)
    office.type("/complaint open unknown attitude sev:minor on 5 nov -- shouted", by=SUE)
    office.choose(f"/complaint X-1 uphold <@{ZED}> tone on 12 nov", "Uphold", by=SUE)
    office.type("/complaint X-1 note -- called back", by=SUE)
    assert office.type("/complaint X-1 resolve -- refunded", by=ADA) == (
        "*X-1* · *upheld and resolved*\n"
        "*Zed Fox* · Attitude · minor · Thu 5 Nov\n"
        "> shouted\n"
        "D-1 · Zed Fox · Unfriendly tone · *−2* · Thu 12 Nov\n"
        "Thu 19 Nov 10:00 · opened · Sue Park\n"
        "Thu 19 Nov 10:00 · upheld · Sue Park\n"
        "Thu 19 Nov 10:00 · noted · Sue Park · “called back”\n"
        "Thu 19 Nov 10:00 · resolved · Ada Hart · “refunded”\n"
        "[Add a note]"
    )


def test_a_complaint_about_who_turns_out_to_have_left_by_then_is_the_team_s_to_decide(
    office: Office,
) -> None:
    office.type("/complaint open lee attitude -- shouted", by=SUE)
    office.choose("/complaint X-1 uphold tone", "Uphold", by=SUE)
    office.type("/deduct void D-1 -- it was not hers", by=SUE)
    office.type("/team remove lee from 10 nov", by=SUE)
    shown = office.type("/complaint X-1", by=SUE).splitlines()
    assert shown[0] == "*X-1* · *open again*"
    assert shown[3] == (
        "~D-1 · Lee Moss · Unfriendly tone~ · void: the complaint holds no points now"
    )
    assert office.type("/complaint X-1 reject -- as good as unknown", by=JOE) == (
        "There is no complaint X-1 that you could see. `/complaint list all` shows yours."
    )
    told = office.type("/complaint X-1 reject -- she had left", by=SUE)
    assert told.splitlines()[0] == "*X-1* · *rejected*"
    assert "[Add a note]" in office.type("/complaint X-1", by=ADA)
