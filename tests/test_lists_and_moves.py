"""What one person's move, name or rank must not do to the lists and answers of others."""

from __future__ import annotations

import re

from in_force import score_by
from office import ADA, ANN, BEGAN, LEE, NOW, OTHER, SUE, WORKSPACE, ZED, Office, said
from own_rubric import put_in_force
from sqlalchemy import delete
from sqlmodel import Session, select

from bot import conduct, membership, menu, rights, roster, rubrics, teams
from bot.models import Interview, Membership, Person, Team


def move(session: Session, user: str, team: int, role: str) -> None:
    """Move somebody as if nobody had looked at what was logged."""
    membership.assign(
        session,
        workspace=WORKSPACE,
        person=session.get_one(Person, (WORKSPACE, user)),
        team=session.get_one(Team, (WORKSPACE, team)),
        role=role,
        day=BEGAN,
    )


# Moves.


def test_nobody_is_moved_away_from_under_her_entries(office: Office) -> None:
    office.type("/deduct @ann late 17 nov", by=SUE)
    refused = (
        "Ann Reed has entries in the team up to Tue 17 Nov. "
        "The earliest day without it is Wed 18 Nov."
    )
    assert office.type("/team add @ann Desk from 16 nov", by=ADA) == refused
    assert office.type("/team role @ann agent Desk from 17 nov", by=ADA) == refused
    assert office.type("/team role @ann supervisor Care from 17 nov", by=ADA) == refused
    assert office.type("/team add @ann Care from 2 nov", by=ADA) == (
        "*Ann Reed* is in Care already, since Sun 1 Nov\n[Show Care]"
    )
    assert office.type("/team add @ann Desk from 18 nov", by=ADA) == (
        "*Ann Reed* is in *Desk* from Wed 18 Nov · no longer in Care\n[Show Desk]"
    )


def test_what_was_taken_back_holds_nobody(office: Office) -> None:
    office.type("/deduct @ann late 17 nov", by=SUE)
    office.type("/deduct undo", by=SUE)
    assert office.type("/team role @ann supervisor Desk from 16 nov", by=ADA) == (
        "*Ann Reed* supervises *Desk* from Mon 16 Nov · no longer in Care\n"
        "Ann Reed was an agent at the beginning of November: that card still comes, and so does "
        "the interview about it.\n"
        "[Show Desk]"
    )


def test_a_list_reads_an_entry_by_the_rubric_of_its_team(office: Office) -> None:
    office.type("/deduct @ann late 17 nov", by=SUE)
    office.type("/deduct @lee late 16 nov", by=SUE)
    with office.desk.database.writing() as session:
        move(session, ANN, 2, roster.SUPERVISOR)  # where supervisors have no rubric
    assert office.type("/deduct list", by=SUE) == (
        "*2 deductions* · Sun 1 Nov – Thu 19 Nov\n"
        "D-1 · Tue 17 Nov · *Ann Reed* · Late for shift · *−2*\n"
        "D-2 · Mon 16 Nov · *Lee Moss* · Late for shift · *−2*"
    )


# Long lists.


def test_a_long_list_says_how_much_it_leaves_out(office: Office) -> None:
    with office.desk.database.writing() as session:
        by = rights.actor(session, workspace=WORKSPACE, user=SUE, at=NOW)
        ann = session.get_one(Person, (WORKSPACE, ANN))
        item = menu.item_for(session, by=by, person=ann, day=BEGAN, code="A1")
        drafts = [conduct.Draft(ann, item, BEGAN, note=f"train {nth}") for nth in range(25)]
        conduct.log(session, by=by, drafts=drafts, at=NOW, key="batch")
    *_, last, note, more = office.type("/deduct list", by=SUE).splitlines()
    assert last == f"D-6 · Sun 1 Nov · *Ann Reed* · {item.label.en} · *−6*"
    assert note == "> train 5"
    assert more == "and 5 more"


def test_a_batch_says_how_many_of_its_lines_it_leaves_out(office: Office) -> None:
    bad = "\n".join(f"@lee zorgl{nth}" for nth in range(50))
    good = "\n".join(f"@ann late {nth} nov -- train" for nth in range(1, 16))
    card = office.answer(f"/deduct batch {good}\n{bad}", by=SUE)
    lines = said([card]).splitlines()
    assert lines[0] == "*15 entries can be logged*"
    assert lines[1] == ("50 lines need another look; they are shown below and will not be logged.")
    assert lines[2] == "• *Ann Reed* · Late for shift · *−2* · Sun 1 Nov"
    assert [line for line in lines if line.startswith(("and", "*Line", "["))] == [
        "and 5 more",
        *(f"*Line {16 + nth}* · @lee zorgl{nth}" for nth in range(8)),
        "and 42 more",
        "[Log it] [Cancel] [Correct the lines]",
    ]


# A workspace without teams.


def test_no_complaint_is_taken_in_before_there_is_a_team(office: Office) -> None:
    with office.desk.database.writing() as session:
        session.exec(delete(Membership))
    office.type("/complaint", by=ADA)
    with office.desk.database.writing() as session:
        session.exec(delete(Team))
    none = 'There is no team yet. HR makes one: `/team create "Front Desk" #front-desk`'
    assert office.slack.submit({"category": "billing", "severity": "minor"}, by=ADA) == {
        "person": none.replace("`", "")  # a field's error is plain text
    }
    assert office.type("/complaint", by=ADA) == none


# Names.


def test_a_team_may_go_by_the_name_of_a_month(office: Office) -> None:
    assert office.type("/team rename Care May Team", by=ADA) == (
        "Care is called *May Team* now\n[Show May Team]"
    )
    office.type("/team rename Desk Last Month", by=ADA)
    assert office.choose("/month", "Draft", by=SUE).splitlines()[0] == "May Team · November"
    assert office.type("/month draft oct last month", by=ADA).splitlines()[0] == (
        "Last Month · October"
    )
    choice = office.answer("/month draft", by=ADA, channel=OTHER)
    assert office.press(choice, "Last Month", by=ADA).splitlines()[0] == "Last Month · November"
    assert office.type("/score team May Team", by=SUE).splitlines()[0] == "May Team · November"
    teams = office.answer("/score team", by=ADA)
    assert office.press(teams, "Last Month", by=ADA).splitlines()[0] == "Last Month · November"
    assert office.type("/score team May Team q4", by=SUE).splitlines()[0] == (
        "May Team · quarter 4 of 2026"
    )
    assert office.type("/month year 2026 last month", by=ADA).splitlines()[0] == (
        "Last Month · year 2026"
    )


# Answers in the reader's own words.


def test_an_unknown_entry_is_named_with_its_letter(office: Office) -> None:
    for typed, shown in (("D-9", "D-9"), ("c9", "C-9"), ("9", "D-9")):
        assert office.type(f"/deduct undo {typed}", by=SUE) == (
            f"There is no entry {shown} that you could see. "
            "`/deduct list` and `/commend list` show yours."
        )
    assert office.type("/commend void 9 -- twice", by=SUE) == (
        "There is no entry C-9 that you could see. `/deduct list` and `/commend list` show yours."
    )


def test_a_scheme_has_a_source_that_every_reader_can_read() -> None:
    said_in_english = re.compile(r"[a-z]{2,}")
    assert [one.name for one in rubrics.headings() if said_in_english.search(one.source)] == []


# Rank.


def test_a_supervisor_sees_nothing_of_who_supervises_beside_her(office: Office) -> None:
    own = rubrics.text_of("care-agents").replace("id: care-agents", "id: care-leads")
    put_in_force(office, own, role="supervisor")
    office.type("/team role @lee supervisor Care from 17 nov", by=ADA)
    office.type("/team role @zed supervisor Care", by=ADA)
    office.type("/deduct @lee late 16 nov", by=SUE)
    office.type("/deduct @lee late", by=ADA)
    office.type("/complaint open @lee billing -- refund", by=ADA)
    assert office.type("/deduct list team", by=SUE) == (
        "*1 deduction* · Sun 1 Nov – Thu 19 Nov\n"
        "D-1 · Mon 16 Nov · *Lee Moss* · Late for shift · *−2*"  # while she was an agent
    )
    assert office.type("/deduct list team", by=ADA).splitlines()[0] == (
        "*2 deductions* · Sun 1 Nov – Thu 19 Nov"
    )
    assert office.type("/complaint list", by=SUE) == "*No open complaints*"
    assert office.type("/complaint X-1", by=SUE) == (
        "There is no complaint X-1 that you could see. `/complaint list all` shows yours."
    )
    assert office.type("/deduct void D-2 -- no", by=SUE) == (
        "There is no entry D-2 that you could see. `/deduct list` and `/commend list` show yours."
    )
    refused = (
        "Lee Moss is a supervisor. Only HR logs, records and decides about supervisors: "
        "ask Ada Hart."
    )
    assert office.type("/deduct @lee tone", by=SUE) == refused
    assert office.type("/deduct list @lee", by=SUE) == refused


# Months.


def test_an_interview_is_about_a_month_that_is_over_and_was_hers(office: Office) -> None:
    assert office.type("/month held @ann nov", by=SUE) == (
        "November 2026 is not over yet. The interview with Ann Reed about it is held once the "
        "card is out."
    )
    none = "Ann Reed was in no team in October 2026, so there is no card."
    assert office.type("/month held @ann oct", by=SUE) == none
    assert office.type("/month held @ann", by=SUE) == none
    with office.reading() as session:
        assert session.exec(select(Interview)).all() == []


def test_who_came_after_a_month_has_no_interview_about_it(office: Office) -> None:
    office.wait("2026-12-01T09:00:00Z")
    office.type("/team add @zed", by=SUE)
    answer = office.type("/month held @ann nov", by=SUE)
    assert "Lee Moss" in answer
    assert "Zed Fox" not in answer
    assert office.type("/month held @zed nov", by=SUE) == (
        "Zed Fox was in no team in November 2026, so there is no card."
    )


def test_who_has_a_card_of_the_month_has_an_interview_whatever_she_is_now(office: Office) -> None:
    office.wait("2026-11-25T10:00:00Z")
    office.type(f"/team role <@{LEE}> supervisor Care", by=ADA)
    office.wait("2026-12-01T09:00:00Z")
    (reminder,) = (dm for dm in office.dms(SUE) if "Feedback interviews" in dm)
    assert "*Lee Moss* · 100 A" in reminder
    assert "Interviews about November: 0 of 3 held · waiting: Ann Reed, Lee Moss, 王芳" in (
        office.type("/month", by=SUE).splitlines()
    )
    assert (
        "• Interviews about November: not held with Ann Reed, Lee Moss, 王芳 · "
        "`/month held @ann 2026-11`"
    ) in office.type("/month check", by=SUE).splitlines()
    answer = office.type("/month held @lee", by=SUE).splitlines()
    assert answer[0] == "✓ The interview with Lee Moss about November is noted"
    assert not any("Lee Moss" in line for line in answer[1:])


def test_a_form_about_an_entry_that_left_ones_charge(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.type("/deduct edit D-1", by=SUE)
    office.type("/team remove @sue", by=ADA)
    errors = office.slack.submit({}, by=SUE)
    assert [*errors.values()] == [
        "This entry is no longer yours to change, and nothing was written. HR can correct it."
    ]


def test_a_month_waits_for_a_rubric(office: Office) -> None:
    with office.desk.database.writing() as session:
        by = rights.actor(session, workspace=WORKSPACE, user=ADA, at=NOW)
        teams.add(session, by=by, name="New", zone="UTC", locale="en-US", since=BEGAN)
        move(session, ZED, 3, roster.AGENT)
    office.wait("2026-12-01T09:00:00Z")
    assert office.dms(ZED) == []
    score_by(office, "care-agents", team=3)
    office.wait("2026-12-01T10:00:00Z")
    (card,) = office.dms(ZED)
    assert card.splitlines()[0] == "Zed Fox · November"
    office.wait("2026-12-01T11:00:00Z")
    assert office.dms(ZED) == [card]


def test_a_slip_she_was_never_told_of_is_not_in_her_own_lists(office: Office) -> None:
    office.type("/deduct @ann tone -- rude", by=SUE)
    office.type("/deduct edit D-1 -- abrupt", by=SUE)
    office.wait("+4m")
    office.type("/deduct undo D-3", by=SUE)  # undone before the edit was told
    office.type("/deduct @ann late", by=SUE)
    office.wait("+6m")
    office.type("/deduct undo D-5", by=SUE)  # told, and withdrawn
    withdrawn = "~D-5 · Thu 19 Nov · Ann Reed · Late for shift~ · undone"
    assert office.type("/deduct list", by=ANN) == (
        f"*No deductions* · 1 struck out · Sun 1 Nov – Thu 19 Nov\n{withdrawn}"
    )
    assert [line for line in _why(office, ANN) if "~" in line] == [
        "• ~D-5 · Thu 19 Nov · Late for shift~ · undone"
    ]
    assert [line for line in _why(office, SUE) if "~" in line] == [
        "• ~D-1 · Thu 19 Nov · Unfriendly tone~ · replaced",
        "• ~D-3 · Thu 19 Nov · Unfriendly tone~ · undone",
        "• ~D-5 · Thu 19 Nov · Late for shift~ · undone",
    ]
    assert office.type("/deduct list mine", by=SUE).splitlines()[0] == (
        "*No deductions* · 3 struck out · Sun 1 Nov – Thu 19 Nov"
    )


def _why(office: Office, reader: str) -> list[str]:
    return office.type("/score why <@U0ANN>", by=reader).splitlines()
