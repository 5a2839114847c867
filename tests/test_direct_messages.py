"""Direct messages are opened ahead, at leisure, for those who will get any."""

from __future__ import annotations

import pytest
from office import ADA, ANN, JOE, LEE, NOW, SUE, TOM, WANG, WORKSPACE, Office

from bot import direct_messages
from bot.models import Person
from bot.refusals import FAILURES


def open_ahead(office: Office, *, stop_after: int = 99) -> tuple[int, list[float]]:
    """Return how many were opened, and the pauses that were made."""
    pauses: list[float] = []

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) == stop_after

    opened = direct_messages.open_ahead(
        office.desk.database, office.desk.client, workspace=WORKSPACE, day=NOW.date(), wait=wait
    )
    return opened, pauses


def channel(office: Office, person: str) -> str:
    with office.reading() as session:
        found: Person = session.get_one(Person, (WORKSPACE, person))
        return found.channel


def test_everybody_in_a_team_is_opened_once_and_nobody_else(office: Office) -> None:
    assert open_ahead(office) == (6, [2.0] * 6)
    assert open_ahead(office) == (0, [])
    assert all(channel(office, person) for person in (ANN, WANG, LEE, TOM, SUE, JOE))
    assert channel(office, ADA) == ""
    assert len(office.slack.calls("conversations.open")) == 6


def test_who_is_told_to_stop_stops_opening(office: Office) -> None:
    assert open_ahead(office, stop_after=2) == (2, [2.0, 2.0])


def test_who_cannot_be_written_to_is_passed_over(office: Office) -> None:
    office.slack.fail("conversations.open", "cannot_dm_bot")
    assert open_ahead(office)[0] == 5


def test_a_limit_ends_it_until_the_next_time(office: Office) -> None:
    office.slack.fail("conversations.open", "429")
    with pytest.raises(FAILURES):
        open_ahead(office)
    assert open_ahead(office)[0] == 6
