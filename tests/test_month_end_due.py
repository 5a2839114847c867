"""Which month ends are due: a function of the clock, the settings and what was done."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import WORKSPACE

from bot import jobs, month_end
from bot.models import Team
from bot.periods import Period, instant, local_day
from bot.settings import Settings

SETTINGS = Settings()
ZONES = (
    "UTC",
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Lisbon",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
)
days = st.dates(date(2019, 1, 1), date(2031, 12, 31))
moments = st.datetimes(datetime(2019, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def a_team(since: date, zone: str = "UTC") -> Team:
    return Team(workspace_id=WORKSPACE, id=1, name="Care", zone=zone, since=since)


@given(days, st.sampled_from(ZONES), hours, moments, st.integers(0, 40))
def test_every_month_since_the_team_began_is_due_once_it_is_over(
    since: date, zone: str, hour: time, now: datetime, finished: int
) -> None:
    team, settings = a_team(since, zone), Settings(month_end_at=hour)
    first = Period.of(since)
    done = {str(first.plus(n)) for n in range(0, finished, 2)}
    due = jobs.months_due(team, settings=settings, now=now, done=done)
    last = Period.of(local_day(now, zone))
    every = [first.plus(n) for n in range((last.year - first.year) * 12 + 12)]
    over = [month for month in every if instant(month.plus(1).first, hour, zone) <= now]
    assert due == [month for month in over if str(month) not in done]
    assert jobs.months_due(team, settings=settings, now=now, done=done | set(map(str, due))) == []


@given(st.dates(date(2019, 1, 1), date(2031, 12, 31)), st.sampled_from(ZONES), hours)
def test_a_month_is_closed_on_the_first_at_the_set_time_where_the_team_works(
    day: date, zone: str, hour: time
) -> None:
    period = Period.of(day)
    at = month_end.due_at(a_team(day, zone), period, at=hour).astimezone(ZoneInfo(zone))
    assert at.date() == period.last + timedelta(days=1)
    # A time that the clocks skip is as much later as they jump: at most two hours.
    assert timedelta(0) <= datetime.combine(at, at.time()) - datetime.combine(at, hour)
    assert datetime.combine(at, at.time()) - datetime.combine(at, hour) <= timedelta(hours=2)


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        ("UTC", datetime(2026, 12, 1, 8, 59, 59, tzinfo=UTC), ["2026-10"]),
        ("UTC", datetime(2026, 12, 1, 9, 0, tzinfo=UTC), ["2026-10", "2026-11"]),
        ("Asia/Shanghai", datetime(2026, 12, 1, 1, 0, tzinfo=UTC), ["2026-10", "2026-11"]),
        ("Asia/Shanghai", datetime(2026, 12, 1, 0, 59, tzinfo=UTC), ["2026-10"]),
        ("Pacific/Kiritimati", datetime(2026, 11, 30, 19, 0, tzinfo=UTC), ["2026-10", "2026-11"]),
        # New York set its clocks back on Sunday 1 November 2026: nine o'clock is 14:00 UTC there.
        ("America/New_York", datetime(2026, 11, 1, 13, 59, tzinfo=UTC), []),
        ("America/New_York", datetime(2026, 11, 1, 14, 0, tzinfo=UTC), ["2026-10"]),
    ],
)
def test_months_due_by_zone(zone: str, now: datetime, due: list[str]) -> None:
    team = a_team(date(2026, 10, 20), zone)
    found = jobs.months_due(team, settings=SETTINGS, now=now, done=())
    assert list(map(str, found)) == due


@pytest.mark.parametrize(
    ("year", "month", "length"),
    [(2027, 2, 28), (2028, 2, 29), (2027, 4, 30), (2027, 12, 31)],
)
def test_every_length_of_month_ends_on_the_first(year: int, month: int, length: int) -> None:
    team = a_team(date(year, month, 1))
    last = datetime(year, month, length, 23, 59, 59, tzinfo=UTC)
    nine = datetime(year, month, length, 9, 0, tzinfo=UTC) + timedelta(days=1)
    assert jobs.months_due(team, settings=SETTINGS, now=last, done=()) == []
    assert jobs.months_due(team, settings=SETTINGS, now=nine, done=()) == [Period(year, month)]
