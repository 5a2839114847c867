"""Machines that were off, clocks that change, months of every length: each month is closed once."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from operator import add

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from office import ANN, CARE, NOW, OTHER, SUE, WORKSPACE, Office, said

from bot import jobs, month_end
from bot.models import Team
from bot.periods import Period, local_day
from bot.settings import Settings

# The clocks of these have done everything: half an hour for summer, no summer during Ramadan, a
# calendar that lacks a 30 December (Apia, 2011) or a 1 January (Enderbury, 1995).
ZONES = (
    "UTC",
    "Asia/Shanghai",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Pacific/Enderbury",
    "America/Sao_Paulo",
)
FIRST, LAST = Period(1994, 1), Period(2032, 12)

zones = st.sampled_from(ZONES)
hours = st.builds(time, st.integers(0, 23), st.integers(0, 59))
gaps = st.lists(st.timedeltas(timedelta(seconds=1), timedelta(days=150)), min_size=1, max_size=30)


def a_team(zone: str, since: date) -> Team:
    return Team(workspace_id=WORKSPACE, id=1, name="Care", zone=zone, since=since)


def months(first: Period, last: Period) -> list[Period]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [first.plus(n) for n in range(count)]


@given(zones, hours)
@example("Pacific/Enderbury", time(0, 0))
@example("Africa/Casablanca", time(2, 30))
def test_every_month_has_one_moment_and_they_come_in_order(zone: str, hour: time) -> None:
    team = a_team(zone, FIRST.first)
    every = months(FIRST, LAST)
    moments = [month_end.due_at(team, period, at=hour) for period in every]
    assert all(earlier < later for earlier, later in pairwise(moments))
    for period, moment in zip(every, moments, strict=True):
        first = period.plus(1).first
        assert local_day(moment, zone) in (first, first + timedelta(days=1))
        assert local_day(moment - timedelta(days=2), zone) <= period.last


@given(zones, hours, st.integers(0, 450), gaps)
@example("Pacific/Apia", time(9), 215, [timedelta(hours=1)] * 30)
def test_whenever_the_machine_runs_each_month_is_closed_once_and_in_order(
    zone: str, hour: time, began: int, off: list[timedelta]
) -> None:
    team, settings = a_team(zone, FIRST.plus(began).first), Settings(month_end_at=hour)
    start = month_end.due_at(team, Period.of(team.since), at=hour) - timedelta(days=3)
    done: list[str] = []
    moments: Iterable[datetime] = accumulate(off, add, initial=start)
    for now in moments:
        due = jobs.months_due(team, settings=settings, now=now, done=done)
        assert all(month_end.due_at(team, period, at=hour) <= now for period in due)
        done += [str(period) for period in due]
        following = Period.of(team.since).plus(len(done))
        assert month_end.due_at(team, following, at=hour) > now
    assert done == [str(Period.of(team.since).plus(n)) for n in range(len(done))]


@given(zones, st.integers(0, 450), st.integers(-50, 50))
def test_to_the_second(zone: str, nth: int, seconds: int) -> None:
    period, settings = FIRST.plus(nth), Settings()
    team = a_team(zone, period.first)
    due = month_end.due_at(team, period, at=settings.month_end_at)
    now = due + timedelta(seconds=seconds)
    found = jobs.months_due(team, settings=settings, now=now, done=())
    assert found == ([period] if seconds >= 0 else [])


@pytest.mark.parametrize(
    ("zone", "period", "hour", "moment"),
    [
        # Every length of month, and a February of 29 days.
        ("UTC", "2027-02", time(9), "2027-03-01 09:00"),
        ("UTC", "2028-02", time(9), "2028-03-01 09:00"),
        ("UTC", "2027-04", time(9), "2027-05-01 09:00"),
        ("UTC", "2027-12", time(9), "2028-01-01 09:00"),
        ("Asia/Shanghai", "2026-11", time(9), "2026-12-01 01:00"),
        # New York on 1 November 2026: half past one comes twice, and the first one counts.
        ("America/New_York", "2026-10", time(1, 30), "2026-11-01 05:30"),
        ("America/New_York", "2026-10", time(9), "2026-11-01 14:00"),
        # Lord Howe on 1 October 2028: the clocks jump from 02:00 to 02:30.
        ("Australia/Lord_Howe", "2028-09", time(2, 15), "2028-09-30 15:45"),
        # Apia had no 30 December 2011, and changed from the last zone to the first.
        ("Pacific/Apia", "2011-11", time(9), "2011-12-01 19:00"),
        ("Pacific/Apia", "2011-12", time(9), "2011-12-31 19:00"),
    ],
)
def test_moments_that_were_looked_up(zone: str, period: str, hour: time, moment: str) -> None:
    month = Period.parse(period)
    due = month_end.due_at(a_team(zone, month.first), month, at=hour)
    assert f"{due:%Y-%m-%d %H:%M}" == moment


def test_three_month_ends_later_everything_arrives_once_oldest_first(office: Office) -> None:
    office.type("/deduct ann late", by=SUE, channel=OTHER)
    office.slack.move_clock(NOW.replace(year=2027, month=2, day=1, hour=12))
    summaries = [said([one]) for one in office.slack.messages(CARE)]
    assert [text.splitlines()[0] for text in summaries] == [
        "Care · November",
        "Care · December",
        "Care · January",
    ]
    cards = [text for text in office.dms(ANN) if text.startswith("Ann Reed · ")]
    for texts in (summaries, cards):
        assert ["Delayed: this was due" in text for text in texts] == [True, True, False]
    arrived = office.dms(ANN) + office.dms(SUE)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: jobs.tick(office.desk, WORKSPACE), range(4)))
    office.wait("+1d")
    assert office.dms(ANN) + office.dms(SUE) == arrived
    assert [said([one]) for one in office.slack.messages(CARE)] == summaries
