"""/rubric simulate: who would move, by how much, and what would not count; nothing is stored."""

from __future__ import annotations

from office import ADA, ANN, JOE, SUE, Office
from sqlmodel import select

from bot.models import RubricInForce, RubricVersion


def test_a_month_by_another_rubric(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.type("/deduct lee record x2", by=SUE)
    office.type("/record lee survey fair", by=SUE)
    assert office.type("/rubric simulate scenic nov", by=SUE) == (
        "*Care in November, by Scenic-area agents, infraction list v1*\n"
        "Average 97.67 → *99.33* · ▲ 1 · ▼ 0 · 3 grades change\n"
        "Computed from what was recorded; nothing is stored.\n"
        "Who | Now | Then | Change | Grade\n"
        "Lee Moss | 95 | 100 | ▲ 5 | A → –\n"
        "Ann Reed | 98 | 98 | ±0 | A → –\n"
        "王芳 | 100 | 100 | ±0 | A → –\n"
        "⚠️ Recorded, but it has no such item: Record incomplete, Satisfaction survey\n"
        "[Show]"
    )
    with office.reading() as session:
        assert {row.name for row in session.exec(select(RubricVersion))} == {"care-agents"}
        assert len(session.exec(select(RubricInForce)).all()) == 2


def test_what_would_lack_data_is_said(office: Office) -> None:
    office.type("/record lee survey fair", by=SUE)
    assert office.type("/rubric simulate cs-standard-seven for Care nov", by=ADA) == (
        "*Care in November, by Customer service: seven areas v1*\n"
        "Nobody can be compared: no card by this rubric would have enough data.\n"
        "Computed from what was recorded; nothing is stored.\n"
        "Who | Now | Then | Change | Grade\n"
        "Ann Reed | 100 | not enough data | – | A → –\n"
        "Lee Moss | 97 | not enough data | – | A → –\n"
        "王芳 | 100 | not enough data | – | A → –\n"
        "⚠️ Recorded, but it has no such item: Satisfaction survey\n"
        "No result yet, for want of data: Professional knowledge, Oral and written "
        "communication, Problem solving, Service attitude, Efficiency, Service quality, Customer "
        "satisfaction\n"
        "[Show]"
    )


def test_a_card_that_is_not_complete_moves_nobody(office: Office) -> None:
    office.type("/record lee cooperation 3", by=SUE)
    office.type("/deduct lee late", by=SUE)
    assert office.type("/rubric simulate tech nov", by=SUE).splitlines()[1:7] == [
        "Nobody can be compared: no card by this rubric would have enough data.",
        "Computed from what was recorded; nothing is stored.",
        "Who | Now | Then | Change | Grade",
        "Ann Reed | 100 | not enough data | – | A → –",
        "Lee Moss | 97 | not enough data | – | A → –",
        "王芳 | 100 | not enough data | – | A → –",
    ]


def test_the_supervisors_of_a_team(office: Office) -> None:
    assert office.type("/rubric simulate supervisor-score-bands care nov", by=ADA) == (
        "*The supervisors of Care in November, by Supervisors: four aspects, grades A to E v1*\n"
        "Nobody can be compared: no card by this rubric would have enough data.\n"
        "Computed from what was recorded; nothing is stored.\n"
        "Who | Now | Then | Change | Grade\n"
        "Sue Park | – | not enough data | – | –\n"
        "No result yet, for want of data: Customer satisfaction, Team performance, Management, "
        "Personal ability\n"
        "[Show]"
    )
    assert office.type("/rubric simulate supervisor-score-bands nov", by=SUE) == (
        "Only HR can do that."
    )


def test_who_may_ask_and_for_which_month(office: Office) -> None:
    told = "Care is not your team. Sue Park or HR can do that."
    assert office.type("/rubric simulate scenic nov", by=ANN) == told
    assert office.type("/rubric simulate scenic nov care", by=JOE) == told
    assert office.type("/rubric simulate scenic", by=SUE) == (
        "Nobody was appraised in Care in October 2026. Add another month to the line, such as "
        "`oct`, or another team."
    )
    assert office.type("/rubric simulate", by=SUE) == (
        "That is not complete. `/rubric help` shows what works."
    )
    assert office.type("/rubric simulate scenic nov nowhere", by=SUE) == (
        "There is no team *nowhere*. There are: Care, Desk."
    )
