"""The sample workspace: what the demo opens with, whatever the day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from slack_sdk import WebClient
from sqlmodel import Session, col, select

from bot import (
    appraisals,
    casebook,
    conduct,
    history,
    ledger,
    membership,
    outbox,
    rights,
    roster,
    schema,
)
from bot.errors import UserError
from bot.hosting import serve
from bot.models import Delivery, Entry
from bot.pacing import at_once
from bot.periods import Period, instant
from bot.playground import sample
from bot.playground.clock import Clock
from bot.playground.demo import unsynced
from bot.playground.sample_people import SHANGHAI, TOKYO, WORKSPACE, channel_id, id_of
from bot.playground.server import Playground
from bot.playground.world import World
from bot.settings import Settings
from bot.slack import Desk

pytestmark = pytest.mark.slow

MANIFEST = json.loads(Path(__file__).parents[2].joinpath("manifest.json").read_text("utf-8"))
NOVEMBER = Period(2026, 11)
OCTOBER = NOVEMBER.plus(-1)
NOW = datetime(2026, 11, 16, 2, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Lived:
    """A demo that has lived through its half year."""

    desk: Desk
    world: World

    def texts(self, channel: str) -> list[tuple[datetime, str]]:
        """Return the messages of a channel, each with its time to the second."""
        return [
            (datetime.fromtimestamp(int(message.ts.partition(".")[0]), UTC), message.text)
            for message in self.world.state.messages.get(channel, [])
        ]


def live(folder: Path, today: date, *, posting: bool) -> Iterator[Lived]:
    """Live through the sample's months up to `today`, with posts or without."""
    database = unsynced(folder / "appraisal.db")
    schema.migrate(database.engine)
    until = sample.starts(today)
    world = World(sample.seed(MANIFEST), Clock(standing=until - timedelta(days=200)))
    playground = Playground(world, bot_url="http://127.0.0.1:9/", signing_secret="s", token="t")
    running = serve(playground.wsgi)
    client = WebClient(token="t", base_url=f"{running.url}api/", retry_handlers=[])
    desk = Desk(
        database=database,
        client=client,
        settings=Settings(),
        now=world.now,
        pacer=at_once(),
        later=lambda work: work(),
        learn=lambda _workspace, _user: None,
    )
    sample.live(desk, world.clock, until=until, posting=posting)
    yield Lived(desk, world)
    running.stop()
    database.engine.dispose()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """Live through the half year up to a November."""
    yield from live(tmp_path_factory.mktemp("november"), date(2026, 11, 19), posting=True)


@pytest.fixture
def session(lived: Lived) -> Iterator[Session]:
    """Look into its database."""
    with lived.desk.database.reading() as session:
        yield session


def totals(session: Session, period: Period) -> dict[str, Fraction | None]:
    """Return everybody's total of the month."""
    return {
        one.person.handle: one.total
        for team in roster.teams(session, workspace=WORKSPACE)
        for one in appraisals.of_team(session, team=team, period=period)
    }


def grades(session: Session, period: Period) -> dict[str, str]:
    """Return everybody's grade of the month."""
    return {
        one.person.handle: one.card.grade.code
        for team in roster.teams(session, workspace=WORKSPACE)
        for one in appraisals.of_team(session, team=team, period=period)
        if one.card is not None and one.card.grade is not None
    }


@pytest.mark.parametrize(
    ("today", "starts"),
    [
        (date(2026, 11, 19), NOW),
        (date(2026, 11, 1), NOW),
        (date(2026, 8, 31), datetime(2026, 8, 17, 2, 5, tzinfo=UTC)),  # the 16th is a Sunday
        (date(2026, 5, 16), datetime(2026, 5, 18, 2, 5, tzinfo=UTC)),  # a Saturday
    ],
)
def test_it_starts_in_the_middle_of_the_month(today: date, starts: datetime) -> None:
    assert sample.starts(today) == starts


def test_two_teams_with_a_supervisor_each_and_twelve_agents(session: Session) -> None:
    places = {
        team.name: {
            role: [
                person.handle
                for person in membership.members(
                    session,
                    workspace=WORKSPACE,
                    team_id=team.id,
                    first=date(2026, 11, 16),
                    last=date(2026, 11, 16),
                    role=role,
                )
            ]
            for role in (roster.SUPERVISOR, roster.AGENT)
        }
        for team in roster.teams(session, workspace=WORKSPACE)
    }
    assert places == {
        "Front Desk": {
            "supervisor": ["jo"],
            "agent": ["ana", "lee", "mira", "tom", "lina", "wangfang"],
        },
        "Care Line": {
            "supervisor": ["chenjing"],
            "agent": ["elena", "marco", "nadia", "sam", "liuyang", "zhangwei"],
        },
    }


def test_last_month_is_published_and_spread_over_four_grades(session: Session) -> None:
    assert grades(session, OCTOBER) == {
        "ana": "A",
        "lee": "D",
        "mira": "A",
        "tom": "A",
        "lina": "B",
        "wangfang": "A",
        "elena": "A",
        "marco": "B",
        "nadia": "B",
        "sam": "A",
        "liuyang": "C",
        "zhangwei": "A",
    }
    assert all(
        one.final
        for team in roster.teams(session, workspace=WORKSPACE)
        for one in appraisals.of_team(session, team=team, period=OCTOBER)
    )


def test_some_rise_and_some_fall(session: Session) -> None:
    months = [totals(session, NOVEMBER.plus(back)) for back in range(-5, 0)]
    rising = [month["tom"] for month in months]
    falling = [month["lee"] for month in months]
    assert rising == sorted(rising, key=lambda total: total or 0)
    assert falling == sorted(falling, key=lambda total: -(total or 0))


def test_cards_went_out_when_the_month_was_over(lived: Lived, session: Session) -> None:
    sent = {
        row.recipient: row.state
        for row in session.exec(
            select(Delivery).where(col(Delivery.key).startswith(f"month_end:{OCTOBER}:dm:"))
        )
    }
    assert sent == {id_of(handle): outbox.SENT for handle in totals(session, OCTOBER)}
    for channel, zone in (("front-desk", SHANGHAI), ("care-line", TOKYO)):
        (summary,) = lived.texts(channel_id(channel))
        assert summary[0] == instant(NOVEMBER.first, time(9), zone)


def test_both_months_are_full_of_life(session: Session) -> None:
    def logged(period: Period) -> list[str]:
        entries = history.entries(
            session, workspace=WORKSPACE, first=period.first, last=period.last
        )
        return [contra.kind if contra else "stands" for _, contra in entries]

    october, november = logged(OCTOBER), logged(NOVEMBER)
    assert (len(october), len(november)) == (43, 30)
    assert set(october) == {"stands", "void", "excused", "undone"}
    assert set(november) == {"stands", "void", "undone"}


def test_complaints_are_in_every_state(session: Session) -> None:
    by = rights.actor(session, workspace=WORKSPACE, user=id_of("hana"), at=NOW)
    states = [case.state for case in casebook.cases(session, by=by)]
    assert sorted(states) == ["open", "rejected", "resolved", "upheld"]


def test_since_this_month_one_supervisor_is_appraised_too(session: Session) -> None:
    """What the bot knows of her month is counted, what it cannot know was rated by HR."""
    jo = roster.person(session, workspace=WORKSPACE, user=id_of("jo"))
    standing = appraisals.live(
        session, workspace=WORKSPACE, person=jo, period=NOVEMBER, today=NOW.date()
    )
    assert standing.card is not None
    points = {line.id: line.points for line in standing.card.lines}
    found = (points["complaint-handling"], points["attitude"], standing.total)
    assert tuple(map(str, found)) == ("6", "17", "86")
    with pytest.raises(UserError, match="no_rubric"):
        appraisals.live(session, workspace=WORKSPACE, person=jo, period=OCTOBER)


def test_nothing_that_is_due_is_left(lived: Lived, session: Session) -> None:
    waiting = session.exec(
        select(Delivery).where(col(Delivery.state).not_in((outbox.SENT, outbox.CANCELLED)))
    ).all()
    assert [(row.recipient, row.due) for row in waiting] == [
        (id_of("lee"), datetime(2026, 11, 16, 2, 7, tzinfo=UTC))
    ]
    assert lived.desk.now() == NOW


def test_what_was_logged_last_can_still_be_undone(lived: Lived) -> None:
    with lived.desk.database.reading() as session:
        jo = rights.actor(session, workspace=WORKSPACE, user=id_of("jo"), at=NOW)
        (entry,) = conduct.undo(session, by=jo, number=None, at=NOW, key="test:undo")
        assert (entry.person_id, entry.code) == (id_of("lee"), "C5")


def test_messages_come_in_working_hours(lived: Lived) -> None:
    for user in lived.world.workspace.users:
        for at, text in lived.texts(f"D{user.id[1:]}"):
            hour = at.astimezone(ZoneInfo(user.tz)).hour
            assert 8 <= hour < 19, (user.name, at, text)


def test_the_ledger_is_whole(session: Session) -> None:
    assert ledger.first_broken(session, workspace=WORKSPACE) is None
    keys = session.exec(select(Entry.request_key)).all()
    assert {key.partition(":")[0] for key in keys} == {"sample"}


def test_it_is_the_same_story_in_every_month(tmp_path: Path, session: Session) -> None:
    """February has twenty working days, and this March begins on a Sunday."""
    march = Period(2026, 3)
    for again in live(tmp_path, date(2026, 3, 31), posting=False):
        with again.desk.database.reading() as other:
            for back in range(-5, 1):
                assert totals(other, march.plus(back)) == totals(session, NOVEMBER.plus(back))
