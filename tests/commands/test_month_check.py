"""/month check: what would keep a month from going out well, with what mends each."""

from __future__ import annotations

import pytest
from in_force import score_by
from office import (
    ADA,
    ANN,
    DESK,
    JOE,
    LEE,
    OTHER,
    SUE,
    TOM,
    WANG,
    WORKSPACE,
    Office,
    said,
)

from bot import roster
from bot.models import Person

EARLY = "2026-12-01T07:00:00Z"
OVER = "2026-12-01T09:00:00Z"


def test_every_line_says_what_is_missing_for_whom_and_what_mends_it(office: Office) -> None:
    for what in ("callbacks 20", "survey satisfied", "training 6"):
        for person in (ANN, LEE, WANG):
            office.type(f"/record <@{person}> {what}", by=SUE)
    for person in (ANN, WANG):
        office.type(f"/record <@{person}> csat 4.6", by=SUE)
        office.type(f"/record <@{person}> teamwork 4", by=SUE)
    office.type("/complaint open lee billing -- refund", by=SUE)
    assert office.type("/month check", by=SUE) == (
        "Care · November\n"
        "*3 things to mend so far*\n"
        "• *CSAT*: nothing recorded for Lee Moss · `/record @lee csat …`\n"
        "• Ratings are missing for Lee Moss · `/score rate @lee`\n"
        "• Complaints that nobody has decided: X-1 · `/complaint X-1`\n"
        "[Draft]"
    )


def test_a_month_that_is_over_is_to_be_signed_and_its_steps_done(office: Office) -> None:
    score_by(office, "cs-specialist-appraisal-cover")  # S20: a form
    office.wait(EARLY)
    check = office.answer("/month check", by=SUE)
    assert said([check]) == (
        "Care · November\n"
        "*3 things to mend before it goes out*\n"
        "• *Compiled by* is not signed on the card of Ann Reed, Lee Moss, 王芳 · "
        "waits for you: `/month sign clean 2026-11`\n"
        "• *Reviewed by* is not signed on the card of Ann Reed, Lee Moss, 王芳 · "
        "waits for Ada Hart\n"
        "• *Approved by* is not signed on the card of Ann Reed, Lee Moss, 王芳 · "
        "HR puts it down\n"
        "[Draft] [Publish]"
    )
    assert office.type("/month check", by=ADA).splitlines()[2:5] == [
        (
            "• *Compiled by* is not signed on the card of Ann Reed, Lee Moss, 王芳 · "
            "waits for Sue Park"
        ),
        (
            "• *Reviewed by* is not signed on the card of Ann Reed, Lee Moss, 王芳 · "
            "waits for you: `/month sign clean 2026-11`"
        ),
        (
            "• *Approved by* is not signed on the card of Ann Reed, Lee Moss, 王芳 · "
            '`/month sign @ann 2026-11 as "Approved by" -- …`'
        ),
    ]
    score_by(office, "channel-rules-plan")  # S03: three steps
    lines = office.type("/month check nov", by=SUE).splitlines()
    assert lines[3:6] == [
        "• The step *Tell the team the results in time* is not done · `/month done tell 2026-11`",
        (
            "• The step *Reward the excellent, guide and correct the poor* is not done · "
            "`/month done reward 2026-11`"
        ),
        (
            "• The step *Report the results to senior leaders* is not done · "
            "`/month done report 2026-11`"
        ),
    ]


def test_hr_reads_what_a_supervisors_card_lacks_too(office: Office) -> None:
    score_by(office, "front-desk-supervisor-table", role=roster.SUPERVISOR)  # S31: counted, rated
    office.wait(EARLY)
    first = office.type("/month check", by=SUE).splitlines()
    assert not [line for line in first if "Sue Park" in line]
    assert [line for line in office.type("/month check", by=ADA).splitlines() if "Sue" in line] == [
        "• Ratings are missing for Ann Reed, Lee Moss, 王芳, Sue Park · `/score rate @ann`",
        (
            "• *Superior's score and note* is not signed on the card of Sue Park · "
            "waits for you: `/month sign @sue 2026-11`"
        ),
    ]
    office.type("/record sue attitude 15 30 nov", by=ADA)
    office.type("/month sign sue nov", by=ADA)
    assert "Sue" not in office.type("/month check", by=ADA)


def test_interviews_notes_and_the_channel_are_looked_at(office: Office) -> None:
    office.wait(OVER)
    for person in ("ann", "lee"):
        office.type(f"/month held @{person}", by=SUE)
    with office.desk.database.writing() as session:
        team = roster.team(session, workspace=WORKSPACE, team_id=1)
        team.channel = ""
        session.add(team)
    assert office.type("/month check dec", by=SUE).splitlines()[-3:] == [
        "• Interviews about November: not held with 王芳 · `/month held @wangfang 2026-11`",
        "• Care has no channel for its summary · `/team channel #…`",
        "[Draft]",
    ]


def test_what_mends_it_is_said_in_the_reader_s_language(office: Office) -> None:
    with office.desk.database.writing() as session:
        session.get_one(Person, (WORKSPACE, SUE)).locale = "zh-CN"
    lines = office.type("/month check", by=SUE).splitlines()
    assert [line.partition("`")[2].strip("`") for line in lines if "`" in line] == [
        "/record @ann 回访 …",
        "/record @ann 满意度 …",
        "/record @ann 评分 …",
        "/record @ann 培训 …",
        "/score 打分 @ann",
    ]


def test_nothing_missing_is_said_so(office: Office) -> None:
    score_by(office, "cs-specialist-appraisal-cover", team=2)
    assert office.type("/month check", by=JOE, channel=OTHER) == (
        "Desk · November\n*Nothing is missing*\n[Draft]"
    )


def test_what_went_out_with_gaps_is_told_afterwards(office: Office) -> None:
    score_by(office, "tech-company-agent-monthly")
    office.wait(OVER)
    assert office.type("/month check nov", by=SUE).splitlines()[1:3] == [
        "*4 things were left open when it went out*",
        "• *Leave*: nothing recorded for Ann Reed, Lee Moss, 王芳 · `/record @ann leave …`",
    ]


def test_many_names_are_cut_short(office: Office) -> None:
    for id_ in ("U0JOE", "U0ZED", "U0TOM", "U0ADA"):
        office.type(f"/team role <@{id_}> agent care", by=ADA)
    assert "+1" not in office.type("/month check care", by=ADA)


@pytest.mark.parametrize(
    ("line", "by", "answer"),
    [
        (
            "check oct",
            SUE,
            (
                "In October 2026 nobody of Care can be appraised: there is no agent, or no "
                "rubric in force. `/team add @mira` and `/rubric list` help."
            ),
        ),
        (
            "check desk",
            SUE,
            "Only Joe Wolf and HR see the table of Desk. `/score` shows your own card.",
        ),
    ],
)
def test_what_cannot_be_checked(office: Office, line: str, by: str, answer: str) -> None:
    assert office.type(f"/month {line}", by=by) == answer


def test_of_several_teams_it_is_the_one_of_the_channel(office: Office) -> None:
    assert office.type("/month check", by=ADA, channel=DESK).startswith("Desk · November\n")
    which = "Which team? Add its name: Care, Desk.\n[Care] [Desk]"
    assert office.type("/month check", by=ADA, channel=OTHER) == which
    office.type("/team channel <#C0DESK|desk> Care", by=ADA)
    assert office.type("/month check", by=ADA, channel=DESK) == which
    assert office.type("/month check Care nov", by=ADA, channel=DESK).startswith("Care · ")


def test_a_team_whose_only_agent_left_within_the_month_has_nobody_to_check(office: Office) -> None:
    office.wait("2026-11-25T10:00:00Z")
    office.type(f"/team add <@{TOM}> Care from 25 nov", by=ADA)
    assert office.type("/month check nov Desk", by=JOE, channel=DESK) == (
        "In November 2026 nobody of Desk can be appraised: there is no agent, or no rubric in "
        "force. `/team add @mira` and `/rubric list` help."
    )
