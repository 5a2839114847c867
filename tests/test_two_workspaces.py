"""Two workspaces in one database: the same people's ids, the same names, and not a word across.

A workspace lives through its month twice: alone, and beside one that does something else between
any two of its steps. Whatever anybody reads must be the same, letter by letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import TypeAlias

import pytest
from full_house import everything, forge, live_a_month
from office import (
    ADA,
    ANN,
    CARE,
    JOE,
    LEE,
    OTHER,
    SUE,
    WANG,
    WORKSPACE,
    ZED,
    Office,
    open_office,
    said,
    seed,
)

from bot import copying, ledger, schema
from bot.store import Database, connect

SECOND = "T0NEXT"
LINES = (
    (SUE, "/deduct ann late #T-7 -- secret of the second"),
    (SUE, "/deduct lee smile yesterday"),
    (SUE, "/commend wangfang praise !public -- thanked by a guest"),
    (SUE, "/record ann csat 4.6"),
    (SUE, "/record ann calls 590"),
    (SUE, "/complaint open lee billing #C-2 -- a bill"),
    (SUE, "/complaint X-1 reject -- no ground"),
    (SUE, "/deduct edit D-1 -- another note"),
    (SUE, "/deduct list lee"),
    (SUE, "/deduct void D-40 -- is not there"),
    (SUE, "/deduct list team"),
    (SUE, "/commend list team"),
    (SUE, "/record list"),
    (SUE, "/complaint list"),
    (SUE, "/complaint X-2"),
    (SUE, "/score"),
    (SUE, "/score ann"),
    (SUE, "/score ann why"),
    (SUE, "/score what-if ann -tone +praise"),
    (SUE, "/score team year"),
    (JOE, "/score team"),
    (ADA, "/score team Care"),
    (ADA, "/team show Care"),
    (ADA, "/team base ann 1500"),
    (ADA, "/team nickname ann Annie"),
    (SUE, "/score annie"),
    (ADA, "/rubric simulate reception-dept-plan nov Care"),
    (SUE, "/rubric"),
    (SUE, "/rubric use reception-dept-plan from 1 dec"),
    (SUE, "/month"),
    (SUE, "/month draft"),
    (ANN, "/score why"),
    (WANG, "/score"),
    (ZED, "/score"),
    (SUE, "/deduct undo"),
)
AFTER_THE_MONTH = (
    (SUE, "/month"),
    (SUE, "/month held ann nov"),
    (SUE, "/score ann nov"),
    (ADA, "/month pay nov"),
    (ADA, "/month year"),
    (ADA, "/score team year Care"),
    (SUE, "/complaint list nov"),
    (ANN, "/score nov"),
)
BETWEEN = (
    "/deduct ann late -- a secret of the first",
    "/deduct undo",
    "/deduct lee tone",
    "/commend ann praise !public -- a secret praise",
    "/record ann csat 1",
    "/record ann calls 3",
    "/complaint open ann delivery #C-1 -- a secret complaint",
    "/complaint open lee billing -- a second one",
    "/rubric use supervisor-scheme-design",
    "/team nickname lee Annie",
    "/deduct wangfang smile",
)

Act: TypeAlias = Callable[[], object]


def nothing() -> None:
    """Leave a workspace to itself."""


def a_month(office: Office, meanwhile: Act = nothing) -> Iterator[str]:
    """Live through a month, and yield all that anybody reads."""
    for by, line in LINES:
        yield f"{by} {line}\n{said(office.slack.type(line, by=by, channel=OTHER))}"
        meanwhile()
    yield from homes(office)
    office.wait()
    meanwhile()
    yield from posts(office)
    office.press(office.slack.dms(LEE)[0], "Got it", by=LEE)
    office.wait("+13d")
    meanwhile()
    yield from posts(office)
    for by, line in AFTER_THE_MONTH:
        yield f"{by} {line}\n{said(office.slack.type(line, by=by, channel=OTHER))}"
        meanwhile()
    yield from homes(office)


def homes(office: Office) -> Iterator[str]:
    """Yield what App Home shows to each."""
    for user in (ADA, SUE, JOE, ANN, ZED):
        yield f"Home of {user}\n{office.home(user)}"


def posts(office: Office) -> Iterator[str]:
    """Yield what was posted, to people and in channels."""
    for user in (ADA, SUE, JOE, ANN, WANG, LEE, ZED):
        yield f"To {user}\n{said(office.slack.dms(user))}"
    for channel in (CARE, OTHER):
        yield f"In {channel}\n{said(office.slack.messages(channel))}"


def add_second(database: Database) -> None:
    """Set up a second workspace with the first one's people and teams."""
    with database.writing() as session:
        seed(session, SECOND)


@pytest.fixture(scope="module")
def read_alone(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return what is read where there is no other workspace."""
    database = connect(f"sqlite:///{tmp_path_factory.mktemp('alone') / 'alone.db'}")
    schema.migrate(database.engine)
    add_second(database)
    (read,) = (list(a_month(office)) for office in open_office(database, workspace=SECOND))
    database.engine.dispose()
    return read


def busy(office: Office) -> Act:
    """Return what does another thing in the first workspace whenever it is called."""
    lines = cycle(BETWEEN)

    def act() -> None:
        office.type(next(lines), by=SUE)
        office.wait("+1m")

    return act


def of(workspace: str, database: Database) -> dict[str, list[dict[str, object]]]:
    """Return the rows of one workspace."""
    return {
        name: [row for row in rows if row["workspace_id"] == workspace]
        for name, rows in everything(database).items()
    }


@pytest.mark.slow
def test_a_workspace_reads_what_it_would_read_alone(
    database: Database, read_alone: list[str]
) -> None:
    add_second(database)
    for first in open_office(database):
        for second in open_office(database, workspace=SECOND):
            read = list(a_month(second, meanwhile=busy(first)))
            assert read == read_alone
            assert "secret of the second" in "".join(read)
            assert "secret of the first" not in "".join(read)


def test_a_workspace_writes_nothing_into_another(database: Database) -> None:
    add_second(database)
    for first in open_office(database):
        live_a_month(first)
        before = of(WORKSPACE, database)
        for second in open_office(database, workspace=SECOND):
            live_a_month(second)
        assert of(WORKSPACE, database) == before
    assert {name for name, rows in of(SECOND, database).items() if not rows} == set()
    with database.reading() as session:
        assert ledger.workspaces(session) == [SECOND, WORKSPACE]
        assert ledger.first_broken(session, workspace=WORKSPACE) is None
        assert ledger.first_broken(session, workspace=SECOND) is None


def test_a_broken_ledger_is_told_by_its_workspace(database: Database) -> None:
    add_second(database)
    for workspace in (WORKSPACE, SECOND):
        for office in open_office(database, workspace=workspace):
            office.type("/deduct ann late", by=SUE)
    try:
        forge(database.engine, workspace=SECOND, number=1)
        with database.reading() as session:
            assert copying.broken(session.connection()) == {SECOND: 1, WORKSPACE: None}
    finally:
        schema.migrate(database.engine)
