"""Deliverers that are killed: a short soak each time, and the long one by `make soak`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import soaking
import tables
from command_line import url_of

from bot.store import Database

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    """Collect a row for each long soak."""
    yield from tables.printed(soaking.HEAD)


def test_three_deliverers_that_are_killed_lose_and_double_nothing(database: Database) -> None:
    found = soaking.run(url_of(database), deliveries=24, kills=3, processes=3)
    assert (found.lost, found.doubled, found.unsettled) == (0, 0, 0)
    assert found.kills > 0


@pytest.mark.soak
@pytest.mark.parametrize("processes", [1, 3])
def test_deliverers_killed_again_and_again_lose_and_double_nothing(
    database: Database, processes: int, table: list[str]
) -> None:
    found = soaking.run(url_of(database), processes=processes, seed=processes)
    table.append(soaking.row(tables.name(database), processes, found))
    assert (found.lost, found.doubled, found.unsettled) == (0, 0, 0)
    assert found.kills > 0
