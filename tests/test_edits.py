"""What is put right: whom the news reaches, in which message, and what it may not undo."""

from __future__ import annotations

import pytest
from mailing import state
from office import ADA, ANN, CARE, LEE, SUE, TOM, Office, said

WITHDRAWN = (
    "*D-3* was withdrawn: Late for shift, Thu 19 Nov. It no longer counts.\n"
    "{reason}"
    "November stands at 100"
)


@pytest.mark.parametrize(
    ("line", "reason"),
    [("/deduct undo D-3", ""), ("/deduct void D-3 -- wrong call", "> wrong call\n")],
)
def test_what_was_edited_and_taken_back_is_withdrawn_in_its_one_message(
    office: Office, line: str, reason: str
) -> None:
    office.type("/deduct ann late", by=SUE)
    office.wait("+6m")
    office.type("/deduct edit D-1 pts:-3 -- half an hour", by=SUE)
    office.wait("+1m")
    office.type(line, by=SUE)
    office.wait("+1m")
    assert office.dms(ANN) == [WITHDRAWN.format(reason=reason)]


def test_two_edits_are_one_message(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.wait("+6m")
    office.type("/deduct edit D-1 note:bus", by=SUE)
    office.wait("+1m")
    office.type("/deduct edit D-3 note:train", by=SUE)
    office.wait("+6m")
    assert office.dms(ANN) == [
        (
            "*D-3* was corrected and is now *D-5*: Late for shift, *−2*\n"
            "> train\n"
            "Thu 19 Nov, by Sue Park · with it, November stood at *98*"
        )
    ]


def test_edits_in_time_leave_one_message_that_is_right(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.type("/deduct edit D-1 note:bus", by=SUE)
    office.type("/deduct edit D-3 note:train", by=SUE)
    office.wait("+5m")
    (message,) = office.slack.dms(ANN)
    assert said([message]) == (
        "A deduction was logged for you: *Late for shift*, *−2*\n"
        "> train\n"
        "Thu 19 Nov, by Sue Park · with it, November stood at *98*\n"
        "D-5\n"
        "[Got it] [Why?]"
    )
    assert office.press(message, "Got it", by=ANN).splitlines()[-2:] == [
        "[Why?]",
        "✓ Seen Thu 19 Nov 10:05",
    ]


def test_what_is_edited_and_taken_back_in_time_is_never_told(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.type("/deduct edit D-1 note:bus", by=SUE)
    office.type("/deduct void D-3 -- the clock was wrong", by=SUE)
    office.wait("+6m")
    assert office.dms(ANN) == []


def test_only_the_last_edit_is_put_in_the_place_of_a_message(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.wait("+6m")
    edits = len(office.slack.calls("chat.update"))
    office.type("/deduct edit D-1 note:bus", by=SUE)
    office.type("/deduct void D-3 -- the clock was wrong", by=SUE)
    office.wait("+6m")
    assert office.dms(ANN) == [WITHDRAWN.format(reason="> the clock was wrong\n")]
    assert len(office.slack.calls("chat.update")) == edits + 1


def test_an_entry_that_goes_to_another_and_back_is_told_to_both(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.wait("+6m")
    office.type("/deduct edit D-1 to:lee", by=SUE)
    office.wait("+6m")
    office.type("/deduct void D-3 -- nobody was late", by=SUE)
    office.wait("+6m")
    assert office.dms(ANN) == ["*D-1* was withdrawn: it was not about you. It no longer counts."]
    assert office.dms(LEE) == [WITHDRAWN.format(reason="> nobody was late\n")]


def test_what_failed_and_was_taken_back_is_never_told(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.slack.fail("conversations.open", "user_not_found")
    office.wait("+6m")
    assert state(office, "entry:1") == ("failed", "user_not_found")
    office.type("/deduct void D-1 -- wrong person", by=SUE)
    assert office.type("/team retry 1", by=ADA) == "Message 1 was withdrawn; nothing was changed."
    office.wait("+6m")
    assert office.dms(ANN) == []


def test_what_failed_and_was_corrected_is_told_as_it_is_now(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.slack.fail("conversations.open", "user_not_found")
    office.wait("+6m")
    office.type("/deduct edit D-1 note:bus", by=SUE)
    office.wait("+6m")
    assert office.dms(ANN) == [
        (
            "A deduction was logged for you: *Late for shift*, *−2*\n"
            "> bus\n"
            "Thu 19 Nov, by Sue Park · with it, November stood at *98*\n"
            "D-3\n"
            "[Got it] [Why?]"
        )
    ]


def test_a_failed_edit_that_is_tried_again_does_not_undo_a_later_one(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.wait("+6m")
    office.type("/deduct edit D-1 note:bus", by=SUE)
    office.slack.fail("chat.update", "edit_window_closed")
    office.wait("+1m")
    assert state(office, "entry:1:1") == ("failed", "edit_window_closed")
    office.type("/deduct void D-3 -- wrong call", by=SUE)
    office.wait("+1m")
    assert office.type("/team retry 2", by=ADA) == "Message 2 was withdrawn; nothing was changed."
    assert office.dms(ANN) == [WITHDRAWN.format(reason="> wrong call\n")]


# Praise in public.


def posts(office: Office) -> list[str]:
    return [said([message]) for message in office.slack.messages(CARE, ANN)]


def test_edited_praise_is_public_about_the_right_person(office: Office) -> None:
    office.type("/commend ann praise !public -- so patient", by=SUE)
    office.type("/commend edit C-1 to:lee", by=SUE)
    office.wait("+6m")
    assert posts(office) == ["👏 *Lee Moss*: Praised by a customer\n> so patient"]
    assert office.dms(ANN) == []


def test_praise_that_went_out_is_edited_in_place(office: Office) -> None:
    office.type("/commend ann praise !public -- so patient", by=SUE)
    office.wait("+6m")
    office.type("/commend edit C-1 to:lee", by=SUE)
    office.wait("+1m")
    assert posts(office) == ["👏 *Lee Moss*: Praised by a customer\n> so patient"]
    office.type("/commend edit C-3 -- very patient", by=SUE)
    office.wait("+1m")
    assert posts(office) == ["👏 *Lee Moss*: Praised by a customer\n> very patient"]
    office.type("/commend void C-5 -- a mix-up", by=SUE)
    office.wait("+1m")
    assert posts(office) == ["A commendation of Lee Moss was withdrawn."]


def test_praise_of_another_team_s_agent_goes_to_that_team(office: Office) -> None:
    office.type("/commend ann praise !public", by=ADA)
    office.wait("+6m")
    office.type("/commend edit C-1 to:tom", by=ADA)
    office.wait("+6m")
    assert posts(office) == ["A commendation of Ann Reed was withdrawn."]
    assert [said([message]) for message in office.slack.messages("C0DESK", TOM)] == [
        "👏 *Tom Bell*: Praised by a customer"
    ]


def test_praise_given_several_times_at_once_is_one_post(office: Office) -> None:
    office.type("/commend ann praise x3 !public -- so patient", by=SUE)
    office.wait("+6m")
    assert posts(office) == ["👏 *Ann Reed*: Praised by a customer × 3\n> so patient"]
    office.type("/commend void C-2 -- a mix-up", by=SUE)
    office.wait("+1m")
    assert posts(office) == ["👏 *Ann Reed*: Praised by a customer × 2\n> so patient"]
    office.type("/commend edit C-1 to:lee", by=SUE)
    office.wait("+1m")
    (post,) = posts(office)
    assert post == (
        "👏 *Lee Moss*: Praised by a customer\n> so patient\n"
        "👏 *Ann Reed*: Praised by a customer\n> so patient"
    )
    office.type("/commend void C-3 -- a mix-up", by=SUE)
    office.type("/commend void C-6 -- a mix-up", by=SUE)
    office.wait("+1m")
    assert posts(office) == ["A commendation of Lee Moss was withdrawn."]


def test_praise_taken_back_in_time_is_never_public(office: Office) -> None:
    office.type("/commend ann praise x3 !public", by=SUE)
    office.type("/commend undo C-2", by=SUE)
    office.wait("+6m")
    assert posts(office) == ["👏 *Ann Reed*: Praised by a customer × 2"]
    office.type("/commend lee praise x2 !public", by=SUE)
    office.type("/commend undo", by=SUE)
    office.wait("+6m")
    assert posts(office) == ["👏 *Ann Reed*: Praised by a customer × 2"]


def test_private_praise_stays_private(office: Office) -> None:
    office.type("/commend ann praise", by=SUE)
    office.wait("+6m")
    office.type("/commend edit C-1 to:lee", by=SUE)
    office.wait("+6m")
    assert posts(office) == []


# What an edit may not do.


def test_an_edit_makes_no_old_entry_undoable(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.wait("+16m")
    office.type("/deduct edit D-1 note:bus", by=SUE)
    late = (
        "D-3 mends D-1, which is older than 15 minutes. "
        "Use `/deduct void D-3 -- reason`: it stays, struck out."
    )
    assert office.type("/deduct undo", by=SUE) == late
    assert office.type("/deduct undo D-3", by=SUE) == late
    assert office.type("/deduct undo all D-3", by=SUE) == late


def test_an_edit_makes_nobody_else_s_entry_undoable(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.type("/deduct edit D-1 note:bus", by=ADA)
    theirs = "Only who logged D-3 can undo it. A supervisor or HR can void it, with a reason."
    assert office.type("/deduct undo D-3", by=ADA) == theirs
    assert office.type("/deduct undo D-3", by=SUE) == theirs


def test_the_deduction_of_a_complaint_stays_with_its_person(office: Office) -> None:
    office.type("/complaint open ann billing major -- overcharged", by=SUE)
    office.choose("/complaint X-1 uphold", "Uphold", by=SUE)
    assert office.type("/deduct edit D-1 to:lee", by=SUE) == (
        "D-1 belongs to X-1 and stays with its person. Void it with a reason, reject X-1, "
        "and open a complaint about the right person."
    )
    assert "Lee" not in office.type("/complaint X-1", by=ANN)


def test_on_whose_part_a_complaint_was_upheld_is_shown_to_who_may_know(office: Office) -> None:
    office.type("/complaint open unknown attitude team:Care -- rude", by=ADA)
    office.choose("/complaint X-1 uphold @tom -- the call is on tape", "Uphold", by=ADA)
    assert "Tom Bell" in office.type("/complaint X-1", by=ADA)
    assert "Tom Bell" in office.type("/complaint X-1", by=TOM, channel="desk")
    assert "Tom Bell" not in office.type("/complaint X-1", by=SUE)
    assert "Tom Bell" not in office.type("/complaint list", by=SUE)


# What was logged together.


def logged_together(office: Office, line: str = "/deduct ann late x3") -> None:
    """Log several entries about one person, confirmed."""
    shown = office.answer(line, by=SUE)
    if "Log it" in said([shown]):
        office.press(shown, "Log it", by=SUE)


def test_what_was_logged_together_is_one_message(office: Office) -> None:
    logged_together(office)
    office.wait("+6m")
    (message,) = office.slack.dms(ANN)
    assert said([message]) == (
        "3 deductions were logged for you:\n"
        "• 3 × *Late for shift* · *−2* · Thu 19 Nov · D-1, D-2, D-3\n"
        "by Sue Park · November then stood at 94\n"
        "[Got it] [Why?]"
    )
    assert office.press(message, "Got it", by=ANN).splitlines()[-2:] == [
        "[Why?]",
        "✓ Seen Thu 19 Nov 10:06",
    ]


def test_one_of_several_is_taken_back_in_their_message(office: Office) -> None:
    logged_together(office)
    office.wait("+6m")
    office.type("/deduct undo D-2", by=SUE)
    office.type("/deduct excuse D-3 -- the bus strike", by=SUE)
    office.wait("+1m")
    assert office.dms(ANN) == [
        (
            "3 deductions were logged for you:\n"
            "• *Late for shift* · *−2* · Thu 19 Nov · D-1\n"
            "• ~D-2 · Late for shift~ · withdrawn\n"
            "• D-3 · Late for shift · excused\n"
            "by Sue Park · November then stood at 98"
        )
    ]
    office.type("/deduct undo D-1", by=SUE)
    office.wait("+1m")
    assert office.dms(ANN) == [
        (
            "3 deductions were logged for you:\n"
            "• ~D-1, D-2 · Late for shift~ · withdrawn\n"
            "• D-3 · Late for shift · excused\n"
            "by Sue Park · November then stood at 100"
        )
    ]


def test_one_of_several_undone_in_time_is_never_told(office: Office) -> None:
    logged_together(office)
    office.type("/deduct undo D-1", by=SUE)
    office.wait("+4m")
    assert office.dms(ANN) == []
    office.wait("+1m")
    assert office.dms(ANN) == [
        (
            "2 deductions were logged for you:\n"
            "• 2 × *Late for shift* · *−2* · Thu 19 Nov · D-2, D-3\n"
            "by Sue Park · November then stood at 96\n"
            "[Got it] [Why?]"
        )
    ]


def test_all_of_several_undone_in_time_are_never_told(office: Office) -> None:
    logged_together(office)
    office.type("/deduct undo all D-1", by=SUE)
    office.wait("+6m")
    assert office.dms(ANN) == []


def test_a_batch_is_one_message_a_person(office: Office) -> None:
    lines = "/deduct batch @ann late\n@lee late\n@ann smile -- on camera"
    office.choose(lines, "Log it", by=SUE)
    office.wait("+6m")
    assert office.dms(ANN) == [
        (
            "2 deductions were logged for you:\n"
            "• *Late for shift* · *−2* · Thu 19 Nov · D-1\n"
            "• *No smile on duty* · *−1* · Thu 19 Nov · D-3\n"
            "> on camera\n"
            "by Sue Park · November then stood at 97\n"
            "[Got it]"
        )
    ]
    assert len(office.dms(LEE)) == 1
    office.type("/deduct edit D-1 to:lee", by=SUE)
    office.wait("+6m")
    assert office.dms(ANN) == [
        (
            "2 deductions were logged for you:\n"
            "• ~D-1 · Late for shift~ · withdrawn\n"
            "• *No smile on duty* · *−1* · Thu 19 Nov · D-3\n"
            "> on camera\n"
            "by Sue Park · November then stood at 99"
        )
    ]
    assert len(office.dms(LEE)) == 2
