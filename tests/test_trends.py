"""Totals over the months: exact, beside the average of the team somebody was in at the time."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

from in_force import put_in_force
from office import ANN, LEE, NOW, TOM, WANG, WORKSPACE
from sqlmodel import Session, select

from bot import appraisals, cards, roster, trends
from bot.models import RubricInForce, Scorecard
from bot.periods import Period
from bot.store import Database
from bot.words import words_for

JAN = Period(2027, 1)


def freeze(
    session: Session,
    person: str,
    period: Period,
    team: int,
    total: str | None,
    *,
    revision: int = 1,
    digest: str = "",
) -> None:
    by = session.exec(select(RubricInForce.digest).where(RubricInForce.team_id == 1)).one()
    session.add(
        Scorecard(
            workspace_id=WORKSPACE,
            person_id=person,
            period=period,
            revision=revision,
            team_id=team,
            digest=digest or by,
            total=total,
            card=json.dumps(None),
            at=NOW,
        )
    )
    session.flush()


def picture_of(session: Session, person: str, period: Period) -> trends.Picture:
    known = roster.person(session, workspace=WORKSPACE, user=person)
    standing = appraisals.standing(session, workspace=WORKSPACE, person=known, period=period)
    return trends.picture(session, standing=standing)


def test_each_month_stands_beside_the_team_of_that_month(database: Database) -> None:
    with database.writing() as session:
        freeze(session, ANN, JAN.plus(-2), 2, "90")  # she was in Tom's team then
        freeze(session, TOM, JAN.plus(-2), 2, "70")
        freeze(session, LEE, JAN.plus(-2), 1, "10")
        freeze(session, ANN, JAN.plus(-1), 1, "281/3")
        freeze(session, LEE, JAN.plus(-1), 1, "100")
        freeze(session, WANG, JAN.plus(-1), 1, None)
        picture = picture_of(session, ANN, JAN)
    assert picture.months == (
        trends.Month(JAN.plus(-2), Fraction(90), Fraction(80)),
        trends.Month(JAN.plus(-1), Fraction(281, 3), Fraction(581, 6)),
    )
    assert picture.change == 100 - Fraction(281, 3)


def test_the_latest_revision_counts(database: Database) -> None:
    with database.writing() as session:
        freeze(session, ANN, JAN.plus(-1), 1, "80")
        freeze(session, ANN, JAN.plus(-1), 1, "85", revision=2)
        team = roster.team(session, workspace=WORKSPACE, team_id=1)
        assert trends.results(session, team=team, period=JAN.plus(-1)) == [
            trends.Result(ANN, Fraction(85), "", Decimal(100))
        ]
        assert picture_of(session, ANN, JAN).months == (
            trends.Month(JAN.plus(-1), Fraction(85), Fraction(85)),
        )


def test_six_months_are_shown_and_a_month_without_a_result_compares_with_nothing(
    database: Database,
) -> None:
    with database.writing() as session:
        for back in range(1, 9):
            freeze(session, ANN, JAN.plus(-back), 1, None if back == 1 else "90")
        picture = picture_of(session, ANN, JAN)
    assert [str(month.period) for month in picture.months] == [
        "2026-08",
        "2026-09",
        "2026-10",
        "2026-11",
        "2026-12",
    ]
    assert picture.change is None


def test_a_published_month_is_the_last_of_its_own_six(database: Database) -> None:
    with database.writing() as session:
        for back in range(8):
            freeze(session, ANN, JAN.plus(-back), 1, "90")
        picture = picture_of(session, ANN, JAN)
    assert [str(month.period) for month in picture.months][::5] == ["2026-08", "2027-01"]


def test_months_with_other_full_points_are_not_compared(database: Database) -> None:
    with database.writing() as session:
        of_70 = put_in_force(session, "tech-company-agent-monthly", team=2, since=JAN.first)
        freeze(session, ANN, JAN.plus(-2), 1, "90")
        freeze(session, ANN, JAN.plus(-1), 1, "60", digest=of_70.digest)
        freeze(session, LEE, JAN.plus(-1), 1, "80")
        picture = picture_of(session, ANN, JAN)
        care = roster.team(session, workspace=WORKSPACE, team_id=1)
        team = trends.team_picture(session, team=care, period=JAN)
    assert [month.period for month in picture.months] == [JAN.plus(-2)]
    assert picture.change is None
    assert [one.full for one in team.before] == [70, 100]
    assert [one.person_id for one in team.compared] == [LEE]
    assert team.change == 20


def test_the_average_is_of_cards_out_of_the_same_points(database: Database) -> None:
    with database.writing() as session:
        of_70 = put_in_force(session, "tech-company-agent-monthly", team=2, since=JAN.first)
        freeze(session, ANN, JAN.plus(-1), 1, "90")
        freeze(session, WANG, JAN.plus(-1), 1, "80")
        freeze(session, LEE, JAN.plus(-1), 1, "70", digest=of_70.digest)
        picture = picture_of(session, ANN, JAN)
    assert picture.months == (trends.Month(JAN.plus(-1), Fraction(90), Fraction(85)),)


def test_a_chart_leaves_out_a_team_without_an_average(database: Database) -> None:
    with database.reading() as session:
        standing = picture_of(session, ANN, JAN).standing
    months = (
        trends.Month(JAN.plus(-3), Fraction(90), Fraction(80)),
        trends.Month(JAN.plus(-2), None, Fraction(70)),
        trends.Month(JAN.plus(-1), Fraction(95), None),
    )
    english = words_for("en", {})
    (chart,) = cards.chart(trends.Picture(standing, months), english)
    assert chart.categories == ("October", "December")
    assert chart.series == (("Ann Reed", (Decimal(90), Decimal(95))),)
    (chart,) = cards.chart(trends.Picture(standing, (months[0], months[0])), english)
    assert [name for name, _ in chart.series] == ["Ann Reed", "Team average"]
