"""The worked examples of the schemes with bands, ratings, pay, times and KPIs."""

from decimal import Decimal
from fractions import Fraction

import pytest
from scoring_cases import (
    exact,
    figures,
    known,
    line,
    number,
    numbers,
    points,
    raw,
    sections,
    verdict,
)

from bot.scoring import kpi, rubric
from bot.scoring.entries import Measure
from bot.scoring.facts import Fact
from bot.scoring.kinds.clock import judge
from bot.scoring.outcome import pay
from bot.scoring.score import score

AGENTS = rubric.read("care-agents")
DETAILS = rubric.read("supervisor-kpi-details")
ECOMMERCE = rubric.read("ecommerce-supervisor-plan")
BANDS = rubric.read("supervisor-score-bands")


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
    card = score(AGENTS, facts)
    assert sections(card) == {
        "quality": "36",
        "efficiency": "22",
        "satisfaction": "19.4",
        "team": "13",
        "bonus": "3",
    }
    assert verdict(card) == "93.4 on 88, A"
    assert line(card, "language").why.en == "15 − 2 × 2 (Unfriendly tone) = 11"
    assert line(card, "language").why.zh == "15 − 2 × 2 (回答不亲切、不流利) = 11"
    assert line(card, "calls").why.en == "no data: 4 kept"


def test_points_given_instead_stand_beside_the_rubrics_own() -> None:
    card = score(AGENTS, [Fact("A4", count=1, points=Decimal(-3)), Fact("praise", 0, Decimal(5))])
    assert line(card, "language").why.en == (
        "15 − 1 × 2 (Unfriendly tone) − 3 (Unfriendly tone) = 10"
    )
    assert line(card, "bonus").why.en == "5 (Praised by a customer) = 5"


def test_commendations_lift_a_total_above_100_up_to_their_cap() -> None:
    card = score(AGENTS, [Fact("praise", count=4), Fact("award")])
    assert line(card, "bonus").why.en == (
        "4 × 3 (Praised by a customer) + 1 × 5 (Own award) = 17, at most 10"
    )
    assert exact(known(card).total) == "110"


def test_several_raters_are_weighed_and_oneself_is_only_shown() -> None:
    facts = [
        number("cooperation", 3, rater="superior"),
        Fact("cooperation", value=Decimal("7.5"), values=2, rater="peer"),
        number("cooperation", 0, rater="self"),
    ]
    found = line(score(AGENTS, facts), "cooperation")
    assert found.why.en == "supervisor, peers: (3 × 2 + 3.75 × 1) ÷ 3 = 3.25"
    assert [(it.label.en, exact(it.points)) for it in found.parts] == [
        ("supervisor", "3"),
        ("peers", "3.75"),
        ("self", "0"),
    ]


def test_every_entry_of_the_infraction_list_can_be_logged() -> None:
    codes = [entry.code for entry in rubric.read("scenic-agent-infraction-list").entries]
    listed = {"A": 6, "B": 9, "C": 7, "D": 6, "E": 6, "F": 6}
    expected = {f"{letter}{n}" for letter, last in listed.items() for n in range(1, last + 1)}
    assert set(codes) == expected - {"D5"}
    assert len(codes) == 39


def test_the_same_infractions_are_in_the_agents_rubric() -> None:
    own = {entry.code: entry for entry in AGENTS.entries}
    for entry in rubric.read("scenic-agent-infraction-list").entries:
        assert (own[entry.code].kind, own[entry.code].points) == (entry.kind, entry.points)


@pytest.mark.parametrize(
    ("aspects", "expected"),
    [
        ([90, 90, 90, 90], "90 on 100, A"),
        ([89, 90, 90, 90], "89.75 on 100, B"),
        ([80, 80, 80, 80], "80 on 100, B"),
        ([60, 60, 60, 60], "60 on 100, D"),
        ([60, 60, 60, 59], "59.75 on 100, E"),
    ],
)
def test_bands_start_at_their_lower_bound(aspects: list[int], expected: str) -> None:
    codes = ("satisfaction", "team", "management", "ability")
    facts = [number(code, it, rater="superior") for code, it in zip(codes, aspects, strict=True)]
    assert verdict(score(BANDS, facts)) == expected


def test_the_reception_plan_in_full() -> None:
    plan = rubric.read("reception-dept-plan")
    facts = [number(item.line.id, 100, rater="superior") for item in plan.items]
    card = score(plan, facts)
    assert sections(card) == {
        "quality": "40",
        "efficiency": "25",
        "satisfaction": "20",
        "team": "15",
    }
    assert verdict(card) == "100 on 100, excellent"


def test_supervisor_kpis_on_target() -> None:
    facts = numbers(
        budget=100000,
        expense_actual=105000,
        leavers=2,
        headcount=20,
        reports_in_time=12,
        reports_due=12,
    )
    card = score(DETAILS, facts)
    assert list(raw(card).values())[:4] == ["100", "100", "100", "100"]
    assert exact(known(card).total) == "100"


@pytest.mark.parametrize(
    ("facts", "id_", "expected"),
    [
        (numbers(budget=100000, expense_actual=107999), "expense", "96"),
        (numbers(budget=100000, expense_actual=160000), "expense", "70"),
        (numbers(budget=100000, expense_actual=92000), "expense", "106"),
        (numbers(budget=100000, expense_actual=10000), "expense", "130"),
        (numbers(budget=0, expense_actual=10), "expense", None),
        (numbers(leavers=1, headcount=20), "turnover", "115"),
        (numbers(leavers=0, headcount=20), "turnover", "130"),
        (numbers(leavers=9, headcount=20), "turnover", "70"),
        (numbers(reports_in_time=9, reports_due=10), "reports", "85"),
        ([Fact("policy-miss", count=7)], "policy", "0"),
    ],
)
def test_supervisor_kpis_off_target(facts: list[Fact], id_: str, expected: str | None) -> None:
    assert exact(line(score(DETAILS, facts), id_).raw) == expected


def test_everything_better_than_its_reference() -> None:
    facts = [
        *numbers(handling_seconds=24000, contacts_handled=100, average_aht=260),
        *numbers(solved=460, problems=500, csat="4.6"),
        Fact("training", level="yes"),
    ]
    card = score(ECOMMERCE, facts)
    assert points(card) == {"base": "100", "aht": "5", "prr": "5", "csat": "5", "training": "5"}
    assert exact(known(card).total) == "120"
    assert line(card, "aht").why.en == "24000 ÷ 100 = 240 < 260 → 5"


def test_equal_to_the_reference_changes_nothing_and_worse_takes_away() -> None:
    facts = [
        *numbers(handling_seconds=26000, contacts_handled=100, average_aht=260),
        *numbers(solved=449, problems=500, csat="4.5"),
    ]
    assert points(score(ECOMMERCE, facts)) == {
        "base": "100",
        "aht": "0",
        "prr": "-5",
        "csat": "0",
        "training": None,
    }


PAY = rubric.read("satisfaction-performance-pay").pay


@pytest.mark.parametrize(
    ("total", "before", "cut"),
    [(85, "1700", "0"), (60, "1200", "0"), ("59.99", "1199.8", "359.94"), (0, "0", "0")],
)
def test_pay_is_cut_below_60(total: str | int, before: str, cut: str) -> None:
    assert PAY is not None
    paid = pay(PAY, Fraction(2000), Fraction(total))
    assert paid is not None
    assert (exact(paid.before_cut), exact(paid.cut)) == (before, cut)
    assert paid.amount == paid.before_cut - paid.cut


def test_a_cut_of_the_base_leaves_no_debt() -> None:
    assert PAY is not None
    of_base = PAY.model_copy(update={"cut_of": "base"})
    paid = [pay(of_base, Fraction(2000), Fraction(total)) for total in (50, 10)]
    assert [exact(it.amount) for it in paid if it] == ["400", "0"]
    assert pay(of_base, Fraction(2000), None) is None


def measure(name: str, code: str) -> Measure:
    found = rubric.read(name).find(code)
    assert isinstance(found, Measure)
    return found


def test_urgent_faults_at_29_30_and_31_minutes() -> None:
    urgent = measure("after-sales-satisfaction-standard", "urgent")
    assert urgent.limit is not None
    levels = [judge(urgent.limit, Decimal(minutes)) for minutes in (29, 30, 31)]
    assert levels == ["met", "met", "missed"]
    facts = [Fact("urgent", level=level) for level in levels]
    found = line(score(rubric.read("after-sales-satisfaction-standard"), facts), "urgent")
    assert found.raw is not None
    assert exact(found.raw / 100) == "2/3"
    assert found.why.en.startswith("2 ÷ 3 × 100 ≈ 66.67")


def test_three_working_days_are_in_time() -> None:
    solved = measure("cs-post-duties-standard", "solved")
    assert solved.limit is not None
    assert f"{solved.limit.amount} {solved.limit.unit}" == "3 working-days"
    assert [judge(solved.limit, Decimal(days)) for days in (3, 4)] == ["met", "missed"]


def test_kpis_of_the_contact_centre() -> None:
    facts = [
        *(
            number(f"csat-{n}", count)
            for n, count in zip((5, 4, 3, 2, 1), (40, 35, 15, 6, 4), strict=True)
        ),
        *numbers(promoters=30, passives=12, detractors=8),
        *numbers(complaints=9, escalations=3, interactions=1200),
    ]
    card = score(rubric.read("contact-centre-plan"), facts)
    assert figures(card) == {
        "csat-mean": "4.01",
        "csat-percent": "75",
        "nps": "44",
        "complaint-rate": "1",
    }
    assert known(card).total is None
    assert line(card, "nps").why.en == "(30 − 8) ÷ (30 + 12 + 8) × 100 = 44"
    per_thousand = kpi.FORMULAS["complaints-per-1000"].compute
    assert per_thousand(Fraction(9), Fraction(3), Fraction(1200)) == 10


def test_six_rates_of_satisfaction() -> None:
    facts = [
        *numbers(kept=850, customers=1000, renewed=240, due=300, returned=420, ever=1200),
        *numbers(referred=150, asked=1000, complaints=24, interactions=1200),
    ]
    card = score(rubric.read("satisfaction-appraisal-six-rates"), facts)
    assert figures(card) == {
        "complaint": "2",
        "retention": "85",
        "renewal": "80",
        "return": "35",
        "referral": "15",
    }
    assert verdict(card) == "nothing on 0, no grade"


@pytest.mark.parametrize("name", sorted(kpi.FORMULAS))
def test_a_kpi_of_nothing_is_undefined(name: str) -> None:
    formula = kpi.FORMULAS[name]
    assert formula.compute(*(Fraction(0) for _ in formula.inputs)) is None
    assert formula.written(*(Fraction(n) for n in range(len(formula.inputs))))


def test_a_survey_that_too_few_answered_is_no_data() -> None:
    survey = rubric.read("survey-feedback-regulation")
    card = score(
        survey, [Fact("attitude", 3, level="satisfied"), Fact("response", 2, level="fair")]
    )
    assert line(card, "response").why.en == "2 of at least 3 answers"
    assert line(card, "response").why.zh == "2 个评价，至少需 3 个"
    assert exact(known(card).total) == "80"
