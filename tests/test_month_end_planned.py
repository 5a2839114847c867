"""The month end as it is planned: who is written to, each once, not too late and not too early."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from office import ADA, ANN, CARE, NOW, SUE, WORKSPACE, Office
from sqlmodel import col, select

from bot import jobs, logs, membership, month_end, outbox, rights, roster, teams, ticks
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
        membership.assign(
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
        ticks.tick(desk, WORKSPACE, trouble)
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
