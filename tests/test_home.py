"""App Home: what each kind of person finds there, and what its buttons do."""

from __future__ import annotations

from datetime import date

from in_force import put_in_force
from office import ADA, ANN, BEGAN, JOE, NOW, SUE, WANG, WORKSPACE, ZED, Office, lines_of, said
from sqlalchemy import delete, update
from sqlmodel import col

from bot import membership, month_end, rights, teams
from bot.models import Membership, Person, Team, Workspace
from bot.periods import Period
from bot.settings import Settings
from bot.slack import Call, carry_out
from bot.views import home

OCTOBER = date(2026, 10, 1)


def test_everybody_finds_a_home_of_her_own(office: Office) -> None:
    assert office.home(ANN) == (
        "My November so far\n"
        "*100* of 100 · *A* Excellent\n"
        "up to Thu 19 Nov · Customer care agents v1\n"
        "[My card] [Why?] [Last month]\n"
        "Nothing was logged for you this month or in October.\n"
        "*What comes next*\n"
        "• Your card for November comes Tue 1 Dec 09:00\n"
        "• Something is not right? Talk to Sue Park: an entry can be corrected until the month "
        "is published"
    )
    assert office.home(WANG) == (
        "我的11月\n"
        "*100* / 100 分 · *A* 优秀\n"
        "截至 11月19日 周四 · 客服专员 v1\n"
        "[我的考评单] [为什么？] [上个月]\n"
        "你本月和10月都没有记录。\n"
        "*接下来*\n"
        "• 11月考评单 12月1日 周二 09:00 发给你\n"
        "• 觉得哪里不对？找 Sue Park 说说，考评单发布前都可以更正"
    )
    assert office.home(SUE) == (
        "To do\n"
        "Nothing is waiting for you.\n"
        "*Care · November* · average 100\n"
        "[Team]\n"
        "*Ann Reed* · *100* A\n"
        "[Card]\n"
        "*Lee Moss* · *100* A\n"
        "[Card]\n"
        "*王芳* · *100* A\n"
        "[Card]"
    )
    assert office.home(ADA) == (
        "The month in 2 teams\n"
        "*Care* · Sue Park\n"
        "November: 3 cards, 3 without an entry · out Tue 1 Dec 09:00\n"
        "[Look]\n"
        "*Desk* · Joe Wolf\n"
        "November: 1 card, 1 without an entry · out Tue 1 Dec 09:00\n"
        "[Look]\n"
        "2 teams · 6 people in them · 1 in none · 0 entries this month"
    )
    assert office.home(ZED) == (
        "Hello, Zed Fox\n"
        "You are in no team yet, so there is nothing to show. Ada Hart can put you into one."
    )


def test_what_was_logged_is_there_at_once(office: Office) -> None:
    assert office.type("/deduct @ann late -- missed the stand-up", by=SUE) == (
        "*D-1* · *Ann Reed* · Late for shift · *−2*\n"
        "Thu 19 Nov · November stands at *98* (was 100)\n"
        "> missed the stand-up\n"
        "Ann Reed is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )
    assert office.type("/deduct @ann tone", by=SUE) == (
        "*D-2* · *Ann Reed* · Unfriendly tone · *−2*\n"
        "Thu 19 Nov · November stands at *96* (was 98)\n"
        "Ann Reed is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )
    assert office.type("/commend @wangfang praise", by=SUE) == (
        "*C-3* · *王芳* · Praised by a customer · *+3*\n"
        "Thu 19 Nov · November stands at *103* (was 100)\n"
        "王芳 is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )
    assert office.home(ANN) == (
        "My November so far\n"
        "*96* of 100 · *A* Excellent\n"
        "up to Thu 19 Nov · Customer care agents v1\n"
        "[My card] [Why?] [Last month]\n"
        "*What was logged*\n"
        "D-2 · Thu 19 Nov · *Unfriendly tone* · *−2*\n"
        "Service language and behaviour stands at 13 of 15 · by Sue Park\n"
        "D-1 · Thu 19 Nov · *Late for shift* · *−2*\n"
        "> missed the stand-up\n"
        "Work discipline stands at 10 of 12 · by Sue Park\n"
        "*What comes next*\n"
        "• Your card for November comes Tue 1 Dec 09:00\n"
        "• Something is not right? Talk to Sue Park: an entry can be corrected until the month "
        "is published"
    )
    assert office.home(WANG) == (
        "我的11月\n"
        "*103* / 100 分 · *A* 优秀\n"
        "截至 11月19日 周四 · 客服专员 v1\n"
        "[我的考评单] [为什么？] [上个月]\n"
        "*我的记录*\n"
        "C-3 · 11月19日 周四 · *受到客户表扬* · *+3*\n"
        "Sue Park 记录\n"
        "*接下来*\n"
        "• 11月考评单 12月1日 周二 09:00 发给你\n"
        "• 觉得哪里不对？找 Sue Park 说说，考评单发布前都可以更正"
    )
    assert office.home(SUE) == (
        "To do\n"
        "Nothing is waiting for you.\n"
        "*Care · November* · average 99.67\n"
        "[Team]\n"
        "*Ann Reed* · *96* A · 2 entries\n"
        "[Card]\n"
        "*Lee Moss* · *100* A\n"
        "[Card]\n"
        "*王芳* · *103* A · 1 entry\n"
        "[Card]\n"
        "*What I logged last*\n"
        "C-3 · Thu 19 Nov · *王芳* · Praised by a customer · *+3*\n"
        "[Undo]\n"
        "D-2 · Thu 19 Nov · *Ann Reed* · Unfriendly tone · *−2*\n"
        "[Undo]\n"
        "D-1 · Thu 19 Nov · *Ann Reed* · Late for shift · *−2*\n"
        "[Undo]"
    )


def test_what_was_logged_last_stands_first_with_what_became_of_it(office: Office) -> None:
    office.type("/deduct @ann late", by=SUE)
    office.type("/deduct @lee late yesterday", by=SUE)
    office.type("/deduct undo D-2", by=SUE)
    office.type("/deduct edit D-1 on:yesterday", by=SUE)
    assert office.home(SUE).partition("*What I logged last*\n")[2] == (
        "D-5 · Wed 18 Nov · *Ann Reed* · Late for shift · *−2*\n"
        "[Undo]\n"
        "~D-2 · Wed 18 Nov · Lee Moss · Late for shift~ · undone\n"
        "~D-1 · Thu 19 Nov · Ann Reed · Late for shift~ · replaced"
    )
    office.wait("+16m")
    office.type("/deduct edit D-5 item:smile", by=SUE)
    assert (
        office.home(SUE)
        .partition("*What I logged last*\n")[2]
        .startswith("D-7 · Wed 18 Nov · *Ann Reed* · No smile on duty · *−1*\n~D-5 ")
    )


def test_after_the_month_end(office: Office) -> None:
    assert office.type("/deduct @ann late", by=SUE) == (
        "*D-1* · *Ann Reed* · Late for shift · *−2*\n"
        "Thu 19 Nov · November stands at *98* (was 100)\n"
        "Ann Reed is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )
    office.wait("+13d")
    assert office.home(SUE) == (
        "To do\n"
        "Interview with *Ann Reed* about November · by Thu 31 Dec\n"
        "[Held]\n"
        "Interview with *Lee Moss* about November · by Thu 31 Dec\n"
        "[Held]\n"
        "Interview with *王芳* about November · by Thu 31 Dec\n"
        "[Held]\n"
        "*Care · December* · average 100\n"
        "[Team]\n"
        "*Ann Reed* · *100* A · ▲ 2\n"
        "[Card]\n"
        "*Lee Moss* · *100* A\n"
        "[Card]\n"
        "*王芳* · *100* A\n"
        "[Card]\n"
        "*What I logged last*\n"
        "D-1 · Thu 19 Nov · *Ann Reed* · Late for shift · *−2*"
    )
    assert office.home(ANN) == (
        "My December so far\n"
        "*100* of 100 · *A* Excellent · ▲ 2 from November\n"
        "up to Wed 2 Dec · Customer care agents v1\n"
        "[My card] [Why?] [Last month]\n"
        "*What was logged*\n"
        "D-1 · Thu 19 Nov · *Late for shift* · *−2*\n"
        "by Sue Park\n"
        "*What comes next*\n"
        "• The interview about November is to be held by Thu 31 Dec\n"
        "• Your card for December comes Fri 1 Jan 09:00\n"
        "• Something is not right? Talk to Sue Park: an entry can be corrected until the month "
        "is published"
    )
    assert office.home(ADA) == (
        "The month in 2 teams\n"
        "*Care* · Sue Park\n"
        "November is out, 0 of 3 interviews held\n"
        "December: 3 cards, 3 without an entry · out Fri 1 Jan 09:00\n"
        "[Look]\n"
        "*Desk* · Joe Wolf\n"
        "November is out, 0 of 1 interviews held\n"
        "December: 1 card, 1 without an entry · out Fri 1 Jan 09:00\n"
        "[Look]\n"
        "2 teams · 6 people in them · 1 in none · 0 entries this month"
    )


def test_undo_from_home(office: Office) -> None:
    office.type("/deduct @ann late", by=SUE)
    assert office.press_home("Undo", by=SUE) == (
        "*D-1* is undone: Ann Reed · Late for shift\nNovember stands at 100"
    )
    assert office.home(ANN).splitlines()[4] == (
        "Nothing was logged for you this month or in October."
    )
    assert "[Undo]" not in office.home(SUE)


def test_an_entry_can_be_undone_for_a_quarter_of_an_hour(office: Office) -> None:
    office.type("/deduct @ann late", by=SUE)
    office.wait("+15m")
    assert office.home(SUE).endswith("Late for shift · *−2*\n[Undo]")
    office.wait("+1m")
    assert office.home(SUE).endswith("Late for shift · *−2*")


def test_what_was_struck_out_after_she_knew_stays(office: Office) -> None:
    office.type("/deduct @ann late", by=SUE)
    office.type("/deduct @ann tone", by=SUE)
    office.wait("+20m")
    office.type("/deduct void D-1 -- it was Lee", by=SUE)
    office.type("/deduct excuse D-2 -- the line was bad", by=SUE)
    assert office.home(ANN).splitlines()[4:7] == [
        "*What was logged*",
        "~D-2 · Thu 19 Nov · Unfriendly tone~ · excused: it costs nothing",
        "~D-1 · Thu 19 Nov · Late for shift~ · withdrawn",
    ]


def test_before_the_workspace_is_set_up(office: Office) -> None:
    with office.desk.database.writing() as session:
        for table in (Membership, Team, Workspace):
            session.exec(delete(table))
        session.exec(update(Person).values(hr=False))
    homes = {
        user: carry_out(office.desk, Call(WORKSPACE, user, user), home.run, open_to_all=True).form
        for user in (ADA, SUE)
    }
    told = [list(lines_of(one["blocks"]))[-1] for one in homes.values() if one is not None]
    assert told == [
        "[Set up]",
        "Nobody has set me up here yet. A Slack admin can, with `/team setup`.",
    ]


def test_a_team_without_a_rubric(office: Office) -> None:
    with office.desk.database.writing() as session:
        session.exec(update(Membership).where(col(Membership.person_id) == ANN).values(team_id=9))
        session.add(Team(workspace_id=WORKSPACE, id=9, name="Night", since=BEGAN))
    assert office.home(ANN) == (
        "Night · November\nNo rubric is in force for your team, so nothing is scored yet."
    )


def test_home_never_has_more_blocks_than_slack_takes(office: Office) -> None:
    with office.desk.database.writing() as session:
        by = rights.actor(session, workspace=WORKSPACE, user=ADA, at=NOW)
        for number in range(12):
            team = teams.add(
                session, by=by, name=f"T{number}", zone="UTC", locale="en-US", since=OCTOBER
            )
            people = [
                Person(workspace_id=WORKSPACE, id=f"U{number}N{n}", name="N") for n in range(8)
            ]
            session.add_all(people)
            for person, role in ((by.person, "supervisor"), *((one, "agent") for one in people)):
                membership.assign(
                    session, workspace=WORKSPACE, person=person, team=team, role=role, day=OCTOBER
                )
            put_in_force(session, "care-agents", team=team.id, since=OCTOBER)
            month_end.close(
                session, team=team, period=Period(2026, 10), settings=Settings(), at=NOW
            )
    assert len(office.slack.home(ADA).content["blocks"]) == 100
    assert office.home(ADA).splitlines()[-1] == (
        "There is more than fits here. `/score`, `/month` and `/team` show the rest."
    )


def test_a_card_opens_from_home_without_what_a_modal_cannot_hold(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.press(office.slack.home(ANN), "My card", by=ANN)
    view = office.slack.modal(ANN)
    assert view is not None
    assert {block["type"] for block in view.content["blocks"]} <= {
        "header",
        "section",
        "context",
        "actions",
    }
    assert "*· Work discipline* · 10 / 12 · 12 − 1 × 2 (Late for shift) = 10" in "\n".join(
        lines_of(view.content["blocks"])
    )


def test_what_is_pressed_on_home_shows_there_at_once(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.press(office.slack.home(SUE), "Undo", by=SUE)
    home = office.slack.world.state.homes[SUE]
    assert list(lines_of(home.content["blocks"]))[-1] == (
        "~D-1 · Thu 19 Nov · Ann Reed · Late for shift~ · undone"
    )


def test_a_supervisor_finds_her_own_card_too(office: Office) -> None:
    office.choose("/rubric use front-desk-supervisor-table Care", "Put in force", by=ADA)
    mine = (
        "My November so far\n"
        "*66* of 100\n"
        "up to Thu 19 Nov · Front-desk supervisor, monthly table v1\n"
        "[My card] [Why?] [Last month]"
    )
    assert office.home(SUE).endswith(f"[Card]\n{mine}")
    head = "Sue Park · November\n*66* of 100\n"
    assert office.press_home("My card", by=SUE).startswith(head)
    assert office.press_home("Why?", by=SUE).startswith("Sue Park · November\n")
    listed = office.answer("/score", by=SUE)
    assert said([listed]).splitlines()[-2:] == [
        "You yourself in November: *66* of 100",
        "[My card]",
    ]
    assert office.press(listed, "My card", by=SUE).startswith(head)
    assert "You yourself" not in office.type("/score", by=JOE)
    assert "You yourself" not in office.type("/score team", by=SUE)


def test_a_time_of_a_team_in_another_zone_names_the_zone(office: Office) -> None:
    office.type("/team zone shanghai", by=SUE)
    due = "Tue 1 Dec 09:00 (Asia/Shanghai)"
    assert [line for line in office.home(ADA).splitlines() if "out Tue" in line] == [
        f"November: 3 cards, 3 without an entry · out {due}",
        "November: 1 card, 1 without an entry · out Tue 1 Dec 09:00",
    ]
    assert f"\nThe cards go out by themselves {due}\n" in office.type("/month status", by=ADA)
