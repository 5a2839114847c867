"""What Slack knows of people is kept beside the roster: at once, every six hours, and by event."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from office import (
    ADA,
    ANN,
    LEE,
    OLD,
    PATIENCE,
    ROB,
    SUE,
    TOKEN,
    USERS,
    WANG,
    WORKSPACE,
    ZED,
    Office,
)
from slack_sdk import WebClient
from sqlalchemy import Connection, delete, event
from sqlmodel import select

from bot import directory, ticks
from bot.models import Person, UserGroup
from bot.playground.workspace import User
from bot.playground.workspace import UserGroup as Group
from bot.refusals import FAILURES
from bot.store import Database, patient

BOTS = 2  # Slackbot, and ours
MEMBER: dict[str, Any] = {
    "id": "U0MIA",
    "name": "mia",
    "real_name": "Mia Lind",
    "profile": {"display_name": "Mimi", "real_name": "Mia Lind"},
    "is_admin": False,
    "is_owner": False,
    "is_bot": False,
    "deleted": False,
    "locale": "zh-CN",
    "tz": "Asia/Shanghai",
}


def note(database: Database, **changes: object) -> Person:
    """Write down a member as Slack describes her; return what is known by then."""
    with database.writing() as session:
        directory.note(session, WORKSPACE, MEMBER | changes)
    return known(database, "U0MIA")


def known(database: Database, user: str) -> Person:
    with database.reading() as session:
        return session.get_one(Person, (WORKSPACE, user))


def forget_everybody(office: Office) -> None:
    with office.desk.database.writing() as session:
        session.exec(delete(Person))


def refresh(office: Office, waits: list[float] | None = None) -> int:
    waited = [] if waits is None else waits
    desk = office.desk
    return directory.refresh(desk.database, desk.client, WORKSPACE, wait=waited.append)


# One member.


def test_a_member_is_noted_as_slack_describes_her(database: Database) -> None:
    assert note(database).model_dump() == {
        "workspace_id": WORKSPACE,
        "id": "U0MIA",
        "name": "Mia Lind",
        "handle": "mia",
        "nickname": "Mimi",
        "nickname_given": False,
        "staff_no": "",
        "locale": "zh-CN",
        "zone": "Asia/Shanghai",
        "is_admin": False,
        "is_bot": False,
        "active": True,
        "hr": False,
        "channel": "",
    }


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "Mia Lind"),
        ({"profile": {"display_name": "Mimi"}}, "Mia Lind"),
        ({"profile": {"display_name": "Mimi"}, "real_name": ""}, "Mimi"),
        ({"profile": {}, "real_name": ""}, "mia"),
        ({"profile": None, "real_name": None, "name": ""}, "U0MIA"),
    ],
)
def test_a_member_has_the_best_name_there_is(
    database: Database, changes: dict[str, Any], name: str
) -> None:
    assert note(database, **changes).name == name


def test_a_nickname_of_slack_s_follows_whoever_renames_herself(database: Database) -> None:
    note(database)
    assert note(database, profile={"display_name": "Emmi"}).nickname == "Emmi"
    assert note(database, profile={}).nickname == "Emmi"
    assert note(database, profile={"display_name": ""}).nickname == ""


def test_what_a_description_leaves_out_stays(database: Database) -> None:
    note(database)
    with database.writing() as session:
        mia = session.get_one(Person, (WORKSPACE, "U0MIA"))
        mia.hr, mia.staff_no, mia.channel, mia.nickname = True, "1042", "D0MIA", "Mi"
        mia.nickname_given = True
    after = note(database, name="mlind", locale=None, tz=None)
    assert (after.locale, after.zone, after.handle) == ("zh-CN", "Asia/Shanghai", "mlind")
    assert (after.hr, after.staff_no, after.channel, after.nickname) == (
        True,
        "1042",
        "D0MIA",
        "Mi",
    )


def test_rank_and_leaving_are_followed_both_ways(database: Database) -> None:
    for field, slack_s in (
        ("is_admin", "is_admin"),
        ("is_admin", "is_owner"),
        ("is_bot", "is_bot"),
    ):
        assert [getattr(note(database, **{slack_s: on}), field) for on in (True, False)] == [
            True,
            False,
        ]
    assert [note(database, deleted=gone).active for gone in (True, False)] == [False, True]


def test_two_who_meet_her_at_once_note_her_once(database: Database) -> None:
    ready, waits = Barrier(2), patient(database, seconds=PATIENCE)

    def meet(locale: str) -> str:
        ready.wait()
        with waits.writing() as session:
            return directory.note(session, WORKSPACE, MEMBER | {"locale": locale}).locale

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(meet, ("en-US", "zh-CN"))) == ["en-US", "zh-CN"]
    assert known(database, "U0MIA").name == "Mia Lind"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite's writers take turns
def test_who_comes_second_goes_on_with_the_row_of_the_first(database: Database) -> None:
    with database.writing() as session, database.writing() as earlier:
        directory.note(earlier, WORKSPACE, MEMBER)

        def be_first(_connection: Connection, _cursor: object, sql: str, *_: object) -> None:
            if sql.startswith("INSERT INTO person") and earlier.in_transaction():
                earlier.commit()

        event.listen(session.connection(), "before_cursor_execute", be_first)
        directory.note(session, WORKSPACE, MEMBER | {"name": "mlind"})
    mia = known(database, "U0MIA")
    assert (mia.name, mia.handle) == ("Mia Lind", "mlind")


# Everybody.


def test_everybody_is_listed_with_language_zone_and_standing(office: Office) -> None:
    forget_everybody(office)
    assert refresh(office) == len(USERS) + BOTS
    database = office.desk.database
    assert (known(database, WANG).name, known(database, WANG).locale) == ("王芳", "zh-CN")
    assert (known(database, ADA).is_admin, known(database, SUE).is_admin) == (True, False)
    assert (known(database, OLD).active, known(database, LEE).active) == (False, True)
    assert (known(database, ROB).is_bot, known(database, "USLACKBOT").is_bot) == (True, True)
    assert refresh(office) == len(USERS) + BOTS


def crowd(office: Office, size: int) -> None:
    with office.slack.world.changing() as there:
        for number in range(size):
            user = User(f"U{number:05}", f"agent{number}", f"Agent {number}")
            there.users[user.id] = user


def test_a_large_workspace_is_read_page_by_page(office: Office) -> None:
    crowd(office, 450)
    assert refresh(office) == 450 + len(USERS) + BOTS
    assert len(office.slack.calls("users.list")) == 3
    assert known(office.desk.database, "U00449").name == "Agent 449"


def test_a_limit_is_waited_for_and_the_list_goes_on(office: Office) -> None:
    crowd(office, 450)
    waits: list[float] = []
    office.slack.fail("users.list", "429", times=2, retry_after=17)
    assert refresh(office, waits) == 450 + len(USERS) + BOTS
    assert waits == [17, 17]
    assert len(office.slack.calls("users.list")) == 5


def test_an_endless_limit_is_given_up(office: Office) -> None:
    waits: list[float] = []
    office.slack.fail("users.list", "429", times=30, retry_after=1)
    with pytest.raises(FAILURES):
        refresh(office, waits)
    assert waits == [1] * 20


class GoneAfterOnePage(WebClient):
    """A client whose Slack goes away after the first page."""

    slack: Any

    def users_list(self, **named: Any) -> Any:  # noqa: ANN401 - the SDK's
        if named["cursor"]:
            self.slack.fail("users.list", "503")
        return super().users_list(**named)


def test_pages_that_were_read_before_slack_went_away_are_kept(office: Office) -> None:
    crowd(office, 450)
    forget_everybody(office)
    client = GoneAfterOnePage(TOKEN, str(office.desk.client.base_url), retry_handlers=[])
    client.slack = office.slack
    with pytest.raises(FAILURES):
        directory.refresh(office.desk.database, client, WORKSPACE)
    with office.reading() as session:
        assert len(session.exec(select(Person)).all()) == 200


class Garbled(WebClient):
    """A client whose Slack lists people in a way that nobody foresaw."""

    def users_list(self, **named: Any) -> Any:  # noqa: ANN401, ARG002 - the SDK's
        return {"ok": True}


@pytest.mark.parametrize(
    ("kind", "well", "told"),
    [
        ("well", True, []),
        ("503", False, ["the directory could not be refreshed: service_unavailable"]),
        ("garbled", False, ["the directory could not be refreshed"]),
    ],
)
def test_whatever_goes_wrong_is_told_so_that_it_is_tried_again(
    office: Office, caplog: pytest.LogCaptureFixture, kind: str, *, well: bool, told: list[str]
) -> None:
    desk = office.desk
    if kind == "503":
        office.slack.fail("users.list", "503")
    if kind == "garbled":
        client = Garbled(TOKEN, str(desk.client.base_url), retry_handlers=[])
        desk = replace(desk, client=client)
    assert ticks.get_acquainted(desk, WORKSPACE, wait=lambda _: None) is well
    assert [it.message for it in caplog.records if it.name == "bot.ticks"] == told


def test_somebody_unknown_is_asked_for_when_she_types(office: Office) -> None:
    with office.desk.database.writing() as session:
        session.delete(session.get_one(Person, (WORKSPACE, ZED)))
    office.type("/score", by=ZED)
    assert known(office.desk.database, ZED).name == "Zed Fox"
    office.type("/score", by=ZED)
    assert len(office.slack.calls("users.info")) == 1


def test_who_cannot_be_asked_for_is_answered_all_the_same(office: Office) -> None:
    with office.desk.database.writing() as session:
        session.delete(session.get_one(Person, (WORKSPACE, ZED)))
    office.slack.fail("users.info", "503")
    assert office.type("/score", by=ZED) != ""
    office.type("/score", by=ZED)
    assert known(office.desk.database, ZED).name == "Zed Fox"


# Groups.


def groups(office: Office) -> dict[str, tuple[str, str]]:
    with office.reading() as session:
        rows = session.exec(select(UserGroup)).all()
    return {row.id: (row.handle, row.members) for row in rows}


def test_groups_follow_slack(office: Office) -> None:
    desk, world = office.desk, office.slack.world
    directory.refresh_groups(desk.database, desk.client, WORKSPACE)
    assert groups(office) == {}
    with world.changing() as there:
        there.groups["S0CREW"] = Group("S0CREW", "crew", "The crew", (ANN, WANG))
        there.groups["S0NONE"] = Group("S0NONE", "none", "Nobody")
    directory.refresh_groups(desk.database, desk.client, WORKSPACE)
    assert groups(office) == {"S0CREW": ("crew", f"{ANN} {WANG}"), "S0NONE": ("none", "")}
    with world.changing() as there:
        there.groups["S0CREW"] = Group("S0CREW", "team", "The crew", (LEE,))
        del there.groups["S0NONE"]
    directory.refresh_groups(desk.database, desk.client, WORKSPACE)
    assert groups(office) == {"S0CREW": ("team", LEE)}
