"""The worked examples of the schemes, on the files of the catalogue."""

from decimal import Decimal
from fractions import Fraction

import pytest

from bot.scoring import rubric
from bot.scoring.card import Scorecard
from bot.scoring.facts import Fact
from bot.scoring.figures import write
from bot.scoring.score import score


def number(code: str, value: str | int, rater: str = "") -> Fact:
    return Fact(code, value=Decimal(value), values=1, rater=rater)


def points(card: Scorecard | None) -> dict[str, Fraction | None]:
    assert card is not None
    return {line.id: line.points for line in card.lines}


def verdict(card: Scorecard | None) -> str:
    """Return `total of what was measured, grade` in exact numbers."""
    assert card is not None
    total = "none" if card.total is None else write(card.total)
    return f"{total} on {write(card.of)}, {card.grade.code if card.grade else 'no grade'}"


SECTION = rubric.read("department-satisfaction-appraisal")
DESK = rubric.read("front-desk-supervisor-table")
PROPERTY = rubric.read("property-supervisor-table")


def test_a_clean_month_of_a_section_is_excellent() -> None:
    card = score(SECTION, [Fact("inspected", level="yes"), Fact("survey", level="very-satisfied")])
    assert points(card) == {"standards": 50, "survey": 20, "complaints": 30}
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


def test_a_complaint_alone_is_an_opinion_without_a_grade() -> None:
    card = score(SECTION, [Fact("complaint")])
    assert points(card) == {"standards": 50, "survey": None, "complaints": 24}
    assert verdict(card) == "74 on 30, no grade"


def test_a_front_desk_with_nothing_against_it_has_100() -> None:
    facts = [
        number("callbacks", 600),
        number("training", 8),
        number("leavers", 0),
        number("staff-start", 20),
        number("staff-end", 20),
        number("attitude", 20, rater="superior"),
    ]
    card = score(DESK, facts)
    assert points(card) == {
        "callbacks": 6,
        "complaint-handling": 9,
        "satisfaction": 15,
        "training": 8,
        "customer-information": 6,
        "service": 6,
        "five-s": 6,
        "cashier": 10,
        "team": 10,
        "turnover": 4,
        "attitude": 20,
    }
    assert verdict(card) == "100 on 100, no grade"


@pytest.mark.parametrize(
    ("leavers", "points_left", "why"),
    [
        (3, 4, "3 ÷ ((20 + 20) ÷ 2) × 100 = 15 ≤ 15: 4"),
        (4, 2, "4 ÷ ((20 + 20) ÷ 2) × 100 = 20 > 15: 4 − 1 × 2 = 2"),
        (9, 0, "9 ÷ ((20 + 20) ÷ 2) × 100 = 45 > 15: 4 − 6 × 2 = −8, floor 0"),
    ],
)
def test_turnover_costs_two_for_each_full_step(leavers: int, points_left: int, why: str) -> None:
    facts = [number("leavers", leavers), number("staff-start", 20), number("staff-end", 20)]
    card = score(DESK, facts)
    assert card is not None
    line = card.line("turnover")
    assert line is not None
    assert line.points == points_left
    assert line.why.en == why


def test_the_property_table_adds_bonuses_on_top_of_100() -> None:
    facts = [
        *(number(kpi, 100) for kpi in ("repair", "complaint-handling", "files", "revisit")),
        number("fee", 99),
        number("satisfaction", 96),
        number("training", 100),
        Fact("events", level="on-plan"),
        number("kpi-nine", 6),
        *map(number, ("attitude-one", "attitude-two", "dedication", "team-spirit"), (5, 4, 3, 3)),
        *(
            number(ability, 5)
            for ability in ("planning", "coaching", "emergencies", "problem-solving", "cooperation")
        ),
    ]
    card = score(PROPERTY, facts)
    assert card is not None
    assert card.total == 100
    assert {it.id: it.points for it in card.sections} == {"kpi": 60, "attitude": 15, "ability": 25}
    praised = score(PROPERTY, [*facts, Fact("praise", count=2), Fact("team-award")])
    assert praised is not None
    assert praised.total == 109
    assert praised.lines[-1].why.en == (
        "2 × 3 (Praised by owners for solving difficulties) + 1 × 3 (Team award) = 9"
    )


def test_an_agents_month_opens_line_by_line() -> None:
    facts = [
        Fact("A4", count=2),
        Fact("C5"),
        Fact("record"),
        Fact("survey", count=4, level="very-satisfied"),
        Fact("survey", level="fair"),
        number("training", 6),
        Fact("praise"),
    ]
    card = score(rubric.read("care-agents"), facts)
    assert card is not None
    assert [f"{it.id} {it.points}/{it.of}" for it in card.sections] == [
        "quality 36/40",
        "efficiency 22/25",
        "satisfaction 97/5/20",
        "team 13/15",
        "bonus 3/0",
    ]
    assert verdict(card) == "93.4 on 88, A"
    tone = card.line("language")
    assert tone is not None
    assert tone.why.en == "15 − 2 × 2 (Unfriendly tone) = 11"
    assert tone.why.zh == "15 − 2 × 2 (回答不亲切、不流利) = 11"


def test_every_entry_of_the_infraction_list_can_be_logged() -> None:
    codes = [entry.code for entry in rubric.read("scenic-agent-infraction-list").entries]
    listed = {"A": 6, "B": 9, "C": 7, "D": 6, "E": 6, "F": 6}
    expected = {f"{letter}{n}" for letter, last in listed.items() for n in range(1, last + 1)}
    assert set(codes) == expected - {"D5"}
    assert len(codes) == 39
