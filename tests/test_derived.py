"""Supervisors: appraised by what the bot counts, told at the month end, seen by them and HR."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from office import ADA, ANN, JOE, LEE, SUE, TOM, WANG, Office

from bot.derived import EVENTS, FIGURES, working_days_after
from bot.scoring import rubric
from bot.scoring.derived import Event, Figure
from bot.scoring.rubric import RubricError

FRONT_DESK = "front-desk-supervisor-table"
SUPPORT = "support-centre-supervisor-table"


def put_in_force(office: Office, name: str, team: str = "Care") -> None:
    asked = office.answer(f"/rubric use {name} {team} from 2026-11-01", by=ADA)
    office.press(asked, "Put in force", by=ADA)


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
    office.press(office.answer("/complaint X-1 uphold tone", by=SUE), "Uphold", by=SUE)
    office.type(f"/record <@{ANN}> calls 590", by=SUE)
    office.type(f"/record <@{ANN}> training 6", by=SUE)
    office.type(f"/record <@{SUE}> attitude 18 by:superior", by=ADA)
    office.wait("2027-01-01T09:00:00Z")
    card = (
        "*80* of 100\n"
        "Section | Points | Why\n"
        "Work | 62 / 80 | –\n"
        "· Customer call-backs | 0 / 6 | "
        "6 − (600 − 590) × 1 = −4, floor 0; counted by the bot\n"
        "· Complaint handling | 6 / 9 | "
        "9 − 1 × 3 (Complaint answered or solved too late) = 6; counted by the bot\n"
        "· Training | 6 / 8 | 2 < 8 → 6; counted by the bot\n"
        "· Service improvement | 3 / 6 | "
        "6 − 1 × 3 (Complaint by a customer) = 3; counted by the bot\n"
        "· Team management | 6 / 10 | "
        "10 − 2 × 2 (Interview not held) = 6; counted by the bot\n"
        "· Staff turnover | 4 / 4 | 0 ÷ ((3 + 3) ÷ 2) × 100 = 0 ≤ 15: 4; counted by the bot\n"
        "Work attitude | 18 / 20 | superior: 18\n"
        "Complaints answered within 2 hours | – | no data\n"
        "Complaints solved within 3 working days | – | no data\n"
        "Scored on 100 of 100 points · Front-desk supervisor, monthly table, version 1 · "
        "published and final\n"
    )
    assert office.dms(SUE)[-1] == (
        f"Sue Park · December 2026\n{card}"
        "*Got it* means that you have seen it, not that you agree.\n"
        "[Got it] [Why?]"
    )
    assert office.type(f"/score <@{SUE}> dec", by=ADA) == (
        f"Sue Park · December 2026\n{card}[Why?] [Month before]"
    )


def test_what_is_not_due_yet_costs_nothing_yet(office: Office) -> None:
    put_in_force(office, FRONT_DESK)
    office.wait("2026-12-01T09:00:00Z")
    office.type(f"/complaint open <@{ANN}> billing -- refund", by=SUE)  # on a Tuesday
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
    office.wait("2026-12-04T23:00:00Z")
    office.type("/complaint X-1 reject -- it was paid back", by=SUE)
    office.wait("2026-12-20T09:00:00Z")
    shown = office.type(f"/score <@{SUE}>", by=SUE)
    assert "too late" not in shown
    assert "Complaint by a customer" not in shown


def test_what_was_recorded_wins(office: Office) -> None:
    put_in_force(office, FRONT_DESK)
    office.wait("2026-12-01T09:00:00Z")
    office.type(f"/record <@{ANN}> calls 590", by=SUE)
    office.type(f"/record <@{SUE}> callbacks 598", by=ADA)
    assert line(office, "Customer call-backs", "dec") == (
        "Customer call-backs | 4 / 6 | 6 − (600 − 598) × 1 = 4"
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
        "Team management | 9.95 / 10 | Rules kept by the team: nothing recorded: 100; "
        "Mean score of the team: 99; (100 + 99) ÷ 2 = 99.5; 99.5 × 10 ÷ 100 = 9.95; "
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
        "Joe Wolf · November",
        "Feedback interviews about November",  # of Desk
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


@pytest.mark.parametrize(
    ("appraises", "line", "mistake"),
    [
        (
            "agent",
            "rule: average, between: [0, 100], derived: team-mean",
            "own.yaml:5: `derived` is for rubrics that appraise a supervisor",
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
                "'team-mean', 'team-sum' or 'team-average'"
            ),
        ),
        (
            "supervisor",
            (
                "rule: deductions, reasons: [{code: x, label: {en: X, zh: 某}, points: -1, "
                "derived: leavers}]"
            ),
            (
                "own.yaml:11: `derived`: must be 'interviews-not-held', 'complaints-upheld' or "
                "'complaints-late'"
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
    assert {name for name in (*EVENTS, *FIGURES) if f"`{name}`" not in table} == set()
