"""Two at once: whatever two requests do at the same moment, one comes after the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from office import ADA, NOW, PATIENCE, SUE, WORKSPACE, Office, lines_of
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from bot import ledger, roster
from bot.answers import Answer
from bot.commands import COMMANDS, team
from bot.messages import Reply
from bot.models import Entry, Membership, Person, Proposal, Team, Workspace
from bot.slack import Call, Command, Desk, Request, carry_out
from bot.store import patient


def at_once(*work: Callable[[], Answer]) -> list[Answer]:
    """Do everything at the same moment, each in a thread of its own."""
    ready = Barrier(len(work))

    def start(one: Callable[[], Answer]) -> Answer:
        ready.wait()
        return one()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(start, work))


def typed(office: Office, line: str, by: str, key: str) -> Callable[[], Answer]:
    """Return what types a line, as a request of its own key."""
    name, _, words = line.partition(" ")
    command: Command = next(one for one in COMMANDS if one.name == name)
    call = Call(WORKSPACE, by, key, words=words)
    waits = replace(office.desk, database=patient(office.desk.database, seconds=PATIENCE))
    return lambda: carry_out(waits, call, command.run)


def elsewhere(office: Office) -> Desk:
    """Return a desk such as another process has on the same database."""
    here = office.desk
    database = patient(here.database, seconds=PATIENCE)
    return Desk(database, here.client, here.settings, here.now, here.later, here.learn)


def text(answer: Answer) -> str:
    assert answer.message is not None
    return answer.message.text.splitlines()[0]


def test_the_same_request_twice_at_once_writes_once_and_answers_alike(office: Office) -> None:
    same = [typed(office, "deduct ann late", SUE, "cmd:1") for _ in range(4)]
    assert {text(answer) for answer in at_once(*same)} == {
        "*D-1* · *Ann Reed* · Late for shift · *−2*"
    }


def test_two_who_set_the_workspace_up_at_once(office: Office) -> None:
    """There is no row to wait for yet; on PostgreSQL both find the workspace not set up."""
    with office.desk.database.writing() as session:
        for table in (Membership, Team, Workspace):
            session.exec(delete(table))
        session.exec(update(Person).values(hr=False, is_admin=True))
    ready = Barrier(1 if office.desk.database.engine.dialect.name == "sqlite" else 2)

    def set_up(session: Session, request: Request) -> Reply:
        ready.wait()
        return team.run(session, request)

    def by(user: str) -> Callable[[], Answer]:
        desk, call = elsewhere(office), Call(WORKSPACE, user, f"cmd:{user}", words="setup")
        return lambda: carry_out(desk, call, set_up, open_to_all=True)

    first, second = sorted(at_once(by(ADA), by(SUE)), key=lambda it: it.outcome)
    assert text(first) == "*This workspace is set up, and you are HR.*"
    assert text(second) == (
        "This workspace is set up already. HR can give you a role with `/team role`."
    )
    with office.reading() as session:
        (opened,) = session.exec(select(Workspace)).all()
        assert [one.id for one in roster.hr(session, workspace=WORKSPACE)] == [opened.set_up_by]


def test_many_writers_number_without_gaps_and_lose_nothing(office: Office) -> None:
    people = ("ann", "lee", "wangfang")
    lines = [
        typed(office, f"deduct {people[n % 3]} {item}", SUE, f"cmd:{n}")
        for n, item in enumerate(("late", "smile", "tone", "late", "smile", "tone"))
    ]
    opened = [typed(office, "complaint open ann billing -- refund", SUE, f"x:{n}") for n in (1, 2)]
    answers = [text(answer) for answer in at_once(*lines, *opened)]
    logged = [answer for answer in answers if answer.startswith("*D-")]
    with office.reading() as session:
        numbers = session.exec(select(Entry.number).order_by(col(Entry.number))).all()
        assert ledger.first_broken(session, workspace=WORKSPACE) is None
    assert list(numbers) == list(range(1, len(logged) + 1))
    assert sorted(answer[3:7] for answer in answers if "is taken in" in answer) == [
        "X-1*",
        "X-2*",
    ]


def test_a_measure_recorded_twice_at_once_stands_once(office: Office) -> None:
    at_once(
        typed(office, "record ann cooperation 4", SUE, "cmd:1"),
        typed(office, "record ann cooperation 2", ADA, "cmd:2"),
    )
    with office.reading() as session:
        standing = [entry.count for entry in session.exec(select(Entry))]
    assert sum(standing) == 1


def test_an_undo_and_a_void_at_once_take_back_once(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    answers = at_once(
        typed(office, "deduct undo D-1", SUE, "cmd:1"),
        typed(office, "deduct void D-1 -- a mistake", ADA, "cmd:2"),
    )
    said_ = sorted(text(answer) for answer in answers)
    assert sum("taken back before" in one for one in said_) == 1
    assert office.type("/score ann", by=SUE).splitlines()[1].startswith("*100*")


def test_a_number_of_a_card_is_never_given_out_again(office: Office) -> None:
    card = office.slack.say("deduct ann 王芳 late", by=SUE, channel="appraisal")[0]
    office.wait("+4d")
    office.slack.say("deduct lee ann late", by=SUE, channel="appraisal")
    office.wait("+1d")
    assert office.press(card, "Log it", by=SUE) == (
        "That card is not yours, or it is gone. Type the line again."
    )
    with office.reading() as session:
        assert session.exec(select(Proposal.id)).all() == [2]
        assert session.exec(select(Entry)).all() == []


def test_a_supervisor_east_of_her_team_logs_now(office: Office) -> None:
    office.slack.change(SUE, tz="Pacific/Auckland")
    office.wait("+3h")
    assert office.type("/deduct ann late", by=SUE).splitlines()[1].startswith("Thu 19 Nov")


def test_a_card_that_was_published_takes_nothing_from_another_team(office: Office) -> None:
    office.type("/team zone America/Los_Angeles Desk", by=ADA)
    office.wait("+1d")
    office.type("/team add tom Care", by=ADA)
    office.slack.move_clock(NOW.replace(month=12, day=1, hour=9, minute=30))
    assert office.type("/deduct tom late 10 nov", by=ADA) == (
        "November 2026 is closed: its cards are published. Log it for a day of the open month, "
        "and say in the note when it was."
    )


def test_logging_for_many_is_answered_and_can_be_undone(office: Office) -> None:
    note = "x" * 300
    card = office.answer(f"/deduct ann lee 王芳 late x5 -- {note}", by=SUE)
    done = office.press(card, "Log it", by=SUE)
    assert done.splitlines()[-2:] == ["and 5 more", "[Undo all]"]
    assert len(office.type("/deduct undo all D-1", by=SUE).splitlines()) > 1


def test_the_form_keeps_the_time_and_asks_about_critical_items(office: Office) -> None:
    office.slack.type("/deduct ann A1 yesterday 14:30", by=SUE, channel="care")
    assert office.slack.submit({"note": "shouted"}, by=SUE) == {}
    view = office.slack.modal(SUE)
    assert view is not None
    assert list(lines_of(view.content["blocks"]))[1] == "This is a critical item."
    office.press(view, "Log it", by=SUE)
    assert "Wed 18 Nov 14:30" in office.type("/deduct list", by=SUE)
