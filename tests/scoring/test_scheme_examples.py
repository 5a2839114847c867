"""The worked examples of the schemes with items and points, on the files of the catalogue."""

from fractions import Fraction

import pytest
from scoring_cases import exact, known, line, number, numbers, points, raw, sections, verdict

from bot.scoring import rubric
from bot.scoring.facts import Fact
from bot.scoring.score import score

SECTION = rubric.read("department-satisfaction-appraisal")
DESK = rubric.read("front-desk-supervisor-table")
PROPERTY = rubric.read("property-supervisor-table")
SUPPORT = rubric.read("support-centre-supervisor-table")
TECH = rubric.read("tech-company-agent-monthly")


def test_a_clean_month_of_a_section_is_excellent() -> None:
    card = score(SECTION, [Fact("inspected", level="yes"), Fact("survey", level="very-satisfied")])
    assert points(card) == {"standards": "50", "survey": "20", "complaints": "30"}
    assert verdict(card) == "100 on 100, excellent"


@pytest.mark.parametrize(
    ("problems", "answer", "complaints", "major", "expected"),
    [
        (1, "satisfied", 0, 0, "95 on 100, excellent"),
        (2, "satisfied", 0, 0, "94 on 100, qualified"),
        (0, "satisfied", 1, 0, "90 on 100, qualified"),
        (1, "satisfied", 1, 0, "89 on 100, unqualified"),
        (60, "very-dissatisfied", 1, 3, "4 on 100, unqualified"),
    ],
)
def test_grades_of_a_section_include_their_bound(
    problems: int, answer: str, complaints: int, major: int, expected: str
) -> None:
    facts = [
        Fact("inspected", level="yes"),
        Fact("problem", count=problems),
        Fact("survey", level=answer),
        Fact("complaint", count=complaints),
        Fact("major-complaint", count=major),
    ]
    assert verdict(score(SECTION, facts)) == expected


@pytest.mark.parametrize(
    "facts",
    [
        [],
        [Fact("survey", level="very-satisfied")],
        [Fact("inspected", level="no"), Fact("survey", level="very-satisfied")],
        [Fact("complaint", count=0)],
    ],
)
def test_neither_inspected_nor_complained_about_is_no_opinion(facts: list[Fact]) -> None:
    assert score(SECTION, facts) is None


def test_a_problem_that_was_found_is_an_inspection() -> None:
    card = score(SECTION, [Fact("problem"), Fact("survey", level="satisfied")])
    assert verdict(card) == "95 on 100, excellent"


def test_a_complaint_alone_is_an_opinion_without_a_grade() -> None:
    card = score(SECTION, [Fact("complaint")])
    assert points(card) == {"standards": "50", "survey": None, "complaints": "24"}
    assert verdict(card) == "74 on 30, no grade"
    assert known(card).final is None


def test_survey_answers_are_averaged_exactly() -> None:
    facts = [
        Fact("inspected", level="yes"),
        Fact("survey", count=2, level="very-satisfied"),
        Fact("survey", level="satisfied"),
    ]
    card = score(SECTION, facts)
    assert exact(known(card).total) == "296/3"
    assert line(card, "survey").why.en == (
        "2 × Very satisfied, 1 × Basically satisfied: (2 × 20 + 1 × 16) ÷ 3 ≈ 18.67"
    )


FRONT_DESK = numbers(
    callbacks=600, training=8, leavers=0, staff_start=20, staff_end=20, attitude=20
)


def test_a_front_desk_with_nothing_against_it_has_100() -> None:
    card = score(DESK, FRONT_DESK)
    assert points(card) == {
        "callbacks": "6",
        "complaint-handling": "9",
        "satisfaction": "15",
        "training": "8",
        "customer-information": "6",
        "service": "6",
        "five-s": "6",
        "cashier": "10",
        "team": "10",
        "turnover": "4",
        "attitude": "20",
        "respond": None,
        "solve": None,
    }
    assert verdict(card) == "100 on 100, no grade"


def test_a_front_desk_month_with_everything_against_it() -> None:
    facts = [
        *numbers(callbacks=597, training=6, leavers=4, staff_start=20, staff_end=20, attitude=15),
        Fact("sla-miss", count=2),
        Fact("survey-miss", count=8),
        Fact("info-miss"),
        Fact("complaint", count=3),
        Fact("untidy", count=2),
        Fact("cashier-error"),
        Fact("interview-miss", count=3),
    ]
    card = score(DESK, facts)
    assert [it for it in points(card).values() if it] == [
        "3",
        "3",
        "0",
        "6",
        "3",
        "0",
        "2",
        "5",
        "4",
        "2",
        "15",
    ]
    assert verdict(card) == "43 on 100, no grade"
    assert line(card, "satisfaction").why.en == (
        "15 − 8 × 2 (Daily satisfaction calls not made) = −1, floor 0"
    )


@pytest.mark.parametrize(
    ("leavers", "left", "why"),
    [
        (3, 4, "3 ÷ ((20 + 20) ÷ 2) × 100 = 15 ≤ 15: 4"),
        (4, 2, "4 ÷ ((20 + 20) ÷ 2) × 100 = 20 > 15: 4 − 1 × 2 = 2"),
        (9, 0, "9 ÷ ((20 + 20) ÷ 2) × 100 = 45 > 15: 4 − 6 × 2 = −8, floor 0"),
    ],
)
def test_turnover_costs_two_for_each_full_step(leavers: int, left: int, why: str) -> None:
    card = score(DESK, numbers(leavers=leavers, staff_start=20, staff_end=20))
    turnover = line(card, "turnover")
    assert turnover.points == left
    assert turnover.why.en == why


def test_a_front_desk_without_staff_shares_the_points_of_turnover_out() -> None:
    card = score(DESK, numbers(callbacks=600, training=8, staff_start=0, staff_end=0, attitude=10))
    assert line(card, "turnover").points is None
    assert line(card, "shared-out").why.en == "4 points without data: 86 × 4 ÷ 96 ≈ 3.58"
    assert exact(known(card).total) == "1075/12"


FULL_PROPERTY = [
    *numbers(repair=100, fee=99, complaint_handling=100, satisfaction=96, files=100, revisit=100),
    *numbers(training=100, kpi_nine=6),
    Fact("events", level="on-plan"),
    *numbers(attitude_one=5, attitude_two=4, dedication=3, team_spirit=3),
    *numbers(planning=5, coaching=5, emergencies=5, problem_solving=5, cooperation=5),
]


def test_the_property_table_with_every_baseline_met() -> None:
    card = score(PROPERTY, FULL_PROPERTY)
    assert sections(card) == {"kpi": "60", "attitude": "15", "ability": "25"}
    assert verdict(card) == "100 on 100, no grade"


def test_the_property_table_adds_bonuses_without_a_cap() -> None:
    praised = [Fact("praise", count=2), Fact("emergency"), Fact("award"), Fact("team-award")]
    card = score(PROPERTY, [*FULL_PROPERTY, *praised])
    assert sections(card)["bonus"] == "19"
    assert exact(known(card).total) == "119"


@pytest.mark.parametrize(
    ("rate", "value", "left"),
    [("fee", 98, 0), ("fee", "98.01", 7), ("satisfaction", 95, 0), ("repair", "99.99", 0)],
)
def test_a_property_kpi_is_all_or_nothing(rate: str, value: str | int, left: int) -> None:
    assert line(score(PROPERTY, [number(rate, value)]), rate).points == left


def test_the_support_centre_weighs_six_items() -> None:
    facts = [
        *numbers(key_done=9, key_assigned=10, adhoc_done=4, adhoc_assigned=5),
        *numbers(sales_actual=950, sales_plan=1000),
        Fact("resigned"),
        Fact("violation", count=2),
        number("team-score", 90),
        Fact("superior", level="80", rater="superior"),
    ]
    card = score(SUPPORT, facts)
    assert raw(card) == {
        "key-tasks": "90",
        "adhoc-tasks": "80",
        "turnover": "60",
        "sales": "95",
        "team-management": "85",
        "superior": "80",
    }
    assert exact(known(card).total) == "84"
    assert line(card, "key-tasks").why.en == "9 ÷ 10 × 100 = 90; 90 × 40 ÷ 100 = 36"
    assert line(card, "team-management").why.en == (
        "Rules kept by the team: 100 − 2 × 10 (Violation by a team member) = 80; "
        "Mean score of the team: 90; (80 + 90) ÷ 2 = 85; 85 × 10 ÷ 100 = 8.5"
    )


def test_a_support_centre_without_ad_hoc_tasks_shares_their_weight_out() -> None:
    facts = [
        *numbers(key_done=10, key_assigned=10, adhoc_done=0, adhoc_assigned=0),
        *numbers(sales_actual=1200, sales_plan=1000, team_score=100),
        Fact("superior", level="0", rater="superior"),
    ]
    card = score(SUPPORT, facts)
    assert line(card, "sales").why.en == (
        "1200 ÷ 1000 × 100 = 120, at most 100; 100 × 10 ÷ 100 = 10"
    )
    assert exact(known(card).total) == exact(Fraction(70 * 100, 80))


def test_the_legible_part_of_the_technology_companys_table() -> None:
    card = score(TECH, [number("complaints", 10)])
    assert {id_: it for id_, it in points(card).items() if it is not None} == {
        "attendance": "5",
        "leave": "5",
        "discipline": "5",
        "complaints": "10",
    }
    assert verdict(card) == "25 on 20, no grade"


@pytest.mark.parametrize(
    ("facts", "id_", "left", "why"),
    [
        ([Fact("late"), Fact("missed-punch")], "attendance", "1", "2 → 1"),
        ([Fact("late", count=3)], "attendance", "0", "3 → 0"),
        ([Fact("absent")], "attendance", "0", "Absent without leave: 0"),
        ([number("leave", "0.5")], "leave", "4", "1 → 4"),
        ([number("leave", 9)], "leave", "2", "9 → 2"),
        ([Fact("distraction", count=2)], "discipline", "3", "2 → 3"),
        ([Fact("complaint", count=2), number("complaints", 7)], "complaints", "7", "2 → 4–7: 7"),
        ([Fact("complaint", count=2)], "complaints", None, "2 → 4–7: not rated yet"),
        (
            [Fact("complaint", count=3), number("complaints", 7)],
            "complaints",
            None,
            "3 → 0–3: 7 lies outside, rate again",
        ),
    ],
)
def test_rows_of_the_technology_companys_table(
    facts: list[Fact], id_: str, left: str | None, why: str
) -> None:
    found = line(score(TECH, facts), id_)
    assert exact(found.points) == left
    assert found.why.en == why
