"""/score: who sees which card, and what it says."""

from __future__ import annotations

from datetime import date

import pytest
from anns_month import CARD, month
from in_force import score_by
from office import ADA, ANN, JOE, LEE, OTHER, SUE, TOM, WANG, WORKSPACE, ZED, Office, said

from bot import membership, roster

__all__ = ["month"]

PRIVATE = "The card of Ann Reed is private. Ann Reed, Sue Park and HR see it."


# Who sees what.


def test_an_agent_sees_her_own_month_to_date(month: Office) -> None:
    assert month.type("/score", by=ANN) == CARD
    assert month.type("/perf scorecard", by=ANN) == CARD
    assert month.type("/perf score", by=ANN) == CARD
    assert month.type("/score me nov", by=ANN) == CARD


@pytest.mark.parametrize("line", ["<@U0ANN>", "@ann", "ann", "Ann Reed", "nov ann", "ann 11月"])
def test_a_supervisor_and_hr_see_an_agents_card(month: Office, line: str) -> None:
    assert month.type(f"/score {line}", by=SUE) == CARD
    assert month.type(f"/score {line}", by=ADA) == CARD


@pytest.mark.parametrize(
    "line", ["<@U0ANN>", "why <@U0ANN>", "<@U0ANN> why", "what-if <@U0ANN> -late"]
)
def test_nobody_else_does(month: Office, line: str) -> None:
    for stranger in (LEE, TOM, JOE, ZED):
        assert month.type(f"/score {line}", by=stranger, channel=OTHER) == PRIVATE


def test_a_supervisor_sees_the_team_best_first(month: Office) -> None:
    table = (
        "Care · November\n"
        "Average *99* · so far, up to Thu 19 Nov\n"
        "Agent | Total | Grade | Change | Entries\n"
        "Lee Moss | 100 | A | – | 0\n"
        "王芳 | 100 | A | – | 0\n"
        "Ann Reed | 97 | A | – | 4"
    )
    assert month.type("/score", by=SUE) == table
    assert month.type("/score team", by=SUE) == table
    assert month.type("/score team nov", by=SUE) == table
    assert month.type("/score team care 2026-11", by=ADA) == table


def test_hr_sees_every_team_and_opens_one_by_its_button(month: Office) -> None:
    overview = month.answer("/score", by=ADA)
    assert said([overview]) == (
        "*November* · 2 teams\n"
        "Team | Average | Change | Cards | Entries\n"
        "Care | 99 | – | 3 | 4\n"
        "Desk | 100 | – | 1 | 0\n"
        "[Care] [Desk]"
    )
    assert month.press(overview, "Desk", by=ADA) == (
        "Desk · November\n"
        "Average *100* · so far, up to Thu 19 Nov\n"
        "Agent | Total | Grade | Change | Entries\n"
        "Tom Bell | 100 | A | – | 0"
    )


@pytest.mark.parametrize(
    ("line", "by", "answer"),
    [
        ("team", ANN, "Only Sue Park and HR can do that for your team."),
        ("team Care", ANN, "Only Sue Park and HR can do that for your team."),
        ("team", ZED, "Only a team's supervisors and HR can do that."),
        ("team Desk", SUE, "Only Joe Wolf and HR see the table of Desk."),
    ],
)
def test_a_teams_table_is_for_who_answers_for_it(
    office: Office, line: str, by: str, answer: str
) -> None:
    assert office.type(f"/score {line}", by=by) == f"{answer} `/score` shows your own card."


@pytest.mark.parametrize(
    ("line", "by", "answer"),
    [
        ("", ZED, "Zed Fox was in no team in November 2026, so there is no card."),
        ("oct", ANN, "Ann Reed was in no team in October 2026, so there is no card."),
        (
            "me",
            SUE,
            (
                "Sue Park is not scored in November 2026: no rubric was in force for that place. "
                "`/rubric` shows which are."
            ),
        ),
        (
            "mira",
            SUE,
            (
                "I did not understand *mira*; nothing was written. "
                "A line that works: `/score @mira oct`"
            ),
        ),
        (
            "dec 2026",
            ANN,
            "Tue 1 Dec 2026 has not come yet. What has not happened cannot be logged.",
        ),
        (
            "oct nov",
            ANN,
            "One month at a time, please: name a single one, such as `oct` or `2026-10`.",
        ),
        ("ann lee", SUE, "One person at a time, please: name a single person, such as @mira."),
        ("an", SUE, "I know nobody called *an* for sure. Did you mean Ann Reed?\n[Ann Reed]"),
        ("why", SUE, "Whose card? Name somebody, for example `/score why @mira`"),
    ],
)
def test_what_cannot_be_shown(office: Office, line: str, by: str, answer: str) -> None:
    assert office.type(f"/score {line}", by=by) == answer


def test_a_doubtful_name_is_settled_by_its_button(month: Office) -> None:
    assert month.choose("/score an nov", "Ann Reed", by=SUE) == CARD


def test_somebody_named_like_a_month_is_asked_for(office: Office) -> None:
    with office.desk.database.writing() as session:
        lee = roster.person(session, workspace=WORKSPACE, user=LEE)
        lee.nickname = "April"
        session.add(lee)
    asked = office.answer("/score april", by=SUE)
    assert said([asked]) == (
        "*april* may be Lee Moss or April 2026. Choose, or use a mention.\n[Lee Moss] [April 2026]"
    )
    assert office.press(asked, "Lee Moss", by=SUE).startswith("Lee Moss · November\n*100* of 100")


def test_the_card_speaks_the_readers_language(month: Office) -> None:
    month.type(f"/commend <@{WANG}> praise", by=SUE)
    lines = month.type("/score", by=WANG).splitlines()
    assert lines[0] == "王芳 · 11月"
    assert lines[1].startswith("*103* ")
    assert lines[1].endswith("*A* 优秀")
    assert lines[7] == "加分 | +3 | 1 × 3 (受到客户表扬) = 3"


def test_the_text_alone_carries_the_numbers(month: Office) -> None:
    text = month.answer("/score", by=ANN).text
    assert "*97* of 100 · *A* Excellent" in text
    assert "· Work discipline · 8 / 12 · 12 − 2 × 2 (Late for shift) = 8" in text


def test_what_went_out_with_gaps_is_incomplete_and_final(office: Office) -> None:
    score_by(office, "tech-company-agent-monthly")
    gaps = "Workload, Complaints caused, Professional skill, Manner towards users"
    office.wait("2026-12-01T07:00:00Z")
    running = office.type("/score ann nov", by=SUE)
    assert running.splitlines()[2] == f"Not complete yet, for want of data: {gaps}"
    assert "· not published yet\n" in running
    office.wait("2026-12-01T09:00:00Z")
    final = office.type("/score ann nov", by=SUE)
    assert final.splitlines()[2] == f"Incomplete, for want of data: {gaps}"
    assert "· published and final\n" in final
    assert office.type("/score 11月", by=WANG).splitlines()[2] == (
        "缺数据，不完整：工作量、导致用户投诉、专业技能、对用户的服务态度"
    )


def test_two_published_months_make_a_line(office: Office) -> None:
    office.wait("2026-12-01T09:00:00Z")
    assert "(Published months)" not in office.type("/score", by=ANN)
    office.wait("2027-01-01T09:00:00Z")
    card = office.answer("/score", by=ANN)
    (chart,) = [block for block in card.blocks if block["type"] == "data_visualization"]
    assert chart["title"] == "Published months"
    assert chart["chart"] == {
        "type": "line",
        "series": [
            {
                "name": name,
                "data": [{"label": "November", "value": 100}, {"label": "December", "value": 100}],
            }
            for name in ("Ann Reed", "Team average")
        ],
        "axis_config": {"categories": ["November", "December"]},
    }


# An agent who moves.


def test_who_moved_is_seen_by_the_supervisor_she_went_to(month: Office) -> None:
    with month.desk.database.writing() as session:
        membership.assign(
            session,
            workspace=WORKSPACE,
            person=roster.person(session, workspace=WORKSPACE, user=ANN),
            team=roster.team(session, workspace=WORKSPACE, team_id=2),
            role=roster.AGENT,
            day=date(2026, 11, 19),
        )
    assert month.type("/score @ann", by=JOE) == CARD
    assert month.type("/score @ann", by=SUE) == (
        "The card of Ann Reed is private. Ann Reed, Joe Wolf and HR see it."
    )
    assert "Ann" not in month.type("/score", by=SUE)
