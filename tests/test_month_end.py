"""The month end: what is posted to whom."""

from __future__ import annotations

import json

from office import ANN, CARE, DESK, JOE, LEE, SUE, TOM, WANG, WORKSPACE, Office

from bot import roster


def test_the_first_at_nine_brings_summary_cards_and_reminder_once(office: Office) -> None:
    office.type(f"/deduct <@{ANN}> late yesterday", by=SUE)
    office.type(f"/deduct <@{ANN}> late today", by=SUE)
    office.type(f"/commend <@{WANG}> praise", by=SUE)
    office.wait("2026-12-01T08:59:00Z")
    assert len(office.dms(LEE)) == 0
    office.wait("2026-12-01T09:00:00Z")
    office.wait("2026-12-01T12:00:00Z")
    assert office.posts(CARE) == [
        (
            "Care · November\n"
            "Average *99.67* · 3 scorecards\n"
            "3 × *A*\n"
            "(How many have which grade)\n"
            "👏 Praised: 王芳\n"
            "The cards are in direct messages; each is seen by its person, the supervisor and HR."
        )
    ]
    assert office.dms(LEE) == [
        (
            "Lee Moss · November\n"
            "*100* of 100 · *A* Excellent\n"
            "Section | Points | Why\n"
            "Service quality | 40 / 40 | nothing recorded\n"
            "Efficiency and process | 25 / 25 | nothing recorded\n"
            "Customer satisfaction | 20 / 20 | nothing recorded\n"
            "Teamwork and growth | 15 / 15 | nothing recorded\n"
            "Scored on 77 of 100 points · Customer care agents, version 1 · published and final\n"
            "Nothing recorded, so points kept: Call-backs, Satisfaction survey, CSAT, "
            "Teamwork rating, Training hours\n"
            "*Got it* means that you have seen it, not that you agree.\n"
            "[Got it] [Why?]"
        )
    ]
    assert office.dms(WANG)[-1].startswith("王芳 · 11月\n*103* ")
    assert office.dms(SUE) == [
        (
            "Feedback interviews about November\n"
            "*Care*: 3 interviews to hold by Thu 31 Dec\n"
            "*Ann Reed* · 96 A · 2 × Late for shift\n"
            "[Held]\n"
            "*Lee Moss* · 100 A\n"
            "[Held]\n"
            "*王芳* · 103 A\n"
            "[Held]"
        )
    ]


def test_the_interviews_are_told_of_complaints_nobody_has_decided(office: Office) -> None:
    office.type(f"/complaint open <@{LEE}> billing -- refund", by=SUE)
    office.type(f"/complaint open <@{ANN}> billing -- refund", by=SUE)
    office.type("/complaint X-2 reject -- it came", by=SUE)
    office.wait("2026-12-01T09:00:00Z")
    told = office.dms(SUE)[-1].splitlines()
    assert [line for line in told if line.startswith("*") and "[" not in line][1:] == [
        "*Ann Reed* · 100 A",
        "*Lee Moss* · 100 A · not decided yet: X-1",
        "*王芳* · 100 A",
    ]


def test_a_card_says_which_complaints_it_was_made_without(office: Office) -> None:
    said = "Complaints not decided yet, so not counted: X-1"
    office.type(f"/complaint open <@{LEE}> billing -- refund", by=SUE)
    office.type(f"/complaint open <@{WANG}> billing -- refund", by=SUE)
    assert said in office.type("/score lee", by=SUE).splitlines()
    office.wait("2026-12-01T09:00:00Z")
    assert said in office.dms(LEE)[-1].splitlines()
    assert "投诉还没有处理，未计分：X-2" in office.dms(WANG)[-1].splitlines()
    assert "Complaints" not in office.dms(ANN)[-1]
    assert said in office.type("/score nov", by=LEE).splitlines()
    office.type("/complaint X-1 reject -- it came", by=SUE)
    assert "Complaints" not in office.type("/score nov", by=LEE)


def test_a_team_too_small_for_figures_that_name_nobody_gets_none(office: Office) -> None:
    office.type(f"/deduct <@{TOM}> late", by=JOE)
    office.wait("2026-12-01T09:00:00Z")
    assert office.posts(DESK) == [
        (
            "Desk · November\n"
            "1 scorecard is published.\n"
            "The cards are in direct messages; each is seen by its person, the supervisor and HR."
        )
    ]


def test_the_second_month_is_compared_with_the_first(office: Office) -> None:
    office.type(f"/deduct <@{ANN}> late", by=SUE)
    office.wait("2026-12-01T09:00:00Z")
    office.press(office.slack.dms(SUE)[-1], "Held", by=SUE)
    office.type(f"/deduct <@{LEE}> tone", by=SUE)
    office.type(f"/deduct <@{LEE}> smile", by=SUE)
    office.wait("2027-01-01T09:00:00Z")
    assert office.posts(CARE)[-1] == (
        "Care · December\n"
        "Average *99* · ▼ 0.33 from November · 3 scorecards\n"
        "3 × *A*\n"
        "(How many have which grade)\n"
        "Most improved: Ann Reed\n"
        "1 of 3 feedback interviews about November were held\n"
        "The cards are in direct messages; each is seen by its person, the supervisor and HR."
    )
    assert "\nThe feedback interview about November was not held\n" in office.posts(DESK)[-1]
    (chart,) = [
        block
        for block in office.slack.messages(CARE, SUE)[-1].blocks
        if block["type"] == "data_visualization"
    ]
    assert [one["name"] for one in chart["chart"]["series"]] == ["December", "November"]
    assert [point["value"] for point in chart["chart"]["series"][0]["data"]] == [3, 0, 0, 0, 0]
    assert office.dms(LEE)[-1].splitlines()[:2] == [
        "Lee Moss · December 2026",
        "*97* of 100 · *A* Excellent · ▼ 3 from November",
    ]
    assert "(Published months)" in office.dms(LEE)[-1].splitlines()


def test_nothing_in_the_channel_tells_of_a_deduction(office: Office) -> None:
    for item in ("late", "tone", "impatient", "absent -- gone", "careless -- twice", "F1 -- no"):
        office.type(f"/deduct <@{ANN}> {item}", by=SUE)
    office.wait("2026-12-01T09:00:00Z")
    (summary,) = [message for message in office.slack.messages(CARE, LEE) if message.reader is None]
    said = summary.text + json.dumps(summary.blocks)
    assert "Ann" not in said
    assert "Late" not in said
    assert "deduction" not in said.lower()


def test_without_a_channel_the_summary_goes_to_the_supervisors(office: Office) -> None:
    with office.desk.database.writing() as session:
        team = roster.team(session, workspace=WORKSPACE, team_id=1)
        team.channel = ""
        session.add(team)
    office.wait("2026-12-01T09:00:00Z")
    assert office.posts(CARE) == []
    assert office.dms(SUE)[0] == (
        "Care · November\n"
        "Average *100* · 3 scorecards\n"
        "3 × *A*\n"
        "(How many have which grade)\n"
        "The cards are in direct messages; each is seen by its person, the supervisor and HR.\n"
        "This is for the team, but Care has no channel yet. `/team channel #channel` sets it; "
        "then the summary goes there."
    )


def test_a_published_month_takes_no_entry(office: Office) -> None:
    office.wait("2026-12-01T09:00:00Z")
    assert office.type(f"/deduct <@{ANN}> late 19 nov", by=SUE) == (
        "November 2026 is closed: its cards are published. Log it for a day of the open month, "
        "and say in the note when it was."
    )
