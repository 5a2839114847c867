"""/team add, move, leave: who is in which team, from when to when."""

from __future__ import annotations

from care_shown import CARE_SHOWN, HINTS
from office import ADA, ANN, DESK, JOE, SUE, TOM, Office, said


def test_people_join_and_leave(office: Office) -> None:
    assert office.type("/team add @zed", by=SUE) == (
        "*Zed Fox* is in *Care* from Thu 19 Nov\n[Show Care]"
    )
    assert office.type("/team add @zed", by=SUE) == (
        "*Zed Fox* is in Care already, since Thu 19 Nov\n[Show Care]"
    )
    assert office.type("/team remove @zed from 1 dec", by=SUE) == (
        "*Zed Fox* is not in *Care* from Tue 1 Dec on"
    )
    assert office.type("/team", by=SUE) == (
        f"{CARE_SHOWN}*4 agents*\n"
        "• Ann Reed · since Sun 1 Nov\n"
        "• Lee Moss · since Sun 1 Nov\n"
        "• Zed Fox · since Thu 19 Nov\n"
        "• 王芳 (小芳) · since Sun 1 Nov\n"
        "↘ Zed Fox leaves on Tue 1 Dec\n"
        f"{HINTS}"
    )
    assert office.type("/team add zed", by=SUE) == (
        "*Zed Fox* is in Care already, since Thu 19 Nov\n[Show Care]"
    )
    assert office.type("/team remove @zed", by=SUE) == (
        "*Zed Fox* is not in *Care* from Thu 19 Nov on"
    )
    assert office.type("/team add <@U0ZED> from 2026-12-01", by=SUE) == (
        "*Zed Fox* is in *Care* from Tue 1 Dec\n[Show Care]"
    )
    assert office.type("/team", by=SUE) == (
        f"{CARE_SHOWN}*3 agents*\n"
        "• Ann Reed · since Sun 1 Nov\n"
        "• Lee Moss · since Sun 1 Nov\n"
        "• 王芳 (小芳) · since Sun 1 Nov\n"
        "↗ Zed Fox joins on Tue 1 Dec\n"
        f"{HINTS}"
    )
    assert office.type("/team 移出 @zed from mon", by=SUE) == (
        "*Zed Fox* is not in *Care* from Mon 23 Nov on"
    )
    assert office.type("/team remove @zed 从12月1日起", by=SUE) == (
        "Zed Fox is not in Care on Tue 1 Dec; nothing was changed."
    )
    assert office.type("/team remove @zed", by=SUE) == (
        "Zed Fox is not in Care on Thu 19 Nov; nothing was changed."
    )
    assert office.type("/team remove @lee", by=ANN) == (
        "Care is not your team. Sue Park or HR can do that."
    )
    assert office.type("/team add @zed", by=ANN) == (
        "Care is not your team. Sue Park or HR can do that."
    )


def test_a_supervisor_keeps_to_her_own_team(office: Office) -> None:
    assert office.type("/team add @tom", by=SUE) == (
        "Tom Bell belongs to Desk. Joe Wolf can let go, or HR can move people between teams."
    )
    assert office.type("/team remove @tom", by=SUE) == (
        "Tom Bell is not in Care on Thu 19 Nov; nothing was changed."
    )
    assert office.type("/team add @sue", by=SUE) == (
        "Nobody logs, records or decides about themselves. HR can."
    )
    assert office.type("/team add @ada", by=SUE) == "Only HR can do that."
    assert office.type("/team add @joe", by=SUE) == (
        "Joe Wolf belongs to Desk. HR can move people between teams."
    )
    assert office.type("/team remove @sue", by=SUE) == "Only HR can do that."
    assert office.type("/team add @zed Desk", by=SUE) == (
        "Desk is not your team. Joe Wolf or HR can do that."
    )
    assert office.type("/team role @ann supervisor", by=SUE) == "Only HR can do that."
    assert office.type("/team create Night", by=SUE) == "Only HR can do that."
    assert office.type("/team rename Night", by=SUE) == "Only HR can do that."
    assert office.type("/team add @old", by=SUE) == (
        "Olga Dunn is a bot or was deactivated, and cannot be in a team."
    )
    assert office.type("/team nickname @tom Tommy", by=SUE) == (
        "Tom Bell is not in your team. Joe Wolf or HR can do that."
    )
    assert office.type("/team zone UTC Desk", by=SUE) == (
        "Desk is not your team. Joe Wolf or HR can do that."
    )


def test_hr_moves_people_between_teams(office: Office) -> None:
    card = office.answer("/team add @tom", by=ADA)
    assert said([card]) == (
        "Which team? Choose, or add its name to the line: Care, Desk. Nothing is changed yet.\n"
        "[Care] [Desk]"
    )
    assert office.press(card, "Care", by=ADA) == (
        "*Tom Bell* is in *Care* from Thu 19 Nov · no longer in Desk\n[Show Care]"
    )
    assert office.type("/team", by=TOM, channel=DESK) == (
        f"{CARE_SHOWN}*4 agents*\n• Ann Reed\n• Lee Moss\n• Tom Bell\n• 王芳 (小芳)"
    )
    assert office.type("/team role @lee supervisor Desk from next month", by=ADA) == (
        "*Lee Moss* supervises *Desk* from Tue 1 Dec · no longer in Care\n[Show Desk]"
    )
    assert office.type("/team role @lee supervisor Desk", by=ADA) == (
        "*Lee Moss* supervises *Desk* from Thu 19 Nov · no longer in Care\n"
        "Lee Moss was an agent at the beginning of November: that card still comes, and so does "
        "the interview about it.\n"
        "[Show Desk]"
    )
    assert office.type("/team role @joe supervisor Care", by=ADA) == (
        "*Joe Wolf* supervises *Care* from Thu 19 Nov\n[Show Care]"
    )
    assert office.type("/team", by=JOE) == (
        "*2 teams* · HR: Ada Hart\n"
        "*Care* · Joe Wolf, Sue Park · 3 agents · <#C0CARE>\n"
        "[Show]\n"
        "Customer care agents v1\n"
        "*Desk* · Joe Wolf, Lee Moss · 0 agents · <#C0DESK>\n"
        "[Show]\n"
        "Customer care agents v1"
    )
    assert office.type("/team add @joe Care", by=ADA) == (
        "Joe Wolf supervises Desk, and an agent does not. HR can change that: `/team role @joe "
        "agent`"
    )
    assert office.type("/team role @joe agent Care", by=ADA) == (
        "*Joe Wolf* is an agent of *Care* from Thu 19 Nov · no longer in Desk\n[Show Care]"
    )
    assert office.type("/team remove @sue", by=ADA) == (
        "*Sue Park* is not in *Care* from Thu 19 Nov on\n⚠️ Nobody supervises Care then."
    )
    assert office.type("/team remove @zed", by=ADA) == (
        "Zed Fox was in no team on Thu 19 Nov 2026. `/team add @zed` puts somebody into one."
    )
    assert office.type("/team role @ann", by=ADA) == (
        "That is not complete. `/team help` shows what works."
    )
    assert office.type("/team role", by=ADA) == (
        "That is not complete. `/team help` shows what works."
    )


def test_days_have_limits(office: Office) -> None:
    assert office.type("/team add @zed Care from 1 oct", by=ADA) == (
        "Thu 1 Oct lies before the open month, and what was published stays as it is. The "
        "earliest day is Sun 1 Nov."
    )
    assert office.type("/team add @zed Care from 1 nov", by=ADA) == (
        "*Zed Fox* is in *Care* from Sun 1 Nov\n[Show Care]"
    )
    assert office.type("/deduct @zed late yesterday", by=SUE) == (
        "*D-1* · *Zed Fox* · Late for shift · *−2*\n"
        "Wed 18 Nov · November stands at *98* (was 100)\n"
        "Zed Fox is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )
    assert office.type("/team remove @zed from 10 nov", by=SUE) == (
        "Zed Fox has entries in the team up to Wed 18 Nov. The earliest day without it is Thu "
        "19 Nov."
    )
    assert office.type("/team remove @zed from yesturday", by=SUE) == (
        "*yesturday* is not a day. These work: `yesterday`, `mon`, `3d ago`, `19 nov`, "
        "`2026-11-19`."
    )
    assert office.type("/team remove @zed from 2028-01-01", by=SUE) == (
        "Sat 1 Jan 2028 is more than a year away. Did you mean another year?"
    )
    assert office.type("/team remove @zed from 03/04", by=SUE) == (
        "*03/04* may be Thu 4 Mar 2027 or Sat 3 Apr 2027. Write the month as a word, or "
        "`2026-11-19`."
    )
    assert office.type("/team remove @zed from today", by=SUE) == (
        "*Zed Fox* is not in *Care* from Thu 19 Nov on"
    )
    office.wait("+13d")
    assert office.type("/team add @zed from 20 nov", by=SUE) == (
        "Fri 20 Nov lies before the open month, and what was published stays as it is. The "
        "earliest day is Tue 1 Dec."
    )


def test_nobody_is_guessed(office: Office) -> None:
    card = office.answer("/team add zet", by=SUE)
    assert said([card]) == ("I know nobody called *zet* for sure. Did you mean Zed Fox?\n[Zed Fox]")
    assert office.press(card, "Zed Fox", by=SUE) == (
        "*Zed Fox* is in *Care* from Thu 19 Nov\n[Show Care]"
    )
    assert office.type("/team add nobody", by=SUE) == (
        "I know nobody called *nobody*. Use a mention, such as @mira: it is always exact."
    )
    assert office.type("/team add", by=SUE) == (
        "That is not complete. `/team help` shows what works."
    )
    assert office.type("/team add @zed flurb", by=SUE) == (
        "There is no team *flurb*. There are: Care, Desk."
    )
    assert office.type('/team "Care"', by=SUE) == office.type("/team show Care", by=SUE)
    assert office.type("/team dance", by=SUE) == (
        "I did not understand *dance*; nothing was changed. `/team help` shows what works, "
        "`/team show` your team."
    )


def test_people_are_found_by_nickname_and_number(office: Office) -> None:
    assert office.type("/team nickname @ann 小安", by=SUE) == "*Ann Reed* is also found as *小安*"
    assert office.type("/team staffno Ann Reed 1042", by=SUE) == (
        "*Ann Reed* has the staff number *1042*, and is found by it"
    )
    assert office.type("/team staffno @lee 1042", by=SUE) == "Ann Reed has the number 1042 already."
    assert office.type("/deduct 1042 late", by=SUE) == (
        "*D-1* · *Ann Reed* · Late for shift · *−2*\n"
        "Thu 19 Nov · November stands at *98* (was 100)\n"
        "Ann Reed is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )
    assert office.type("/deduct 小安 hair", by=SUE) == (
        "*D-2* · *Ann Reed* · Hair not to standard · *−1*\n"
        "Thu 19 Nov · November stands at *97* (was 98)\n"
        "Ann Reed is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )
    assert office.type("/team", by=SUE) == (
        f"{CARE_SHOWN}*3 agents*\n"
        "• Ann Reed (小安) · 1042 · since Sun 1 Nov\n"
        "• Lee Moss · since Sun 1 Nov\n"
        "• 王芳 (小芳) · since Sun 1 Nov\n"
        f"{HINTS}"
    )
    assert office.type("/team nickname 小安 none", by=SUE) == "*Ann Reed* has no nickname now"
    assert office.type("/team staffno @ann none", by=SUE) == "*Ann Reed* has no staff number now"
    assert office.type("/team nickname @ann", by=SUE) == (
        "That is not complete. `/team help` shows what works."
    )
    assert office.type("/team staffno @ann 123456789012345678901", by=SUE) == (
        "That is too long: 20 characters are the most."
    )
