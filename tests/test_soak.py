"""A short soak; `python -m benchmarks soak` makes the long one."""

from __future__ import annotations

import pytest
from command_line import url_of
from processes import warmed_up

from benchmarks import soak
from bot.store import Database


@pytest.mark.slow
def test_three_deliverers_that_are_killed_lose_and_double_nothing(database: Database) -> None:
    url = url_of(database)
    warmed_up()
    found = soak.run(url, deliveries=24, kills=3, processes=3)
    assert (found.lost, found.doubled, found.unsettled) == (0, 0, 0)
    assert found.kills > 0
