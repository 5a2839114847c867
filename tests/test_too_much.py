"""More than Slack takes: a message says what it leaves out, and a line is never cut."""

from __future__ import annotations

import pytest
from office import ADA, BEGAN, SUE, WORKSPACE, Office, lines_of, said
from sqlmodel import Session

from bot import directory, membership, roster
from bot.fitting import MOST_TEXT, cut, rows_that_fit
from bot.messages import render
from bot.models import Person
from bot.parts import Button, Buttons, Say, Sent, Table
from bot.words import words_for

NOTE = "start " + "x" * 2400 + " END"
TOO_LONG = "A button holds 2,000 characters and your line is longer, so there is none for: "
AGAIN = " Type it again with the word put right, or with a shorter note."
WHICH_DAY = (
    "*11/10* may be Sun 11 Oct 2026 or Tue 10 Nov 2026. Write the month as a word, or `2026-11-19`."
)
WHICH_ITEM = (
    "What was it? Choose, or add the item to the line, such as `late`. Nothing is written yet."
)
NAMES = 102  # people; more than a table's rows


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (
            "/deduct anm late",
            f"Who is *anm*? Nothing is written yet.\n{TOO_LONG}Ann Reed.{AGAIN}",
        ),
        (
            "/deduct ann late 11/10",
            f"{WHICH_DAY}\n{TOO_LONG}2026-10-11, 2026-11-10.{AGAIN}",
        ),
        (
            "/deduct ann",
            f"{WHICH_ITEM}\n{TOO_LONG}Open the form.{AGAIN}",
        ),
    ],
)
def test_a_line_that_no_button_can_carry_is_given_back(
    office: Office, line: str, answer: str
) -> None:
    typed = f"{line} -- {NOTE}"
    given_back = f"> {typed[:2000]}\n> {typed[2000:]}"
    assert office.type(typed, by=SUE) == f"{answer}\n{given_back}"
    assert office.type(line, by=SUE).endswith("]")


def test_a_line_that_just_fits_keeps_its_last_word(office: Office) -> None:
    ends = "x" * 1970 + " END"
    asked = office.answer(f"/deduct anm late -- {ends}", by=SUE)
    assert said([asked]).endswith("[Ann Reed]")
    assert office.press(asked, "Ann Reed", by=SUE).splitlines()[2] == f"> {ends}"


def test_an_undone_batch_says_how_many_more_there_were(office: Office) -> None:
    lines = "\n".join(
        f"{who} {item} {day} nov"
        for day in (16, 17, 18, 19)
        for who in ("@ann", "@lee", "<@U0WANG>")
        for item in ("late", "tone", "smile")
    )
    office.choose(f"/deduct {lines}", "Log it", by=SUE)
    answer = office.answer("/deduct undo", by=SUE)
    assert len(answer.blocks) == 49
    assert said([answer]).splitlines()[-3:] == [
        "*D-24* is undone: Lee Moss · No smile on duty",
        "November stands at 100",
        "and 12 more",
    ]


def test_long_notes_share_the_room_of_a_list(office: Office) -> None:
    for day in range(13, 19):
        for item in ("late", "tone", "smile"):
            office.type(f"/deduct ann {item} {day} nov -- {'x' * 700}", by=SUE)
    office.type("/deduct ann tone -- short", by=SUE)
    lines = office.type("/deduct list mine", by=SUE).splitlines()
    notes = [line for line in lines if line.startswith("> ")]
    assert lines[0] == "*19 deductions* · Sun 1 Nov – Thu 19 Nov"
    assert notes == ["> short", *[notes[1]] * 18]
    assert notes[1] == "> " + "x" * (len(notes[1]) - 3) + "…"
    assert len(notes[1]) == 606
    assert 11_950 < sum(map(len, lines)) <= MOST_TEXT


def test_tables_of_many_people_say_how_many_more_there_are(office: Office) -> None:
    with office.desk.database.writing() as session:
        _crowd(session)
    office.wait("+12d")
    for line in ("/score team Care nov", "/month draft nov Care", "/score team Care 2026"):
        lines = office.type(line, by=ADA).splitlines()
        assert [one for one in lines if "more" in one] == ["and 6 more"], line
        assert sum(" | " in one for one in lines) == 1 + 99, line


def test_the_first_part_and_the_last_buttons_stay() -> None:
    words = words_for("en-US", {})
    sections = tuple(
        {"type": "section", "text": {"type": "mrkdwn", "text": f"line {number}"}}
        for number in range(60)
    )
    press = Buttons((Button("Undo all", "deduct", "undo all D-1"),))
    message = render((Sent("", sections), Say("post.none"), press), words)
    assert list(lines_of(message.blocks)) == [
        *(f"line {number}" for number in range(47)),
        "…",
        "and 1 more",
        "[Undo all]",
    ]


def test_a_table_is_cut_where_its_cells_hold_too_much() -> None:
    table = Table(("a",), (("x" * 4000,), ("x" * 4000,), ("x" * 4000,)))
    assert rows_that_fit(table) == 2


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("whole", 5, "whole"),
        ("longer", 5, "long…"),
        ("ab &lt; c", 6, "ab …"),
        ("ab &lt; c", 8, "ab &lt;…"),
        ("ab <@U0ANN> c", 8, "ab …"),
    ],
)
def test_neither_an_escape_nor_a_mention_is_cut_through(text: str, room: int, shown: str) -> None:
    assert cut(text, room) == shown


def _crowd(session: Session) -> None:
    """Put many more to work in Care."""
    team = roster.find_team(session, workspace=WORKSPACE, words="Care")
    for number in range(NAMES):
        name = f"Agent {number:03}"
        member = {"id": f"U1{number:03}", "name": name, "real_name": name, "tz": "UTC"}
        directory.note(session, WORKSPACE, member)
        session.flush()
        person = session.get_one(Person, (WORKSPACE, member["id"]))
        membership.assign(
            session, workspace=WORKSPACE, person=person, team=team, role=roster.AGENT, day=BEGAN
        )
