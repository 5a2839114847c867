"""The month's cycle: steps with roles and days, who marks them, and who is reminded when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from in_force import score_by
from office import (
    ADA,
    ANN,
    BEGAN,
    JOE,
    LEE,
    NOW,
    OTHER,
    SUE,
    TOM,
    WORKSPACE,
    ZED,
    Office,
    said,
)
from sqlmodel import select

from bot import cycle, cycle_reminders, jobs, roster
from bot.models import JobRun, RubricInForce, StepMark, Team
from bot.periods import Period
from bot.scoring.process import Step

PAY = "satisfaction-performance-pay"  # S37: statistics 10–15, bonus by the 20th
PLAN = "ecommerce-supervisor-plan"  # S30: the first working days, every week
EVALUATION = "service-evaluation-regulation"  # S43: duties, and a step of the agents


@pytest.fixture
def paid(office: Office) -> Office:
    """Return the office where Care goes by the cycle of S37."""
    score_by(office, PAY)
    return office


# What the status shows.


def test_the_status_shows_who_does_what_by_when_and_what_is_next(paid: Office) -> None:
    paid.type("/month done statistics", by=SUE)
    assert paid.type("/month", by=SUE) == (
        "*Care · November* · 12 days left\n"
        "0 entries · none yet for Ann Reed, Lee Moss, 王芳\n"
        "The cards go out by themselves Tue 1 Dec 09:00\n"
        "*The steps of November*\n"
        "[Done: Review and summary]\n"
        "✓ 1) Statistics organised · Sue Park · Thu 19 Nov 10:00\n"
        "▶ 2) *Review and summary* · supervisor (Department managers) · "
        "Sun 15 Nov – Fri 20 Nov\n"
        "○ 3) Truth checked, pay computed · HR (Administration) · Sun 15 Nov – Fri 20 Nov\n"
        "○ 4) Approval · HR (General manager) · Sun 15 Nov – Fri 20 Nov\n"
        "○ 5) Bonus paid · HR · by Fri 20 Nov\n"
        "[Draft]"
    )


def test_a_step_whose_last_day_went_by_is_late(paid: Office) -> None:
    assert "⚠️ 1) *Statistics organised*" in paid.type("/month", by=SUE)


def test_weeks_working_days_and_duties_say_so(office: Office) -> None:
    score_by(office, PLAN, role=roster.SUPERVISOR)
    shown = office.type("/month", by=SUE)
    assert "⚠️ 1) *Plan of the month: goals and indicators* · supervisor · " in shown
    assert "· Mon 2 Nov – Wed 4 Nov" in shown  # the 1st is a Sunday
    assert "data · supervisor · every week, this one by Fri 20 Nov" in shown
    score_by(office, EVALUATION)
    shown = office.type("/month", by=SUE)
    assert "• 1) Collect online, by hotline, in writing; record in detail · agents " in shown
    assert "(Evaluation specialist) · every day\n" in shown
    assert "tell the customer the result · agents · whenever it comes up\n" in shown


def test_who_answers_for_many_teams_reads_one_line_each(paid: Office) -> None:
    for name in ("North", "South"):
        paid.type(f"/team create {name}", by=ADA)
    paid.type("/month done 1", by=SUE)
    shown = paid.type("/month", by=ADA)
    assert "Steps: 1 of 5 done · next: Review and summary" in shown
    assert "The steps of November" not in shown
    assert "The steps of November" in paid.type("/month status care", by=ADA)


# Marking.


def test_a_step_is_marked_by_its_button_and_the_next_one_comes_up(paid: Office) -> None:
    status = paid.answer("/month", by=SUE)
    done = paid.press(status, "Done: Statistics organised", by=SUE)
    assert done.splitlines()[:3] == [
        "✓ *Statistics organised* is done · Care",
        "*The steps of November*",
        "[Done: Review and summary]",
    ]


def test_a_mistaken_mark_is_undone_and_both_stay_on_record(paid: Office) -> None:
    paid.type("/month 完成 组织 11月", by=SUE)
    assert paid.type("/month undo 1", by=SUE).splitlines()[0] == (
        "*Statistics organised* waits again · Care"
    )
    assert paid.type("/month undo 1", by=SUE) == (
        "*Statistics organised* is not marked as done; nothing changed."
    )
    with paid.reading() as session:
        marks = session.exec(select(StepMark).order_by(StepMark.number)).all()  # type: ignore[arg-type]  # a column
    assert [(one.step, one.occasion, one.done, one.by_id) for one in marks] == [
        ("statistics", "2026-11", True, SUE),
        ("statistics", "2026-11", False, SUE),
    ]


def test_every_week_is_marked_by_itself(office: Office) -> None:
    score_by(office, PLAN, role=roster.SUPERVISOR)
    office.type("/month done data", by=SUE)
    assert "✓ 2) Daily and weekly" in office.type("/month", by=SUE)
    office.wait("+5d")
    assert "2) Daily and weekly: contact with the team, data · supervisor · every " in (
        office.type("/month", by=SUE)
    )


def test_agents_mark_the_steps_that_are_theirs(office: Office) -> None:
    score_by(office, EVALUATION)
    assert office.type("/month done archive", by=ANN).splitlines()[0] == (
        "✓ *Archive opinions and handling results* is done · Care"
    )


@pytest.mark.parametrize(
    ("line", "by", "answer"),
    [
        ("done approval", SUE, "*Approval* is a step of HR; nothing changed."),
        (
            "done statistics",
            ANN,
            (
                "*Statistics organised* is a step of the supervisors of Care; HR can mark it, "
                "too. Nothing changed."
            ),
        ),
        (
            "done statistics care",
            JOE,
            (
                "*Statistics organised* is a step of the supervisors of Care; HR can mark it, "
                "too. Nothing changed."
            ),
        ),
        (
            "done party",
            SUE,
            (
                "There is no step *party* this month. There are: Statistics organised, Review "
                "and summary, Truth checked, pay computed, Approval, Bonus paid. Their number "
                "will do."
            ),
        ),
        (
            "done 9",
            SUE,
            (
                "There is no step *9* this month. There are: Statistics organised, Review "
                "and summary, Truth checked, pay computed, Approval, Bonus paid. Their number "
                "will do."
            ),
        ),
        (
            "done plan",
            TOM,
            (
                "The rubric in force names no steps for this month, so nothing changed. "
                "`/rubric list` shows those that do."
            ),
        ),
        ("done", SUE, "That is not complete. `/month help` shows what works."),
        ("done ed", SUE, "*ed* may be several steps. Which one? Nothing is changed yet."),
        (
            "done statistics",
            ZED,
            (
                "The rubric in force names no steps for this month, so nothing changed. "
                "`/rubric list` shows those that do."
            ),
        ),
    ],
)
def test_what_cannot_be_marked(paid: Office, line: str, by: str, answer: str) -> None:
    said_ = paid.type(f"/month {line}", by=by, channel=OTHER)
    assert said_.partition("\n[")[0] == answer


def test_of_several_steps_one_is_chosen(paid: Office) -> None:
    which = paid.answer("/month done a", by=ADA)
    assert said([which]).splitlines()[1].startswith("[Statistics organised · Care] [Review and")
    assert paid.press(which, "Approval · Care", by=ADA).splitlines()[0] == (
        "✓ *Approval* is done · Care"
    )


def test_a_duty_is_never_ticked_off(office: Office) -> None:
    score_by(office, EVALUATION)
    assert office.type("/month done collect", by=ANN) == (
        "*Collect online, by hotline, in writing; record in detail* is a duty of every day and is "
        "never ticked off."
    )


# Reminders.


def _reminded(office: Office, user: str) -> list[str]:
    return [one for one in office.dms(user) if "[Done]" in one]


def test_whom_a_step_waits_for_is_told_on_its_days_and_once(paid: Office) -> None:
    paid.wait("2026-12-09T12:00:00Z")
    assert _reminded(paid, SUE) == []
    paid.wait("2026-12-10T09:00:00Z")
    paid.wait("+1h")
    assert _reminded(paid, SUE) == [
        (
            "*Statistics organised* begins today · Care · by Tue 15 Dec\n"
            "The rubric names: Pre-sales and after-sales leads\n"
            "[Done]"
        )
    ]
    paid.wait("2026-12-15T09:00:00Z")
    assert [one.splitlines()[0] for one in _reminded(paid, SUE)[1:]] == [
        "*Statistics organised* is due today · Care",
        "*Review and summary* begins today · Care · by Sun 20 Dec",
    ]
    assert [one.splitlines()[0] for one in _reminded(paid, ADA)] == [
        "*Truth checked, pay computed* begins today · Care · by Sun 20 Dec",
        "*Approval* begins today · Care · by Sun 20 Dec",
    ]
    reminder = paid.slack.dms(SUE)[-2]
    assert paid.press(reminder, "Done", by=SUE).splitlines()[0] == (
        "✓ *Statistics organised* is done · Care"
    )
    assert _reminded(paid, LEE) == []


def test_what_is_done_reminds_nobody_and_what_is_hours_late_is_skipped(paid: Office) -> None:
    paid.wait("2026-12-01T09:00:00Z")
    paid.type("/month done 1", by=SUE)
    paid.wait("2026-12-15T15:01:00Z")  # the machine was off since nine o'clock
    assert _reminded(paid, SUE) == []
    with paid.reading() as session:
        runs = session.exec(select(JobRun.subject).where(JobRun.job == "step")).all()
    assert sorted(runs) == ["1:approval:opens", "1:check:opens", "1:review:opens"]
    paid.wait("+1h")
    assert _reminded(paid, SUE) == []


def test_what_is_held_up_for_hours_is_skipped(paid: Office) -> None:
    paid.slack.fail("chat.postMessage", "internal_error", times=99)
    paid.wait("2026-12-10T09:00:00Z")
    paid.slack.playground.controls.faults.clear()
    paid.wait("2026-12-10T15:00:01Z")
    paid.wait("+1h")
    assert _reminded(paid, SUE) == []
    assert paid.dms(SUE)[0].startswith("Feedback interviews about November\n")  # of use all month


def test_a_team_that_nobody_leads_has_its_steps_done_by_hr(paid: Office) -> None:
    paid.type("/team remove sue", by=ADA)
    paid.wait("2026-12-10T09:00:00Z")
    assert _reminded(paid, ADA)[0].startswith("*Statistics organised* begins today · Care")


def test_a_team_whose_rubric_is_lost_is_told_of_and_holds_up_no_other(office: Office) -> None:
    score_by(office, PAY, team=2)
    lost = RubricInForce(
        workspace_id=WORKSPACE, id=9, team_id=1, digest="lost", since=BEGAN, by_id=ADA, at=NOW
    )
    with office.desk.database.writing() as session:
        session.add(lost)
    desk = replace(office.desk, now=lambda: datetime(2026, 12, 10, 9, tzinfo=UTC))
    for _ in range(2):
        with pytest.raises(jobs.Stuck, match=r"^the steps of team 1 could not be read$"):
            jobs.plan_due(desk, WORKSPACE, only=cycle_reminders.JOB)
    jobs.deliver(desk, WORKSPACE)
    assert [one.splitlines()[0] for one in _reminded(office, JOE)] == [
        "*Statistics organised* begins today · Desk · by Tue 15 Dec"
    ]


# Days, as a function of the rubric and the calendar.


def _step(**written: object) -> Step:
    return Step.model_validate({"label": {"en": "Plan", "zh": "计划"}, **written})


periods = st.builds(Period, st.integers(2019, 2031), st.integers(1, 12))


@given(periods, st.integers(1, 31), st.booleans())
def test_a_day_of_the_month_is_in_the_month(period: Period, number: int, working: bool) -> None:  # noqa: FBT001 - hypothesis hands it over
    step = _step(to_day=number, working_days=working)
    day = cycle.due_of(step, period, period.first).last
    assert day is not None
    assert Period.of(day) == period
    if working:
        days = [period.first + timedelta(n) for n in range(day.day)]
        worked = sum(one.weekday() < 5 for one in days)
        assert day.weekday() < 5
        assert worked == number or (worked < number and (period.last - day).days < 3)
    else:
        assert day.day == min(number, period.last.day)


@given(st.dates(date(2019, 1, 1), date(2031, 12, 31)))
def test_a_week_is_due_on_its_friday(today: date) -> None:
    due = cycle.due_of(_step(every="week"), Period.of(today), today)
    assert due.first is not None
    assert due.last is not None
    assert (due.first.weekday(), due.last.weekday()) == (0, 4)
    assert due.first <= today <= due.last + timedelta(days=2)
    year, week, _ = today.isocalendar()
    assert due.occasion == f"{year}-W{week:02}"


def test_quarters_and_years_are_steps_of_their_last_month(office: Office) -> None:
    score_by(office, "reception-dept-plan")  # S01
    with office.reading() as session:
        team = session.get_one(Team, (WORKSPACE, 1))
        found = {
            month: [
                due.occasion
                for due in cycle.of_team(
                    session, team=team, period=Period(2027, month), today=date(2027, month, 1)
                )
            ]
            for month in (2, 3, 12)
        }
    assert found == {
        2: ["2027-02"],
        3: ["2027-03", "2027-Q1"],
        12: ["2027-12", "2027-Q4", "2027"],
    }
