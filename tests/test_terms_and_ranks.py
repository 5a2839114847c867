"""Quarters and years: the mean of complete months, ranks with ties, and what low months lead to."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from in_force import put_in_force
from office import ADA, ANN, LEE, NOW, OTHER, SUE, TOM, WANG, WORKSPACE, Office
from sqlmodel import select

from bot import outcomes, rubrics
from bot.errors import UserError
from bot.models import Person, Scorecard
from bot.outcomes import Month, Outcome
from bot.periods import Period, Term
from bot.reading.terms import read_term

NOV = Period(2026, 11)
PRIVATE = "The card of Ann Reed is private. Ann Reed, Sue Park and HR see it."
LEADS = "Only Sue Park and HR can do that for your team. `/score` shows your own card."


def freeze(office: Office, rubric: str, totals: dict[str, list[str | None]]) -> None:
    """Keep cards from January 2026 on, as months of Care that were scored by the rubric."""
    with office.desk.database.writing() as session:
        version = put_in_force(session, rubric, since=NOV.first)
        session.add_all(
            Scorecard(
                workspace_id=WORKSPACE,
                person_id=person,
                period=Period(2026, 1).plus(n),
                team_id=1,
                digest=version.digest,
                total=total,
                card=json.dumps(None),
                at=NOW,
            )
            for person, months in totals.items()
            for n, total in enumerate(months)
        )


def test_a_year_is_the_mean_of_its_months(office: Office) -> None:
    office.type(f"/deduct <@{ANN}> late", by=SUE)
    office.wait("2026-12-01T09:00:00Z")
    office.type(f"/deduct <@{ANN}> late", by=SUE)
    office.type(f"/deduct <@{ANN}> smile", by=SUE)
    office.type(f"/commend <@{WANG}> praise", by=SUE)
    office.wait("2027-01-05T09:00:00Z")
    card = (
        "*97.5* · *A* Excellent · the mean of 2 complete months\n"
        "Month | Total | Grade\n"
        "November | 98 | A\n"
        "December | 97 | A"
    )
    assert office.type("/score year", by=ANN) == f"Ann Reed · year 2026\n{card}"
    assert office.type(f"/score <@{ANN}> 2026", by=SUE) == f"Ann Reed · year 2026\n{card}"
    assert office.type("/score q4", by=ANN) == f"Ann Reed · quarter 4 of 2026\n{card}"
    assert office.type("/score 第四季度", by=ANN) == f"Ann Reed · quarter 4 of 2026\n{card}"
    assert office.type("/score me this year", by=SUE) == (
        "Sue Park · year 2027\n*No result yet* · complete months: 0, needed: 1"
    )
    assert office.type("/score year", by=SUE) == (
        "Care · year 2026\n"
        "Average *99.67* · complete and published months only\n"
        "Agent | Mean | Grade | Months\n"
        "王芳 | 101.5 | A | 2\n"
        "Lee Moss | 100 | A | 2\n"
        "Ann Reed | 97.5 | A | 2\n"
        "[Ranking]"
    )
    assert office.type("/score team 2026-q4", by=ADA) == (
        "*Quarter 4 of 2026* · 2 teams\n"
        "Team | Average | Results\n"
        "Care | 99.67 | 3\n"
        "Desk | 100 | 1\n"
        "[Care] [Desk]"
    )
    assert office.type("/score q2", by=SUE) == (
        "Care · quarter 2 of 2026\nNo month was published in that time."
    )


def test_others_see_neither_means_nor_ranks(office: Office) -> None:
    office.wait("2026-12-05T09:00:00Z")
    assert office.type(f"/score <@{ANN}> year", by=LEE) == PRIVATE
    for line in ("/score team year", "/month year", "/month year 2026 Care"):
        assert office.type(line, by=LEE) == LEADS


def test_a_month_or_a_quarter_but_not_both(office: Office) -> None:
    one = "One month at a time, please: name a single one, such as `oct` or `2026-10`."
    assert office.type("/score 2026 2025", by=ANN) == one
    assert office.type("/score q4 nov", by=ANN) == one
    assert office.type("/score nov 2026", by=ANN).startswith("Ann Reed · November\n")


def test_ranks_share_a_place_and_stop_below_a_few(office: Office) -> None:
    office.type(f"/commend <@{WANG}> praise", by=SUE)
    office.wait("2026-12-05T09:00:00Z")
    assert office.choose("/score year", "Ranking", by=SUE) == (
        "Care · year 2026\n"
        "3 results, ranked\n"
        "Ranks are for HR and the supervisor; agents do not see them.\n"
        "Rank | Agent | Mean | Grade | Months\n"
        "1 | 王芳 | 103 | A | 1\n"
        "2 | Ann Reed | 100 | A | 1\n"
        "2 | Lee Moss | 100 | A | 1"
    )
    assert office.type("/month year q4 Desk", by=ADA) == (
        "Desk · quarter 4 of 2026\n"
        "Nobody is ranked: there is 1 result, and it takes 3.\n"
        "Ranks are for HR and the supervisor; agents do not see them.\n"
        "Agent | Mean | Grade | Months\n"
        "Tom Bell | 100 | A | 1"
    )
    assert office.type("/month year", by=ADA, channel=OTHER) == (
        "Which team? Add its name: Care, Desk.\n[Care] [Desk]"
    )


def test_two_months_too_low_lose_the_award(office: Office) -> None:
    freeze(
        office,
        "department-satisfaction-appraisal",
        {
            ANN: ["89.99", "100", None, "80"],
            LEE: ["90", "89", "281/3"],
            WANG: ["90", "90", None],
        },
    )
    assert office.type("/score 2026", by=ANN) == (
        "Ann Reed · year 2026\n"
        "*90* · *Unqualified* · the mean of 3 complete months\n"
        "Month | Total | Grade\n"
        "January | 89.99 | –\n"
        "February | 100 | –\n"
        "March | – | –\n"
        "April | 80 | –\n"
        "⚠️ 2 months below 90: *No year-end award*"
    )
    assert office.type("/score 2026", by=LEE).splitlines()[-1] == (
        "1 month below 90; 2 of them mean: No year-end award"
    )
    assert office.type("/score 2026", by=WANG).splitlines()[-1] == (
        "没有低于 90 分的月份；满 2 个月则：取消年终评先资格"
    )
    assert office.type("/score q1", by=ANN).splitlines()[-1] == "March | – | –"
    assert office.type("/month year 2026", by=SUE).splitlines()[3:] == [
        "Rank | Agent | Mean | Grade | Months | Consequence",
        "1 | Lee Moss | 90.89 | Qualified | 3 | –",
        "2 | 王芳 | 90 | Qualified | 2 | –",
        "3 | Ann Reed | 90 | Unqualified | 3 | No year-end award (2 < 90)",
    ]


def test_classes_follow_the_places(office: Office) -> None:
    freeze(
        office,
        "service-quality-implementation",
        {ANN: ["80"], LEE: ["70"], WANG: ["90"], TOM: ["70"], SUE: ["60"]},
    )
    assert office.type("/month year 2026", by=SUE).splitlines()[3:] == [
        "Rank | Agent | Mean | Grade | Class | Months",
        "1 | 王芳 | 90 | Excellent | Leading | 1",
        "2 | Ann Reed | 80 | Good | Middle | 1",
        "3 | Lee Moss | 70 | Pass | Middle | 1",
        "3 | Tom Bell | 70 | Pass | Middle | 1",
        "5 | Sue Park | 60 | Pass | To improve | 1",
    ]


def test_too_few_months_have_no_result() -> None:
    rubric = rubrics.listed("care-agents").rubric.model_copy(update={"year_needs": 2})
    person = Person(workspace_id=WORKSPACE, id=ANN, name="Ann Reed")
    known = Month(NOV, Fraction(90), "A")
    one = Outcome(person, Term(2026), (known, Month(NOV.plus(1), None, "")), rubric)
    assert (one.complete, one.total, one.grade) == (1, None, None)
    assert replace(one, term=Term(2026, 4)).total == 90
    assert outcomes.ranking([one]).places == {}


def test_months_out_of_other_points_are_left_out_and_those_of_other_teams_count(
    office: Office,
) -> None:
    freeze(office, "tech-company-agent-monthly", {ANN: ["60", "62"], LEE: ["70"], WANG: ["65"]})
    freeze(office, "department-satisfaction-appraisal", {TOM: ["90", "80", "91"]})
    with office.desk.database.writing() as session:
        (of_100,) = {row.digest for row in session.exec(select(Scorecard)) if row.person_id == TOM}
        for person, month, team in ((ANN, 3, 1), (LEE, 2, 2), (LEE, 3, 1)):
            session.add(
                Scorecard(
                    workspace_id=WORKSPACE,
                    person_id=person,
                    period=Period(2026, month),
                    team_id=team,
                    digest=of_100,
                    total="85",
                    card=json.dumps(None),
                    at=NOW,
                )
            )
    assert office.type("/score 2026", by=ANN) == (
        "Ann Reed · year 2026\n"
        "*85* · *Unqualified* · the result of 1 complete month\n"
        "Month | Total | Grade\n"
        "January | 60 | –\n"
        "February | 62 | –\n"
        "March | 85 | –\n"
        "Left out: 2 complete months out of other full points than the latest\n"
        "1 month below 90; 2 of them mean: No year-end award"
    )
    notes = (
        "Months in other teams count, too: Lee Moss\n"
        "Left out, as they are out of other full points: months of Ann Reed, Lee Moss"
    )
    ranking = office.type("/month year 2026", by=SUE)
    assert ranking == (
        "Care · year 2026\n"
        "3 results, ranked\n"
        "Ranks are for HR and the supervisor; agents do not see them.\n"
        "Rank | Agent | Mean | Grade | Months | Consequence\n"
        "1 | Tom Bell | 87 | Unqualified | 3 | –\n"
        "2 | Ann Reed | 85 | Unqualified | 1 | –\n"
        "2 | Lee Moss | 85 | Unqualified | 2 | No year-end award (2 < 90)\n"
        "– | 王芳 | 65 | – | 1 | –\n"
        f"{notes}"
    )
    assert notes in office.type("/score 2026", by=SUE)


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("2026", Term(2026)),
        ("2025年", Term(2025)),
        ("year", Term(2026)),
        ("this year", Term(2026)),
        ("last year", Term(2025)),
        ("今年", Term(2026)),
        ("去年", Term(2025)),
        ("q3", Term(2026, 3)),
        ("Q1 2026", Term(2026, 1)),
        ("2026-q3", Term(2026, 3)),
        ("2025q4", Term(2025, 4)),
        ("第三季度", Term(2026, 3)),
        ("三季度", Term(2026, 3)),
        ("2025年第2季度", Term(2025, 2)),
        ("quarter", Term(2026, 4)),
        ("last quarter", Term(2026, 3)),
        ("上季度", Term(2026, 3)),
        ("q5", None),
        ("oct", None),
        ("2026-10", None),
        ("三", None),
        ("1026", None),
    ],
)
def test_quarters_and_years_are_read(words: str, term: Term | None) -> None:
    assert read_term(words, today=NOV) == term


def test_the_year_alone_is_that_of_the_last_month() -> None:
    assert read_term("year", today=Period(2027, 1)) == Term(2026)
    assert read_term("quarter", today=Period(2027, 1)) == Term(2026, 4)
    assert read_term("q4", today=Period(2027, 1)) == Term(2026, 4)
    with pytest.raises(UserError, match="future_date"):
        read_term("2028", today=Period(2027, 1))


def test_terms_have_their_months() -> None:
    assert (Term(2026).first, Term(2026).last) == (Period(2026, 1), Period(2026, 12))
    assert (Term(2026, 3).first, Term(2026, 3).last) == (Period(2026, 7), Period(2026, 9))
    assert [str(it) for it in (Term(2026), Term(2026, 2))] == ["2026", "2026-Q2"]
    quarters = [Term.quarter_of(Period(2026, month)).quarter for month in range(1, 13)]
    assert quarters == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
