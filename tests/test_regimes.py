"""The pacer comes near the least time of every limit that Slack may have."""

from __future__ import annotations

from statistics import median

import pytest

from benchmarks import virtual_slack
from benchmarks.regimes import REGIMES, ROUND_TRIPS, Bucket, Limit, Window, least_time
from benchmarks.virtual_slack import DMS, POSTS
from bot.pacing import Pacer

WORST, MEDIAN = 1.10, 1.03


@pytest.mark.parametrize(
    ("limit", "messages", "seconds"),
    [
        (Bucket(2), 1, 0.5),
        (Bucket(2), 3, 1.5),  # arrivals at 0.25, 0.75 and 1.25
        (Bucket(2, burst=3), 3, 0.5),
        (Bucket(1000, burst=1000), 9, 1.0),  # the ninth waits for one of eight calls
        (Window(2), 3, 60.25),
        (Window(8), 9, 60.25),
    ],
)
def test_the_least_time_is_that_of_one_who_knows(
    limit: Limit, messages: int, seconds: float
) -> None:
    assert least_time(limit, messages=messages, round_trip=0.5) == pytest.approx(seconds)


@pytest.mark.parametrize(("level", "wait"), [(1.0, 0), (0.99, 1), (0.0, 1), (-1.5, 2)])
def test_a_bucket_says_in_whole_seconds_when_to_come_again(level: float, wait: int) -> None:
    assert Bucket(2, level=level).ask(0.0) == wait


@pytest.mark.slow
def test_no_limit_is_known_and_none_costs_much() -> None:
    ratios = []
    for regime in REGIMES:
        for round_trip in ROUND_TRIPS:
            run = virtual_slack.run(regime.limit(), round_trip=round_trip, pacer=Pacer())
            assert dict(run.arrived) == dict.fromkeys(range(DMS + POSTS), 1)
            least = least_time(regime.limit(), messages=DMS + POSTS, round_trip=round_trip)
            ratios.append(run.at / least)
    assert max(ratios) <= WORST
    assert median(ratios) <= MEDIAN
