"""Performance pay: base × score ÷ 100, cut below 60, to the cent; for HR alone."""

from __future__ import annotations

import own_rubric
import pytest
from office import ADA, ANN, LEE, OTHER, SUE, WANG, ZED, Office

from bot.models import PayBase
from bot.store import Database

SCHEME = "satisfaction-performance-pay"
ITEMS = ("sales-process", "sales-satisfaction", "sales-complaints", "sales-handling")
PRIVATE = "Only HR sees this. The base salary is not touched."
ASK_HR = "Performance pay, and the base it is worked out from, are for HR alone: ask Ada Hart."
TEAM, OWN = "`/score team` shows your team's totals.", "`/score` shows your own card."
NO_BASE = "is no performance base. Write an amount with cents at most, such as `2000` or `1999.50`."


def rate(office: Office, **totals: str) -> None:
    """Score people of Care by the scheme of pay, each with one figure for every item."""
    office.choose(f"/rubric use {SCHEME} Care from 2026-11-01", "Put in force", by=ADA)
    for person, figure in totals.items():
        for item in ITEMS:
            office.type(f"/record <@{person}> {item} {figure} by:superior", by=SUE)


def test_pay_follows_the_score_and_is_cut_below_the_pass_mark(office: Office) -> None:
    rate(office, **{ANN: "60", LEE: "59.99", WANG: "95"})
    office.wait("2026-12-05T09:00:00Z")
    office.type(f"/team base <@{ANN}> <@{LEE}> 1999.99", by=ADA)
    office.type(f"/team base <@{WANG}> 1.10", by=ADA)
    assert office.type("/month pay", by=ADA) == (
        "Performance pay · November 2026\n"
        "*2,040.90* for 3 people\n"
        "Name | Team | Base | Total | Cut | Pay\n"
        "Ann Reed | Care | 1,999.99 | 60 | – | 1,199.99\n"
        "Lee Moss | Care | 1,999.99 | 59.99 | 359.94 | 839.86\n"
        "王芳 | Care | 1.10 | 95 | – | 1.05\n"  # 1.045: half a cent goes up
        "Their rubric has no rule for pay: Tom Bell\n"
        f"{PRIVATE}"
    )


def test_who_lacks_something_is_named(office: Office) -> None:
    rate(office, **{ANN: "80", LEE: "90"})
    assert office.type("/month pay nov", by=ADA) == (
        "Performance pay · November 2026\n"
        "No pay can be worked out yet.\n"
        "Not published yet: Care, Desk\n"
        f"{PRIVATE}"
    )
    office.wait("2026-12-05T09:00:00Z")
    office.type(f"/team base <@{ANN}> 2,000", by=ADA)
    assert office.type("/month pay nov Care", by=ADA) == (
        "Performance pay · November 2026\n"
        "*1,600.00* for 1 person\n"
        "Name | Team | Base | Total | Cut | Pay\n"
        "Ann Reed | Care | 2,000.00 | 80 | – | 1,600.00\n"
        "Without a base: Lee Moss. `/team base @mira 2000` sets one.\n"
        "Without a complete card: 王芳\n"
        f"{PRIVATE}"
    )


def test_a_base_holds_from_a_month_on(office: Office) -> None:
    rate(office, **{ANN: "100"})
    office.wait("2026-12-05T09:00:00Z")
    assert office.type(f"/team base <@{ANN}>", by=ADA) == "*Ann Reed* has no performance base."
    assert office.type(f"/team base <@{ANN}> 2000", by=ADA) == (
        "*Ann Reed* has a performance base of *2,000.00* from November 2026 on"
    )
    assert office.type(f"/team base <@{ANN}> 3000.50", by=ADA) == (
        "*Ann Reed* has a performance base of *3,000.50* from December 2026 on · it was 2,000.00"
    )
    assert office.type("/team base ann 4000 from 2027-01", by=ADA) == (
        "*Ann Reed* has a performance base of *4,000.00* from January 2027 on · it was 3,000.50"
    )
    assert office.type(f"/team base <@{ANN}>", by=ADA) == (
        "*Ann Reed* has a performance base of *3,000.50*."
    )
    assert "| 2,000.00 | 100 | – | 2,000.00" in office.type("/month pay nov", by=ADA)
    office.type("/team base ann 2500 从11月起", by=ADA)
    assert "| 2,500.00 | 100 | – | 2,500.00" in office.type("/month pay nov", by=ADA)


SUPERVISED = """\
id: supervised
version: 1
label: {en: Supervisors, zh: 主管}
source: our own
appraises: supervisor
total: 100
sections:
  - id: work
    label: {en: Work, zh: 工作}
    lines:
      - {id: work, label: {en: Work done, zh: 完成的工作}, rule: rating}
pay: {pass: 60, cut: 30}
"""


def test_supervisors_are_paid_by_their_own_cards(office: Office) -> None:
    own_rubric.put_in_force(office, SUPERVISED, role="supervisor")
    rate(office, **{ANN: "80"})
    office.type(f"/record <@{SUE}> work 50 by:superior", by=ADA)
    office.wait("2026-12-05T09:00:00Z")
    office.type(f"/team base <@{SUE}> <@{ANN}> 3000", by=ADA)
    assert office.type("/month pay nov Care", by=ADA) == (
        "Performance pay · November 2026\n"
        "*3,450.00* for 2 people\n"
        "Name | Team | Base | Total | Cut | Pay\n"
        "Ann Reed | Care | 3,000.00 | 80 | – | 2,400.00\n"
        "Sue Park | Care | 3,000.00 | 50 | 450.00 | 1,050.00\n"
        "Without a complete card: Lee Moss, 王芳\n"
        f"{PRIVATE}"
    )
    assert office.type("/month pay nov Care", by=SUE) == f"{ASK_HR}\n{TEAM}"


@pytest.mark.parametrize("amount", ["1.005", "-5", "1e400", "10000000000", "¥2000", "20,00"])
def test_what_is_no_amount_is_refused(office: Office, amount: str) -> None:
    answer = office.type(f"/team base <@{ANN}> {amount}", by=ADA)
    assert answer == f"“{amount}” {NO_BASE}"
    assert office.type(f"/team base <@{ANN}>", by=ADA) == "*Ann Reed* has no performance base."


def test_nobody_but_hr_sees_or_sets_it(office: Office) -> None:
    for line in (f"/team base <@{ANN}> 2000", f"/team base <@{ANN}>", "/month pay nov"):
        assert office.type(line, by=SUE) == f"{ASK_HR}\n{TEAM}"
        assert office.type(line, by=ANN) == f"{ASK_HR}\n{OWN}"
        assert office.type(line, by=ZED, channel=OTHER) == f"{ASK_HR}\n{OWN}"


def test_a_base_is_kept_for_good(office: Office, database: Database) -> None:
    office.type(f"/team base <@{ANN}> 2000", by=ADA)
    with pytest.raises(Exception, match="only ever added"), database.writing() as session:
        session.delete(session.get_one(PayBase, ("T0PLAY", 1)))
