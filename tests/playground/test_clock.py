"""The playground's clock and the words that move it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parrot import NOW

from bot.playground.clock import Clock, moment

MOMENTS = st.integers(946_684_800, 4_102_444_800).map(lambda s: datetime.fromtimestamp(s, UTC))


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("+90s", "2026-11-19T10:01:30+00:00"),
        ("+5m", "2026-11-19T10:05:00+00:00"),
        ("+2h", "2026-11-19T12:00:00+00:00"),
        ("+1d", "2026-11-20T10:00:00+00:00"),
        ("+1w", "2026-11-26T10:00:00+00:00"),
        ("next-month", "2026-12-01T12:00:00+00:00"),
        ("2026-12-24T18:00:00Z", "2026-12-24T18:00:00+00:00"),
        ("2026-12-24T18:00:00+08:00", "2026-12-24T10:00:00+00:00"),
    ],
)
def test_words_for_a_moment(words: str, then: str) -> None:
    assert moment(words, NOW).isoformat() == then


@pytest.mark.parametrize("words", ["", "tomorrow", "5m", "+5", "2026-12-24T18:00:00", "2026-13-01"])
def test_words_for_no_moment(words: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        moment(words, NOW)


@given(MOMENTS)
def test_the_next_month_is_always_ahead(now: datetime) -> None:
    then = moment("next-month", now)
    assert now < then <= now + timedelta(days=31, hours=12)
    assert (then.day, then.hour) == (1, 12)


@given(MOMENTS, MOMENTS)
def test_a_clock_is_never_put_back(now: datetime, then: datetime) -> None:
    clock = Clock(standing=now)
    if then < now:
        with pytest.raises(ValueError, match="the clock only goes forward"):
            clock.move(then)
        then = now
    else:
        clock.move(then)
    assert (clock.now(), clock.realtime) == (then, False)


def test_a_running_clock_is_put_ahead() -> None:
    clock = Clock()
    assert (clock.realtime, clock.ahead) == (True, timedelta())
    before = clock.now()
    clock.move(before + timedelta(days=40))
    assert clock.now() >= before + timedelta(days=40)
    assert timedelta(days=39) < clock.ahead <= timedelta(days=40)
