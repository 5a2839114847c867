"""Supervisors: appraised by what the bot counts, told at the month end, seen by them and HR."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import ADA, ANN, JOE, LEE, SUE, TOM, WANG, Office

from bot.complaint_clocks import Clocks, working_days_after
from bot.derived import CLOCKS, EVENTS, FIGURES
from bot.models import Complaint
from bot.scoring import rubric
from bot.scoring.derived import Clock, Event, Figure
from bot.scoring.entries import Limit
from bot.scoring.rubric import RubricError

FRONT_DESK = "front-desk-supervisor-table"
SUPPORT = "support-centre-supervisor-table"


def put_in_force(office: Office, name: str, team: str = "Care") -> None:
    office.choose(f"/rubric use {name} {team} from 2026-11-01", "Put in force", by=ADA)


def line(office: Office, label: str, month: str, *, of: str = SUE) -> str:
    """Return what HR reads of one line of the supervisor's card."""
    shown = office.type(f"/score <@{of}> {month}", by=ADA).splitlines()
    (found,) = [it for it in shown if it.removeprefix("· ").startswith(label)]
    return found.removeprefix("· ")


def test_a_supervisor_is_appraised_by_what_the_bot_counts(office: Office) -> None:
    put_in_force(office, FRONT_DESK)
    office.wait("2026-12-01T09:00:00Z")
    office.press(office.slack.dms(SUE)[0], "Held", by=SUE)
    office.wait("2026-12-02T09:00:00Z")
    office.type(f"/complaint open <@{ANN}> billing -- refund", by=SUE)
    office.type(f"/complaint open <@{LEE}> billing -- refund", by=SUE)
    office.choose("/complaint X-1 uphold tone", "Uphold", by=SUE)
    office.type(f"/record <@{ANN}> calls 590", by=SUE)
    office.type(f"/record <@{ANN}> training 6", by=SUE)
    office.type(f"/record <@{SUE}> attitude 18 by:superior", by=ADA)
    office.wait("2027-01-01T09:00:00Z")
    card = (
        "*77* of 100\n"
        "Section | Points | Why\n"
        "Work | 59 / 80 | –\n"
        "· Customer call-backs | 0 / 6 | "
        "6 − (600 − 590) × 1 = −4, floor 0; counted by the bot\n"
        "· Complaint handling | 3 / 9 | "
        "9 − 2 × 3 (Complaint answered or solved too late) = 3; counted by the bot\n"
        "· Training | 6 / 8 | 2 < 8 → 6; counted by the bot\n"
        "· Service improvement | 3 / 6 | "
        "6 − 1 × 3 (Complaint by a customer) = 3; counted by the bot\n"
        "· Team management | 6 / 10 | "
        "10 − 2 × 2 (Interview not held) = 6; counted by the bot\n"
        "· Staff turnover | 4 / 4 | 0 ÷ ((3 + 3) ÷ 2) × 100 = 0 ≤ 15: 4; counted by the bot\n"
        "Work attitude | 18 / 20 | supervisor: 18\n"
        "Complaints answered within 2 hours | – | 1 ÷ 2 × 100 = 50; counted by the bot\n"
        "Complaints solved within 3 working days | – | 1 ÷ 2 × 100 = 50; counted by the bot\n"
        "Scored on 100 of 100 points · Front-desk supervisor, monthly table, version 1 · "
        "published and final\n"
        "○ Superior's score and note · not signed\n"
    )
    assert office.dms(SUE)[-1] == (
        f"Sue Park · December 2026\n{card}"
        "*Got it* means that you have seen it, not that you agree.\n"
        "[Got it] [Why?]"
    )
    assert office.type(f"/score <@{SUE}> dec", by=ADA) == (
        f"Sue Park · December 2026\n{card}[Sign] [Why?] [Month before]"
    )


def test_what_is_not_due_yet_costs_nothing_yet(office: Office) -> None:
    put_in_force(office, FRONT_DESK)
    office.wait("2026-12-01T09:00:00Z")
    office.type(f"/complaint open <@{ANN}> billing -- refund", by=SUE)  # on a Tuesday
    office.type("/complaint X-1 note -- called back at once", by=SUE)
    office.wait("2026-12-04T23:00:00Z")
    assert office.type(f"/score <@{SUE}>", by=SUE).splitlines()[1] == "*66* of 100"
    office.wait("2026-12-05T09:00:00Z")
    assert line(office, "Complaint handling", "dec") == (
        "Complaint handling | 6 / 9 | "
        "9 − 1 × 3 (Complaint answered or solved too late) = 6; counted by the bot"
    )


def test_a_complaint_decided_in_time_is_no_miss(office: Office) -> None:
    put_in_force(office, FRONT_DESK)
    office.wait("2026-12-01T09:00:00Z")
    office.type(f"/complaint open <@{ANN}> billing -- refund", by=SUE)
    office.wait("2026-12-01T11:00:00Z")
    office.type("/complaint X-1 note -- called back within two hours", by=SUE)
    office.wait("2026-12-04T23:00:00Z")
    office.type("/complaint X-1 reject -- it was paid back", by=SUE)
    office.wait("2026-12-20T09:00:00Z")
    shown = office.type(f"/score <@{SUE}>", by=SUE)
    assert "too late" not in shown
    assert "Complaint by a customer" not in shown
    assert "Complaints answered within 2 hours | – | 1 ÷ 1 × 100 = 100; counted by" in shown


def test_what_was_recorded_wins(office: Office) -> None:
    put_in_force(office, FRONT_DESK)
    office.wait("2026-12-01T09:00:00Z")
    office.type(f"/record <@{ANN}> calls 590", by=SUE)
    office.type(f"/record <@{SUE}> callbacks 598", by=ADA)
    assert line(office, "Customer call-backs", "dec") == (
        "Customer call-backs | 4 / 6 | 6 − (600 − 598) × 1 = 4"
    )


def open_another(office: Office, ref: str) -> None:
    card = office.answer(f"/complaint open <@{LEE}> refund #{ref} -- asks again", by=SUE)
    assert "is taken in" in office.press(card, "Open another", by=SUE)


def test_a_case_that_comes_in_again_while_it_is_overdue_has_worsened(office: Office) -> None:
    put_in_force(office, FRONT_DESK)
    office.wait("2026-12-01T09:00:00Z")
    for case in ("#CASE-1", "#CASE-2", "#CASE-3"):
        office.type(f"/complaint open <@{ANN}> billing {case} -- refund", by=SUE)
    office.wait("2026-12-04T09:00:00Z")
    open_another(office, "CASE-2")  # not overdue
    office.wait("2026-12-07T09:00:00Z")
    office.type("/complaint X-3 resolve -- paid back", by=SUE)
    open_another(office, "CASE-1")
    office.wait("2026-12-08T09:00:00Z")
    open_another(office, "CASE-3")  # decided since, if too late
    office.wait("2026-12-09T09:00:00Z")
    assert line(office, "Complaint handling", "dec").endswith(
        "− 1 × 9 (Matter got worse because it was handled late) = −27, floor 0; counted by the bot"
    )


def test_complaints_are_a_section_of_its_own_appraisal(office: Office) -> None:
    put_in_force(office, "department-satisfaction-appraisal")
    assert office.type(f"/score <@{SUE}>", by=SUE).splitlines()[1] == "*No result yet*"
    office.type(f"/complaint open <@{ANN}> billing -- refund", by=SUE)
    office.type(f"/complaint open <@{LEE}> billing major -- in the paper", by=SUE)
    for number in (1, 2):
        office.choose(f"/complaint X-{number} uphold", "Uphold", by=SUE)
    office.type(f"/record <@{SUE}> survey satisfied", by=ADA)
    office.type(f"/record <@{SUE}> inspected yes", by=ADA)
    assert line(office, "Service complaints", "nov") == (
        "Service complaints | 12 / 30 | 30 − 1 × 6 (Valid service complaint) "
        "− 1 × 12 (Major service complaint) = 12; counted by the bot"
    )
    assert office.type(f"/score <@{SUE}>", by=SUE).splitlines()[1] == "*78* of 100 · *Unqualified*"


def test_valid_complaints_handled_in_time_are_a_share(office: Office) -> None:
    put_in_force(office, "property-supervisor-table")
    office.wait("2026-12-01T09:00:00Z")
    label = "Valid complaints handled in time"
    for _ in range(4):
        office.type(f"/complaint open <@{ANN}> billing -- refund", by=SUE)
    office.type("/complaint X-1 reject -- not ours", by=SUE)
    office.type("/complaint X-2 resolve -- paid back", by=SUE)
    office.type("/complaint X-3 resolve -- paid back", by=SUE)
    office.wait("2026-12-05T09:00:00Z")
    assert line(office, label, "dec") == (f"{label} | 0 / 7 | 66.67 < 100 → 0; counted by the bot")


def test_leavers_and_the_mean_of_the_staff_are_a_rate(office: Office) -> None:
    put_in_force(office, "supervisor-kpi-details")
    office.type(f"/team remove <@{ANN}> Care from 25 nov", by=ADA)
    office.wait("2026-11-28T09:00:00Z")
    assert line(office, "Employee turnover", "nov") == (
        "Employee turnover | 17.5 / 25 | 1 ÷ 2.5 × 100 = 40 → 70; 70 × 25 ÷ 100 = 17.5; "
        "counted by the bot"
    )


def test_deductions_of_the_team_are_rules_not_kept(office: Office) -> None:
    put_in_force(office, SUPPORT)
    for code in ("tone", "late", "smile"):
        office.type(f"/deduct <@{ANN}> {code}", by=SUE)
    office.type("/deduct undo D-2", by=SUE)
    office.type(f"/commend <@{LEE}> praise", by=SUE)
    assert "Rules kept by the team: 100 − 2 × 10 (Violation by a team member) = 80; " in line(
        office, "Team management", "nov"
    )


def test_what_was_recorded_for_agents_is_added_up(office: Office) -> None:
    put_in_force(office, "ecommerce-supervisor-plan")
    office.choose("/rubric use contact-centre-plan for Care", "Put in force", by=SUE)
    for who, seconds in ((ANN, 1000), (LEE, 1600)):
        office.type(f"/record <@{who}> handling-seconds {seconds}", by=SUE)
        office.type(f"/record <@{who}> contacts-handled 5", by=SUE)
    office.type(f"/record <@{SUE}> average-aht 260", by=ADA)
    label = "Average handling time against the average"
    assert line(office, label, "nov") == (
        f"{label} | 0 | 2600 ÷ 10 = 260 = 260 → 0; counted by the bot"
    )


def test_complaints_of_a_unit_are_counted_and_timed(office: Office) -> None:
    put_in_force(office, "service-quality-implementation")
    put_in_force(office, "kf-complaint-handling", "Desk")
    for who, by in ((ANN, SUE), (LEE, SUE), (TOM, JOE)):
        office.type(f"/complaint open <@{who}> billing major -- refund", by=by)
    office.type(f"/record <@{SUE}> interactions 400", by=ADA)
    assert line(office, "Complaint rate", "nov") == (
        "Complaint rate | – | 2 ÷ 400 × 100 = 0.5; counted by the bot"
    )
    office.wait("2026-11-20T23:59:00Z")
    office.type("/complaint X-3 note -- called", by=JOE)
    office.wait("2026-11-21T09:00:00Z")
    label = "Major complaints answered within 1 working day"
    assert line(office, label, "nov", of=JOE) == (
        f"{label} | – | 1 ÷ 1 × 100 = 100; counted by the bot"
    )


def test_who_left_counts_and_who_only_moved_does_not(office: Office) -> None:
    put_in_force(office, FRONT_DESK)
    office.wait("2026-12-10T09:00:00Z")
    office.type(f"/team remove <@{ANN}> Care from 15 dec", by=ADA)
    office.type(f"/team add <@{LEE}> Desk from 15 dec", by=ADA)
    office.wait("2026-12-20T09:00:00Z")
    assert line(office, "Staff turnover", "dec") == (
        "Staff turnover | 0 / 4 | "
        "1 ÷ ((3 + 1) ÷ 2) × 100 = 50 > 15: 4 − 7 × 2 = −10, floor 0; counted by the bot"
    )


def test_the_teams_own_results_are_a_part_of_the_supervisors(office: Office) -> None:
    put_in_force(office, SUPPORT)
    office.type(f"/deduct <@{ANN}> late", by=SUE)
    office.type(f"/deduct <@{LEE}> smile", by=SUE)
    office.wait("2026-12-01T09:00:00Z")
    assert line(office, "Team management", "nov") == (
        "Team management | 8.95 / 10 | Rules kept by the team: "
        "100 − 2 × 10 (Violation by a team member) = 80; "
        "Mean score of the team: 99; (80 + 99) ÷ 2 = 89.5; 89.5 × 10 ÷ 100 = 8.95; "
        "counted by the bot"
    )


def test_the_card_of_a_supervisor_is_seen_by_nobody_else_who_leads_the_team(
    office: Office,
) -> None:
    put_in_force(office, FRONT_DESK)
    office.type(f"/team role <@{JOE}> supervisor Care", by=ADA)
    for reader in (JOE, ANN):
        assert office.type(f"/score <@{SUE}>", by=reader) == (
            "The card of Sue Park is private. Sue Park and HR see it."
        )
    office.wait("2026-12-01T09:00:00Z")
    assert [dm.splitlines()[0] for dm in office.dms(SUE)] == [
        "Feedback interviews about November",
        "Sue Park · November",
    ]
    assert [dm.splitlines()[0] for dm in office.dms(JOE)] == [
        "Feedback interviews about November",  # of Care
        "Feedback interviews about November",  # of Desk
        "Joe Wolf · November",
    ]
    assert office.type("/score team Care nov", by=ADA).splitlines()[3:] == [
        "Ann Reed | 100 | A | – | 0",
        "Lee Moss | 100 | A | – | 0",
        "王芳 | 100 | A | – | 0",
    ]


def test_an_agents_rubric_has_nothing_counted(office: Office) -> None:
    put_in_force(office, FRONT_DESK, "Desk")
    office.wait("2026-12-01T09:00:00Z")
    assert "counted by the bot" not in office.dms(TOM)[-1]
    assert "counted by the bot" not in office.dms(WANG)[-1]
    assert "counted by the bot" in office.dms(JOE)[-1]


@pytest.mark.parametrize(
    ("day", "number", "then"),
    [
        (date(2026, 12, 1), 3, date(2026, 12, 4)),  # Tuesday to Friday
        (date(2026, 12, 2), 3, date(2026, 12, 7)),  # over a weekend
        (date(2026, 12, 4), 1, date(2026, 12, 7)),
        (date(2026, 12, 5), 1, date(2026, 12, 7)),  # from a Saturday
        (date(2026, 12, 6), 3, date(2026, 12, 9)),
        (date(2026, 12, 5), 0, date(2026, 12, 5)),
    ],
)
def test_working_days_skip_the_weekend(day: date, number: int, then: date) -> None:
    assert working_days_after(day, number) == then


@given(
    amount=st.decimals(0, 2 * 10**7, places=9),  # more digits than a float has
    unit=st.sampled_from((("minutes", 60), ("hours", 3600))),
)
def test_a_limit_by_the_clock_is_kept_to_the_microsecond(
    amount: Decimal, unit: tuple[Literal["minutes", "hours"], int]
) -> None:
    named, seconds = unit
    complaint = Complaint.model_construct(at=datetime(1, 1, 1, tzinfo=UTC))
    clocks = Clocks(complaint, "UTC", answered=None, decided=None, rejected=False)
    passed = clocks.due(Limit(amount, named)) - complaint.at
    assert passed // timedelta(microseconds=1) == amount * seconds * 10**6 // 1


@pytest.mark.parametrize(
    ("appraises", "line", "mistake"),
    [
        (
            "agent",
            "rule: average, between: [0, 100], derived: team-mean",
            "own.yaml:5: `derived` is for rubrics of those who answer for agents",
        ),
        (
            "supervisor",
            "rule: average, measure: mean, derived: team-mean",
            "own.yaml:11: write `derived` where the measure stands, in `measures`",
        ),
        (
            "supervisor",
            "rule: average, derived: team-weather",
            (
                "own.yaml:11: `derived`: must be 'leavers', 'staff-start', 'staff-end', "
                "'staff-mean', 'team-mean', 'team-sum', 'team-average', 'complaints-received' or "
                "'complaints-in-time'"
            ),
        ),
        (
            "supervisor",
            (
                "rule: deductions, reasons: [{code: x, label: {en: X, zh: 某}, points: -1, "
                "derived: leavers}]"
            ),
            (
                "own.yaml:11: `derived`: must be 'interviews-not-held', 'complaints-upheld', "
                "'complaints-upheld-minor', 'complaints-upheld-major', 'complaints-late', "
                "'complaints-worsened' or 'team-deductions'"
            ),
        ),
    ],
)
def test_a_wrong_use_of_what_is_counted_is_a_mistake(
    appraises: str, line: str, mistake: str
) -> None:
    text = f"""id: own
version: 1
label: {{en: Own, zh: 自拟}}
source: own
appraises: {appraises}
total: 100
sections:
  - id: work
    label: {{en: Work, zh: 工作}}
    lines:
      - {{id: team, label: {{en: Team, zh: 团队}}, {line}}}
measures:
  - {{code: mean, label: {{en: Mean, zh: 平均}}}}
"""
    with pytest.raises(RubricError) as error:
        rubric.load(text, name="own.yaml")
    assert str(error.value) == mistake


def test_the_guide_says_what_is_counted() -> None:
    page = (Path(__file__).parent.parent / "docs" / "rubrics.md").read_text("utf-8")
    table = page[page.index("| `derived` | on | what") :].split("\n\n", 1)[0]
    assert set(EVENTS) == set(get_args(Event))
    assert set(FIGURES) == set(get_args(Figure))
    assert set(CLOCKS) == set(get_args(Clock))
    assert {name for name in (*EVENTS, *FIGURES, *CLOCKS) if f"`{name}`" not in table} == set()
