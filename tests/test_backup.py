"""A backup is made and put back while the bot is at work."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from full_house import everything, forge, lived, month
from office import ANN, CARE, NOW, SUE, WORKSPACE, Office, said
from sqlalchemy import URL, text
from sqlmodel import select
from test_moving import AS_IT_IS, Run, Said, interrupted, run, target, unseen

from bot import backup, outbox, schema
from bot.copying import NotEmpty, Refused
from bot.models import Delivery, Handled
from bot.outbox import Post
from bot.store import Busy, Database, connect, patient

__all__ = ["lived", "month", "run", "target"]

INTACT = f"{WORKSPACE}: intact\n"
BROKEN = f"{WORKSPACE}: broken at entry 2\n"
REPLACE = "Add --replace to put the backup in their place.\n"
PADDING = "x" * 40_000_000  # makes an SQLite file of many steps


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a name for a backup."""
    return tmp_path / "a night?.backup"


def opened(file: Path) -> Database:
    """Open a backup as the database it is."""
    return connect(URL.create("sqlite", database=str(file)))


def restored(database: Database, file: Path, at: datetime = NOW) -> None:
    backup.restore(database, file, replacing=True, broken_too=False, now=at, bar=unseen)


def restore(run: Run, database: Database, file: Path, *options: str) -> Said:
    return run("restore", str(file), *options, database=database)


def back_up(run: Run, database: Database, file: Path) -> Said:
    return run("backup", str(file), database=database)


def log_by(database: Database) -> None:
    """Write something, anything."""
    with database.writing() as session:
        session.add(Handled(workspace_id=WORKSPACE, key="k", answer="", at=NOW))
        session.flush()


# What a backup is.


def test_a_backup_holds_everything_and_is_a_database(lived: Database, file: Path, run: Run) -> None:
    before = everything(lived)
    assert back_up(run, lived, file) == (0, f"{INTACT}Backed up to {file}.\n", "")
    copy = opened(file)
    assert everything(copy) == before == everything(lived)
    assert schema.unguarded(copy.engine) == ()
    assert run("verify", database=copy) == (0, INTACT, "")
    copy.engine.dispose()
    assert [it.name for it in file.parent.glob("a night*")] == [file.name]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_never_takes_another_file_s_place(
    database: Database, file: Path, run: Run
) -> None:
    file.write_text("something dear")
    assert back_up(run, database, file) == (
        1,
        "",
        f"{file} exists already. Choose another name.\n",
    )
    assert file.read_text() == "something dear"


def test_a_backup_that_cannot_be_written_is_one_plain_line(
    database: Database, tmp_path: Path, run: Run
) -> None:
    status, out, told = back_up(run, database, tmp_path / "no folder" / "file")
    assert (status, out) == (1, "")
    assert told.startswith(f"{tmp_path}/no folder/file cannot be written: [Errno 2] No such file")


def test_a_backup_of_nothing_is_refused(run: Run, target: Database, file: Path) -> None:
    said = run("backup", str(file), database=target)
    assert said == (1, "", "There is nothing of this bot in it.\n")
    assert list(file.parent.glob("a night*")) == []


def test_a_backup_that_breaks_off_leaves_no_file(database: Database, file: Path) -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.back_up(database, file, bar=interrupted(fail))
    assert list(file.parent.glob("a night*")) == []


def test_what_a_backup_that_was_killed_left_is_no_hindrance(
    database: Database, file: Path, run: Run
) -> None:
    file.with_name(f"{file.name}.part").write_text("half of it")
    assert back_up(run, database, file)[0] == 0


def test_a_broken_ledger_is_backed_up_and_named(office: Office, file: Path, run: Run) -> None:
    for words in ("ann late", "lee smile", "ann smile"):
        office.type(f"/deduct {words}", by=SUE)
    forge(office.desk.database.engine, number=2)
    try:
        assert back_up(run, office.desk.database, file) == (
            1,
            f"{BROKEN}Backed up to {file}.\n",
            "",
        )
    finally:
        schema.migrate(office.desk.database.engine)


# While the bot is at work.


def test_who_writes_during_a_backup_is_let_in_and_what_is_kept_is_one_moment(
    office: Office, file: Path
) -> None:
    database = office.desk.database
    with database.writing() as session:
        session.add(Handled(workspace_id=WORKSPACE, key="big", answer=PADDING, at=NOW))
    looks = 0

    @contextmanager
    def busy(_much: int, _of: str) -> Iterator[Callable[[int], object]]:
        def look(_more: int) -> None:
            nonlocal looks
            looks += 1
            if looks <= 8:
                day = f"2026-11-{11 + looks}"
                assert office.type(f"/deduct ann late {day}", by=SUE).startswith(f"*D-{looks}*")

        yield look

    assert backup.back_up(database, file, bar=busy) == {WORKSPACE: None}
    copy = opened(file)
    kept = everything(copy)
    copy.engine.dispose()
    head = kept["ledger_head"][0]["number"] if kept["ledger_head"] else 0
    assert [row["number"] for row in kept["entry"]] == list(range(1, int(str(head)) + 1))
    assert looks >= 1


def test_nobody_sees_half_a_restore_and_who_writes_is_told_to_wait(
    office: Office, file: Path
) -> None:
    database = office.desk.database
    office.type("/deduct ann late", by=SUE)
    backup.back_up(database, file, bar=unseen)
    office.type("/deduct ann smile", by=SUE)
    hasty = patient(database, seconds=0.1)

    def write() -> None:
        with pytest.raises(Busy):
            log_by(hasty)

    backup.restore(
        database, file, replacing=True, broken_too=False, now=NOW, bar=interrupted(write)
    )
    assert office.type("/deduct lee smile", by=SUE).startswith("*D-2* · *Lee Moss*")


def test_a_restore_that_breaks_off_leaves_what_was_there(office: Office, file: Path) -> None:
    database = office.desk.database
    backup.back_up(database, file, bar=unseen)
    office.type("/deduct ann late", by=SUE)
    before = everything(database)

    def fail() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.restore(
            database, file, replacing=True, broken_too=False, now=NOW, bar=interrupted(fail)
        )
    assert everything(database) == before
    assert schema.unguarded(database.engine) == ()


# Putting it back.


def test_a_backup_is_put_back_into_either_database(
    lived: Database, target: Database, file: Path, run: Run
) -> None:
    back_up(run, lived, file)
    assert restore(run, target, file) == (0, f"{INTACT}Restored from {file}.\n", "")
    kept, put_back = everything(lived), everything(target)
    assert kept["workspace"][0].pop("restored_at") is None
    assert isinstance(put_back["workspace"][0].pop("restored_at"), datetime)
    assert put_back == kept
    assert schema.unguarded(target.engine) == ()
    assert run("verify", database=target) == (0, INTACT, "")


def test_what_is_there_is_replaced_only_on_demand(office: Office, file: Path, run: Run) -> None:
    database = office.desk.database
    office.type("/deduct ann late", by=SUE)
    back_up(run, office.desk.database, file)
    kept = everything(database)
    office.type("/deduct ann smile", by=SUE)
    now = everything(database)
    rows = sum(len(found) for found in now.values())
    assert restore(run, database, file) == (
        1,
        "",
        f"It is not empty (rows: {rows}). Nothing was changed. {REPLACE}",
    )
    assert everything(database) == now
    assert restore(run, database, file, "--replace")[0] == 0
    assert everything(database)["entry"] == kept["entry"]
    assert schema.unguarded(database.engine) == ()
    assert office.type("/score ann", by=SUE).splitlines()[1].startswith("*98*")


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(
    lived: Database, empty: str, file: Path
) -> None:
    backup.back_up(lived, file, bar=unseen)
    old = opened(file)
    schema.migrate(old.engine, to=schema.steps()[0])
    old.engine.dispose()
    fresh = connect(empty)
    restored(fresh, file, datetime(2026, 11, 1, tzinfo=UTC))
    assert schema.revision(fresh.engine) == schema.revision(lived.engine)
    assert everything(fresh)["entry"] == everything(lived)["entry"]
    restored(fresh, file)
    fresh.engine.dispose()


def test_a_broken_backup_is_named_and_put_back_only_on_demand(
    office: Office, target: Database, file: Path, run: Run
) -> None:
    for words in ("ann late", "lee smile", "ann smile"):
        office.type(f"/deduct {words}", by=SUE)
    back_up(run, office.desk.database, file)
    tampered = opened(file)
    forge(tampered.engine, number=2)
    tampered.engine.dispose()
    assert restore(run, target, file) == (1, "", f"{BROKEN}{AS_IT_IS}")
    assert schema.revision(target.engine)[0] is None
    said = restore(run, target, file, "--broken")
    assert said == (1, f"{BROKEN}Restored from {file}.\n", "")
    assert schema.unguarded(target.engine) == ()


def test_what_is_no_backup_is_one_plain_line(
    lived: Database, target: Database, file: Path, run: Run
) -> None:
    assert restore(run, target, file) == (1, "", f"There is no file {file}.\n")
    damaged = (1, "", f"{file} is damaged, or no backup of this bot.\n")
    file.write_text("no database at all, only words that go on for some time" * 100)
    assert restore(run, target, file) == damaged
    file.unlink()
    back_up(run, lived, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert restore(run, target, file) == damaged
    file.unlink()
    sqlite3.connect(file).execute("CREATE TABLE other (one)").connection.close()
    assert restore(run, target, file) == (1, "", "There is nothing of this bot in it.\n")
    assert schema.revision(target.engine)[0] is None


def test_what_went_out_since_the_backup_is_not_sent_again(office: Office, file: Path) -> None:
    office.type("/deduct ann late", by=SUE)
    database = office.desk.database
    backup.back_up(database, file, bar=unseen)
    office.wait()
    assert len(office.dms(ANN)) == 1
    restored(database, file, office.desk.now())
    office.wait()
    assert len(office.dms(ANN)) == 1


def test_what_had_not_gone_out_yet_is_sent_after_a_restore(office: Office, file: Path) -> None:
    database = office.desk.database
    with database.writing() as session:
        outbox.plan(session, workspace=WORKSPACE, posts=[Post("one", CARE, "one", [], NOW)], at=NOW)
    backup.back_up(database, file, bar=unseen)
    restored(database, file)
    office.wait()
    office.wait()
    assert [message.text for message in office.slack.messages(CARE)] == ["one"]


def test_a_month_closed_since_the_backup_is_told_once_and_as_it_is_now(
    office: Office, file: Path
) -> None:
    backup.back_up(office.desk.database, file, bar=unseen)
    office.type("/deduct ann late", by=SUE)
    office.wait("2026-12-01T09:00:00Z")
    assert told_of_november(office) == ["Average *99.33*", "*Ann Reed* · 98 A", "*98* of 100"]
    restored(office.desk.database, file, office.desk.now())
    office.wait("+1m")
    assert told_of_november(office) == ["Average *100*", "*Ann Reed* · 100 A", "*100* of 100"]
    with office.reading() as session:
        assert set(session.exec(select(Delivery.state))) == {outbox.SENT}


def told_of_november(office: Office) -> list[str]:
    """Return what the one summary, the one reminder and Ann's one card say, a line of each."""
    in_care = [said([message]) for message in office.slack.messages(CARE)]
    (summary,) = [it for it in in_care if it.startswith("Care · November")]
    (reminder,) = [it for it in office.dms(SUE) if it.startswith("Feedback interviews")]
    (card,) = [it for it in office.dms(ANN) if it.startswith("Ann Reed · November")]
    lines = (summary.splitlines()[1], reminder.splitlines()[2], card.splitlines()[1])
    return [lines[0].partition(" · ")[0], lines[1], lines[2].partition(" · ")[0]]


def test_what_is_due_after_a_restore_is_simply_posted(office: Office, file: Path) -> None:
    backup.back_up(office.desk.database, file, bar=unseen)
    restored(office.desk.database, file)
    office.wait("2026-12-01T09:00:00Z")
    assert office.slack.calls("conversations.history") == []
    assert len(office.dms(ANN)) == 1


def test_a_restore_by_hand_is_refused_as_by_the_command(office: Office, file: Path) -> None:
    backup.back_up(office.desk.database, file, bar=unseen)
    with pytest.raises(NotEmpty) as refused:
        backup.restore(
            office.desk.database, file, replacing=False, broken_too=False, now=NOW, bar=unseen
        )
    assert isinstance(refused.value, Refused)
    with office.desk.database.reading() as session:
        assert session.connection().execute(text("SELECT count(*) FROM person")).scalar_one() == 10
