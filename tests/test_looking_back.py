"""Looking back at earlier months: which are compared, and who may know of them."""

from __future__ import annotations

from typing import Any

from in_force import score_by
from office import ADA, ANN, CARE, DESK, JOE, LEE, SUE, TOM, Office, said

from bot import roster


def rate_supervisors(office: Office) -> None:
    for team in (1, 2):
        score_by(office, "care-agents", team=team, role=roster.SUPERVISOR)


def charts(office: Office, channel: str, reader: str) -> list[dict[str, Any]]:
    """Return the charts of the channel's last message."""
    blocks = office.slack.messages(channel, reader)[-1].blocks
    return [block["chart"] for block in blocks if block["type"] == "data_visualization"]


def test_a_month_as_a_supervisor_is_no_part_of_the_agents_year(office: Office) -> None:
    rate_supervisors(office)
    office.wait("2026-12-01T09:00:00Z")
    office.type(f"/team role <@{ANN}> supervisor Care from 1 dec", by=ADA)
    office.type(f"/deduct <@{ANN}> late today", by=ADA)
    office.wait("2027-01-01T09:00:00Z")
    assert office.type("/month year 2026 Care", by=SUE).splitlines()[3:] == [
        "Rank | Agent | Mean | Grade | Months",
        "1 | Ann Reed | 100 | A | 1",
        "1 | Lee Moss | 100 | A | 2",
        "1 | 王芳 | 100 | A | 2",
    ]
    assert "Ann Reed | 100 | A | 1" in office.type("/score team Care 2026", by=SUE)
    assert office.type("/score me 2026", by=ANN).splitlines()[1:] == [
        "*99* · *A* Excellent · the mean of 2 complete months",
        "Month | Total | Grade",
        "November | 100 | A",
        "December | 98 | A",
    ]
    assert "from November" not in office.type("/score me dec", by=ANN)


def test_who_led_a_team_before_has_that_card_to_herself_and_hr(office: Office) -> None:
    rate_supervisors(office)
    office.type(f"/deduct <@{JOE}> late", by=ADA)
    office.wait("2026-12-01T09:00:00Z")
    office.type(f"/team role <@{JOE}> agent Care from 1 dec", by=ADA)
    office.wait("2027-01-01T09:00:00Z")
    assert office.type(f"/score <@{JOE}> 2026", by=SUE) == (
        "Joe Wolf · year 2026\n"
        "*100* · *A* Excellent · the result of 1 complete month\n"
        "Month | Total | Grade\n"
        "December | 100 | A\n"
        "Without 1 month in another team or role, which is not yours to see"
    )
    assert office.type(f"/score <@{JOE}> 2026", by=ADA) == (
        "Joe Wolf · year 2026\n"
        "*99* · *A* Excellent · the mean of 2 complete months\n"
        "Month | Total | Grade\n"
        "November | 98 | A\n"
        "December | 100 | A"
    )
    assert office.type(f"/score <@{JOE}> dec", by=SUE).splitlines()[1:3] == [
        "*100* of 100 · *A* Excellent",
        "Section | Points | Why",
    ]
    assert "Published months" not in office.type(f"/score <@{JOE}> dec", by=SUE)


def test_a_month_in_another_team_is_compared_for_her_and_hr_alone(office: Office) -> None:
    office.type(f"/deduct <@{TOM}> late", by=JOE)
    office.wait("2026-12-01T09:00:00Z")
    office.type(f"/team add <@{TOM}> Care from 1 dec", by=ADA)
    office.wait("2027-01-01T09:00:00Z")
    compared = "*100* of 100 · *A* Excellent · ▲ 2 from November"
    for shown in (
        office.type(f"/score <@{TOM}> dec", by=ADA),
        office.type("/score dec", by=TOM, channel=DESK),
        office.dms(TOM)[-1],
    ):
        assert shown.splitlines()[1] == compared
        assert "(Published months)" in shown
    shown = office.type(f"/score <@{TOM}> dec", by=SUE)
    assert shown.splitlines()[1] == "*100* of 100 · *A* Excellent"
    assert "(Published months)" not in shown
    assert office.type(f"/score <@{TOM}> 2026", by=SUE).splitlines()[3:] == [
        "December | 100 | A",
        "Without 1 month in another team or role, which is not yours to see",
    ]
    assert "Tom Bell | 100 | A | – | 0" in office.type("/score team Care dec", by=SUE)
    assert "*Tom Bell* · 100 A\n" in office.dms(SUE)[-1]
    assert "Most improved" not in said([office.slack.messages(CARE, SUE)[-1]])


def test_few_results_in_the_month_before_are_not_given_away_by_a_change(office: Office) -> None:
    office.type(f"/deduct <@{TOM}> late", by=JOE)
    office.wait("2026-12-01T09:00:00Z")
    for person in (ANN, LEE):
        office.type(f"/team add <@{person}> Desk from 1 dec", by=ADA)
    office.wait("2027-01-01T09:00:00Z")
    assert said([office.slack.messages(DESK, JOE)[-1]]).splitlines()[:4] == [
        "Desk · December",
        "Average *100* · 3 scorecards",
        "3 × *A*",
        "(How many have which grade)",
    ]
    (chart,) = charts(office, DESK, JOE)
    assert [one["name"] for one in chart["series"]] == ["December"]
