"""The month end: what is posted, and that it is posted once."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from office import ADA, ANN, CARE, DESK, JOE, LEE, NOW, SUE, TOM, WANG, WORKSPACE, Office, lines_of
from sqlmodel import col, select

from bot import jobs, logs, month_end, outbox, rights, roster, serving, teams
from bot.models import (
    Delivery,
    Handled,
    JobRun,
    Membership,
    Proposal,
    Publication,
    RubricInForce,
)
from bot.periods import Period
from bot.settings import Settings
from bot.store import Database

SETTINGS = Settings()
FIRST_OF_DECEMBER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


# What is posted.


def test_the_first_at_nine_brings_summary_cards_and_reminder_once(office: Office) -> None:
    office.type(f"/deduct <@{ANN}> late yesterday", by=SUE)
    office.type(f"/deduct <@{ANN}> late today", by=SUE)
    office.type(f"/commend <@{WANG}> praise", by=SUE)
    office.wait("2026-12-01T08:59:00Z")
    assert len(office.dms(LEE)) == 0
    office.wait("2026-12-01T09:00:00Z")
    office.wait("2026-12-01T12:00:00Z")
    assert posted(office, CARE) == [
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
    assert posted(office, DESK) == [
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
    assert posted(office, CARE)[-1] == (
        "Care · December\n"
        "Average *99* · ▼ 0.33 from November · 3 scorecards\n"
        "3 × *A*\n"
        "(How many have which grade)\n"
        "Most improved: Ann Reed\n"
        "1 of 3 feedback interviews about November were held\n"
        "The cards are in direct messages; each is seen by its person, the supervisor and HR."
    )
    assert "\nThe feedback interview about November was not held\n" in posted(office, DESK)[-1]
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


# Not twice, not too late, not too early.


def test_running_twice_plans_nothing_more(database: Database) -> None:
    assert plan(database, FIRST_OF_DECEMBER) == 2
    planned = keys(database)
    assert planned == [
        "month_end:2026-11:team:1",
        "month_end:2026-11:dm:U0ANN",
        "month_end:2026-11:dm:U0LEE",
        "month_end:2026-11:dm:U0WANG",
        "month_end:2026-11:interviews:1:U0SUE",
        "month_end:2026-11:team:2",
        "month_end:2026-11:dm:U0TOM",
        "month_end:2026-11:interviews:2:U0JOE",
    ]
    assert plan(database, FIRST_OF_DECEMBER) == 0
    assert plan(database, FIRST_OF_DECEMBER + timedelta(hours=5)) == 0
    assert keys(database) == planned


def test_planners_at_the_same_time_post_everything_once(database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        closings = list(pool.map(lambda _: plan(database, FIRST_OF_DECEMBER), range(4)))
    closings.append(plan(database, FIRST_OF_DECEMBER))  # what two of them kept each other from
    assert sum(closings) == 2
    assert closed(database) == [(1, "2026-11"), (2, "2026-11")]
    assert len(keys(database)) == 8


def test_a_machine_off_for_three_month_ends_posts_them_all_oldest_first(database: Database) -> None:
    back = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
    assert plan(database, back) == 6
    with database.reading() as session:
        rows = session.exec(select(Delivery).order_by(col(Delivery.id))).all()
    summaries = [row for row in rows if row.recipient == CARE]
    assert [row.key for row in summaries] == [
        "month_end:2026-11:team:1",
        "month_end:2026-12:team:1",
        "month_end:2027-01:team:1",
    ]
    late = ["Tue 1 Dec 09:00", "Fri 1 Jan 09:00"]
    assert [row.text.rpartition("Delayed: this was due ")[2] for row in summaries[:2]] == late
    assert "Delayed" not in summaries[2].text  # three hours are not late
    reminders = [row.key for row in rows if ":interviews:" in row.key]
    assert reminders == [  # the months for the other interviews are over
        "month_end:2027-01:interviews:1:U0SUE",
        "month_end:2027-01:interviews:2:U0JOE",
    ]
    assert plan(database, back) == 0


def test_each_team_closes_by_its_own_clock(database: Database) -> None:
    with database.writing() as session:
        team = roster.team(session, workspace=WORKSPACE, team_id=2)
        team.zone = "Asia/Shanghai"
        session.add(team)
    early = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
    assert plan(database, early) == 1
    assert closed(database) == [(2, "2026-11")]
    assert plan(database, FIRST_OF_DECEMBER) == 1
    assert closed(database) == [(1, "2026-11"), (2, "2026-11")]


def test_a_month_without_a_rubric_or_agents_passes_in_silence(database: Database) -> None:
    with database.writing() as session:
        by = rights.actor(session, workspace=WORKSPACE, user=ADA, at=NOW)
        teams.add(session, by=by, name="Empty", zone="UTC", locale="en-US", since=date(2026, 6, 3))
    assert plan(database, NOW) == 0
    assert closed(database) == []
    assert keys(database) == []
    with database.reading() as session:
        runs = session.exec(select(JobRun.period).where(JobRun.job == month_end.JOB)).all()
    assert runs == []  # a rubric may still come


def test_a_month_that_was_published_by_hand_is_left_alone(database: Database) -> None:
    at = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)
    with database.writing() as session:
        team = roster.team(session, workspace=WORKSPACE, team_id=1)
        close = partial(
            month_end.close, session, team=team, period=Period(2026, 11), settings=Settings()
        )
        cards = close(at=at, by=SUE)
        assert [card.person.name for card in cards] == ["Ann Reed", "Lee Moss", "王芳"]
        assert close(at=at, by=SUE) == []
    planned = keys(database)
    assert plan(database, FIRST_OF_DECEMBER) == 1  # the other team
    assert keys(database)[: len(planned)] == planned
    assert not [key for key in keys(database)[len(planned) :] if "ANN" in key]


def test_without_a_channel_the_summary_goes_to_the_supervisors(office: Office) -> None:
    with office.desk.database.writing() as session:
        team = roster.team(session, workspace=WORKSPACE, team_id=1)
        team.channel = ""
        session.add(team)
    office.wait("2026-12-01T09:00:00Z")
    assert posted(office, CARE) == []
    assert office.dms(SUE)[0] == (
        "Care · November\n"
        "Average *100* · 3 scorecards\n"
        "3 × *A*\n"
        "(How many have which grade)\n"
        "The cards are in direct messages; each is seen by its person, the supervisor and HR.\n"
        "This is for the team, but Care has no channel yet. `/team channel #channel` sets it; "
        "then the summary goes there."
    )


def test_nobody_to_ask_means_that_hr_gets_the_summary(database: Database) -> None:
    with database.writing() as session:
        team = roster.team(session, workspace=WORKSPACE, team_id=1)
        team.channel = ""
        sue = roster.person(session, workspace=WORKSPACE, user=SUE)
        sue.active = False
        session.add_all([team, sue])
    plan(database, FIRST_OF_DECEMBER)
    assert "month_end:2026-11:team:1:U0ADA" in keys(database)
    assert not [key for key in keys(database) if "SUE" in key]


def test_who_left_slack_keeps_a_card_and_gets_no_message(database: Database) -> None:
    with database.writing() as session:
        ann = roster.person(session, workspace=WORKSPACE, user=ANN)
        ann.active = False
        session.add(ann)
    plan(database, FIRST_OF_DECEMBER)
    assert "month_end:2026-11:dm:U0ANN" not in keys(database)
    text = planned_text(database, "month_end:2026-11:interviews:1:U0SUE")
    assert "Ann Reed" not in text


def test_who_changed_teams_gets_one_card_from_the_last_one(database: Database) -> None:
    with database.writing() as session:
        ann = roster.person(session, workspace=WORKSPACE, user=ANN)
        desk = roster.team(session, workspace=WORKSPACE, team_id=2)
        roster.assign(
            session,
            workspace=WORKSPACE,
            person=ann,
            team=desk,
            role=roster.AGENT,
            day=date(2026, 11, 18),
        )
    assert plan(database, FIRST_OF_DECEMBER) == 2
    assert keys(database) == [
        "month_end:2026-11:team:1",
        "month_end:2026-11:dm:U0LEE",
        "month_end:2026-11:dm:U0WANG",
        "month_end:2026-11:interviews:1:U0SUE",
        "month_end:2026-11:team:2",
        "month_end:2026-11:dm:U0ANN",
        "month_end:2026-11:dm:U0TOM",
        "month_end:2026-11:interviews:2:U0JOE",
    ]


def test_a_move_dated_back_after_the_fact_makes_no_second_card(database: Database) -> None:
    plan_team(database, 1)
    with database.writing() as session:
        place = session.exec(select(Membership).where(Membership.person_id == ANN)).one()
        place.team_id = 2
        session.add(place)
    assert plan(database, FIRST_OF_DECEMBER) == 1
    with database.reading() as session:
        (card,) = session.exec(
            select(Delivery).where(Delivery.key == "month_end:2026-11:dm:U0ANN")
        ).all()
    assert card.recipient == ANN


def test_a_published_month_takes_no_entry(office: Office) -> None:
    office.wait("2026-12-01T09:00:00Z")
    assert office.type(f"/deduct <@{ANN}> late 19 nov", by=SUE) == (
        "November 2026 is closed: its cards are published. Log it for a day of the open month, "
        "and say in the note when it was."
    )


def test_one_broken_team_holds_up_no_other_and_is_tried_again(database: Database) -> None:
    with database.writing() as session:
        session.add(in_force(9, "lost"))
    with pytest.raises(jobs.Stuck, match=r"^2026-11 of team 1 could not be closed$"):
        plan(database, FIRST_OF_DECEMBER)
    assert closed(database) == [(2, "2026-11")]
    with database.writing() as session:
        good = session.exec(select(RubricInForce.digest).where(RubricInForce.team_id == 2)).one()
        session.add(in_force(10, good))
    assert plan(database, FIRST_OF_DECEMBER) == 1
    assert closed(database) == [(1, "2026-11"), (2, "2026-11")]


def test_a_team_that_stays_broken_is_told_of_once(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with office.desk.database.writing() as session:
        session.add(in_force(9, "lost"))
    desk = replace(office.desk, now=lambda: FIRST_OF_DECEMBER)
    trouble = logs.Lasting(logging.getLogger("bot"), "well again")
    for _ in range(3):
        serving.tick(desk, WORKSPACE, trouble)
    assert [(it.getMessage(), bool(it.exc_info)) for it in caplog.records] == [
        ("2026-11 of team 1 could not be closed; the steps of team 1 could not be read", True)
    ]


def test_old_requests_and_lapsed_cards_are_forgotten_once_a_day(database: Database) -> None:
    with database.writing() as session:
        for age in (1, 3):
            at = NOW - timedelta(days=age)
            session.add(Handled(workspace_id=WORKSPACE, key=f"cmd:{age}", answer="", at=at))
            session.add(
                Proposal(
                    workspace_id=WORKSPACE,
                    id=10 - age,
                    by_id=SUE,
                    command="deduct",
                    payload="{}",
                    at=at,
                )
            )
    assert jobs.plan(database, WORKSPACE, NOW, SETTINGS, only="prune") == 1
    assert jobs.plan(database, WORKSPACE, NOW, SETTINGS, only="prune") == 0
    with database.reading() as session:
        assert session.exec(select(Handled.key)).all() == ["cmd:1"]
        assert session.exec(select(Proposal.id)).all() == [9]
    later = NOW + timedelta(days=4)
    assert jobs.plan(database, WORKSPACE, later, SETTINGS, only="prune") == 1
    with database.reading() as session:
        assert session.exec(select(Handled.key)).all() == []
        newest = session.exec(select(Proposal.id)).all()
        runs = session.exec(select(JobRun.period).where(JobRun.job == "prune")).all()
    assert newest == [9]  # kept, so that its number is not given out again
    assert runs == ["2026-11-23"]


def in_force(number: int, digest: str) -> RubricInForce:
    return RubricInForce(
        workspace_id=WORKSPACE,
        id=number,
        team_id=1,
        digest=digest,
        since=date(2026, 11, 1),
        by_id=ADA,
        at=NOW,
    )


def posted(office: Office, channel: str) -> list[str]:
    """Return what everybody in a channel can read."""
    return [
        "\n".join(lines_of(message.blocks))
        for message in office.slack.messages(channel, ADA)
        if message.reader is None
    ]


def plan(database: Database, now: datetime) -> int:
    return jobs.plan(database, WORKSPACE, now, SETTINGS, only=month_end.JOB)


def plan_team(database: Database, team_id: int) -> None:
    with database.writing() as session:
        team = roster.team(session, workspace=WORKSPACE, team_id=team_id)
        month_end.close(
            session,
            team=team,
            period=Period(2026, 11),
            settings=Settings(),
            at=FIRST_OF_DECEMBER,
        )


def keys(database: Database) -> Sequence[str]:
    with database.reading() as session:
        return session.exec(select(Delivery.key).order_by(col(Delivery.id))).all()


def planned_text(database: Database, key: str) -> str:
    with database.reading() as session:
        delivery = outbox.find(session, workspace=WORKSPACE, key=key)
    assert delivery is not None
    return delivery.text


def closed(database: Database) -> list[tuple[int, str]]:
    with database.reading() as session:
        rows = session.exec(select(Publication)).all()
    return sorted((row.team_id, str(row.period)) for row in rows)
