"""What is to do, in App Home: it is found there until somebody has done it."""

from __future__ import annotations

from datetime import date

from in_force import put_in_force, score_by
from office import ADA, ANN, JOE, SUE, ZED, Office, said
from sqlalchemy import update
from sqlmodel import col

from bot import roster
from bot.models import Team


def test_a_critical_item_and_a_complaint_are_to_do(office: Office) -> None:
    card = office.answer("/deduct @lee fraud -- forged a ticket", by=SUE)
    assert said([card]) == (
        "*Log this deduction?*\n"
        "This is a critical item.\n"
        "• *Lee Moss* · Fraud · *−6* · Thu 19 Nov\n"
        "> forged a ticket\n"
        "[Log it] [Cancel]"
    )
    assert office.press(card, "Log it", by=SUE) == (
        "*D-1* · *Lee Moss* · Fraud · *−6*\n"
        "Thu 19 Nov · November stands at *94* (was 100)\n"
        "> forged a ticket\n"
        "Lee Moss is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )
    assert office.type(
        "/complaint open @ann billing sev:major -- promised refund not sent", by=SUE
    ) == (
        "📥 *X-1* is taken in. It holds no points until it is upheld.\n"
        "*Ann Reed* · Billing · major · Thu 19 Nov\n"
        "> promised refund not sent\n"
        "[Uphold] [Reject] [Resolve] [Add a note]"
    )
    assert office.home(SUE) == (
        "To do\n"
        "*Care* · before November is over, look at the cards of Ann Reed, Lee Moss\n"
        "[Look]\n"
        "Complaint *X-1* · Billing · Ann Reed · Thu 19 Nov · ❗major\n"
        "[Open]\n"
        "*Care · November* · average 98\n"
        "[Team]\n"
        "*Lee Moss* · *94* A · 1 entry\n"
        "[Card]\n"
        "*Ann Reed* · *100* A\n"
        "[Card]\n"
        "*王芳* · *100* A\n"
        "[Card]\n"
        "*What I logged last*\n"
        "D-1 · Thu 19 Nov · *Lee Moss* · Fraud · *−6*\n"
        "[Undo]"
    )
    assert office.home(ADA) == (
        "The month in 2 teams\n"
        "*Care* · Sue Park\n"
        "November: 3 cards, 2 without an entry · out Tue 1 Dec 09:00\n"
        "[Look]\n"
        "*Desk* · Joe Wolf\n"
        "November: 1 card, 1 without an entry · out Tue 1 Dec 09:00\n"
        "[Look]\n"
        "1 complaint open\n"
        "[Show]\n"
        "2 teams · 6 people in them · 1 in none · 1 entry this month"
    )


def test_an_overdue_interview_is_asked_for_one_month_more(office: Office) -> None:
    office.wait("2026-12-01T09:00:00Z")
    for person in ("lee", "wangfang"):
        office.type(f"/month held @{person} nov", by=SUE)
    office.wait("2027-01-04T09:00:00Z")
    assert office.home(SUE).splitlines()[1:5] == [
        "⚠️ Interview with *Ann Reed* about November · was to be held by Thu 31 Dec 2026",
        "[Held]",
        "Interview with *Ann Reed* about December · by Sun 31 Jan",
        "[Held]",
    ]
    overdue = "⚠️ Overdue interviews about November: Ann Reed · `/month held @ann 2026-11`"
    assert overdue in office.type("/month", by=SUE).splitlines()
    assert (
        "• Interviews about November: not held with Ann Reed · `/month held @ann 2026-11`"
    ) in office.type("/month check jan", by=SUE).splitlines()
    assert "⚠️ 1 interview about November is overdue" in office.home(ADA).splitlines()
    assert office.press_home("Held", by=SUE).splitlines()[0] == (
        "✓ The interview with Ann Reed about November is noted"
    )
    assert "November" not in office.home(SUE)


def test_an_interview_is_hers_although_the_card_is_out_of_other_points_now(office: Office) -> None:
    office.wait("+13d")
    with office.desk.database.writing() as session:
        put_in_force(session, "tech-company-agent-monthly", since=date(2026, 12, 1))
    told = office.home(ANN).splitlines()
    assert told[1] == "*15* of 70"
    assert "• The interview about November is to be held by Thu 31 Dec" in told


def test_interviews_are_ticked_off(office: Office) -> None:
    office.wait("+13d")
    assert office.press_home("Held", by=SUE).splitlines()[0] == (
        "✓ The interview with Ann Reed about November is noted"
    )
    assert office.home(SUE).splitlines()[:3] == [
        "To do",
        "Interview with *Lee Moss* about November · by Thu 31 Dec",
        "[Held]",
    ]
    assert "• The interview about November was held" in office.home(ANN)


def test_who_is_to_sign_cards_finds_them_until_she_has(office: Office) -> None:
    score_by(office, "cs-specialist-appraisal-cover")  # S20: the supervisor, HR, somebody else
    score_by(office, "property-supervisor-table", team=2, role=roster.SUPERVISOR)  # S33: HR
    office.wait("2026-12-01T09:00:00Z")
    hers = "*Care* · 3 cards of November wait for your signature"
    assert office.home(SUE).splitlines()[:3] == ["To do", hers, "[Look]"]
    assert office.home(ADA).splitlines()[3:14] == [
        "December: 3 cards, 3 without an entry · out Fri 1 Jan 09:00",
        "[Look]",
        hers,
        "[Look]",
        "*Desk* · Joe Wolf",
        "November is out, 0 of 1 interviews held",
        "December: 1 card, 1 without an entry · out Fri 1 Jan 09:00",
        "[Look]",
        "*Joe Wolf* · the card of November waits for your signature",
        "[Card]",
        "2 teams · 6 people in them · 1 in none · 0 entries this month",
    ]
    assert "signature" not in "".join(office.home(who) for who in (JOE, ANN, ZED))
    assert office.press_home("Look", by=SUE).splitlines()[-1] == "[Sign all 3]"
    for person in ("ann", "lee", "wangfang"):
        office.type(f"/month sign {person} nov", by=SUE)
    office.type("/month sign joe nov", by=ADA)
    assert "signature" not in office.home(SUE)
    assert [line for line in office.home(ADA).splitlines() if "signature" in line] == [hers]
    office.slack.change(ADA, locale="zh-CN")
    assert "*Care* · 11月有 3 张考评单等你签字" in office.home(ADA)


def test_hr_learns_what_did_not_arrive_and_what_to_do(office: Office) -> None:
    with office.desk.database.writing() as session:
        session.exec(update(Team).where(col(Team.name) == "Care").values(channel="C0GONE"))
    office.wait("+13d")
    told = office.home(ADA).splitlines()
    assert (told[0], told[1].partition(" · ")[2], told[2][:21], told[3]) == (
        "⚠️ 1 message did not arrive",
        "A month-end post, to *<#C0GONE>* (Care) · Wed 2 Dec 10:00",
        "That channel is gone,",
        "[Try again]",
    )
