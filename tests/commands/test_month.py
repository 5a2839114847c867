"""/month: where it stands, the draft, publishing by hand, and interviews that were held."""

from __future__ import annotations

from datetime import date

import pytest
from in_force import score_by
from office import ADA, ANN, CARE, JOE, LEE, OTHER, SUE, TOM, ZED, Office, said
from sqlmodel import select

from bot.models import Interview, Publication

WAITING = (
    "Feedback interviews about November\n"
    "*Care*: 2 interviews to hold by Thu 31 Dec\n"
    "*Lee Moss* · 100 A\n"
    "[Held]\n"
    "*王芳* · 100 A\n"
    "[Held]"
)
AFTER = "✓ The interview with Ann Reed about November is noted\n"
SURE = (
    "*Publish November 2026 of Care?* 3 cards are frozen and go to the agents now, and nothing "
    "more can be logged for that month.\n"
    "[Publish] [Cancel]"
)
EARLY = "2026-12-01T07:00:00Z"
ON_TIME = "2026-12-01T09:00:00Z"


# Where it stands.


def test_a_supervisor_sees_where_her_month_stands(office: Office) -> None:
    office.type(f"/deduct <@{ANN}> late", by=SUE)
    office.type(f"/complaint open <@{LEE}> billing -- refund not sent", by=SUE)
    assert office.type("/month", by=SUE) == (
        "*Care · November* · 12 days left\n"
        "1 entry · none yet for Lee Moss, 王芳\n"
        "1 complaint is open\n"
        "The cards go out by themselves Tue 1 Dec 09:00\n"
        "[Draft]"
    )


def test_hr_sees_every_team(office: Office) -> None:
    assert office.type("/month status", by=ADA) == (
        "*Care · November* · 12 days left\n"
        "0 entries · none yet for Ann Reed, Lee Moss, 王芳\n"
        "The cards go out by themselves Tue 1 Dec 09:00\n"
        "[Draft]\n"
        "*Desk · November* · 12 days left\n"
        "0 entries · none yet for Tom Bell\n"
        "The cards go out by themselves Tue 1 Dec 09:00\n"
        "[Draft]"
    )


def test_the_interviews_of_the_last_month_are_counted(office: Office) -> None:
    office.wait(ON_TIME)
    office.type("/month held @ann", by=SUE)
    assert office.type("/month", by=SUE) == (
        "*Care · December* · 31 days left\n"
        "0 entries · none yet for Ann Reed, Lee Moss, 王芳\n"
        "Interviews about November: 1 of 3 held · waiting: Lee Moss, 王芳\n"
        "The cards go out by themselves Fri 1 Jan 09:00\n"
        "[Draft]"
    )


def test_a_month_that_is_over_and_not_out_is_pointed_at(office: Office) -> None:
    office.wait(EARLY)
    status = office.answer("/month", by=SUE)
    assert said([status]) == (
        "*Care · December* · 31 days left\n"
        "0 entries · none yet for Ann Reed, Lee Moss, 王芳\n"
        "⚠️ November is over, and its cards are not out yet\n"
        "The cards go out by themselves Fri 1 Jan 09:00\n"
        "[Draft] [Publish]"
    )
    assert office.press(status, "Publish", by=SUE) == SURE


@pytest.mark.parametrize("verb", ["", "draft", "publish", "held @ann", "what"])
@pytest.mark.parametrize(
    ("by", "leads"), [(ANN, "Only Sue Park and HR"), (TOM, "Only Joe Wolf and HR")]
)
def test_it_is_for_supervisors_and_hr(office: Office, verb: str, by: str, leads: str) -> None:
    assert office.type(f"/month {verb}", by=by, channel=OTHER) == (
        f"{leads} can do that for your team. `/score` shows your own card."
    )


@pytest.mark.parametrize(
    ("line", "by", "answer"),
    [
        (
            "what",
            SUE,
            (
                "I did not understand *what*; nothing was written. "
                "A line that works: `/month draft oct`"
            ),
        ),
        ("", ZED, "Only a team's supervisors and HR can do that. `/score` shows your own card."),
        (
            "draft desk",
            SUE,
            "Only Joe Wolf and HR see the table of Desk. `/score` shows your own card.",
        ),
        ("draft nowhere", SUE, "There is no team *nowhere*. There are: Care, Desk."),
    ],
)
def test_what_cannot_be_answered(office: Office, line: str, by: str, answer: str) -> None:
    assert office.type(f"/month {line}", by=by) == answer


# The draft.


def test_the_draft_puts_what_needs_a_look_first(office: Office) -> None:
    office.wait(ON_TIME)
    for line in ("tone -- once", "late"):
        office.type(f"/deduct <@{ANN}> {line}", by=SUE)
    critical = office.answer("/deduct @lee fraud -- a forged record", by=SUE)
    office.press(critical, "Log it", by=SUE)
    office.type("/complaint open @wangfang billing -- refund not sent", by=SUE)
    assert office.type("/month draft", by=SUE) == (
        "Care · December\n"
        "*2 of 3 cards need a look* · average 96.67 · ▼ 3.33 from November\n"
        "the month is still running\n"
        "Agent | Total | Grade | Change | Look at\n"
        "Lee Moss | 94 | A | ▼ 6 | critical item\n"
        "王芳 | 100 | A | ±0 | open complaint\n"
        "Ann Reed | 96 | A | ▼ 4 | –"
    )
    november = office.type("/month draft nov", by=SUE).splitlines()
    assert november[1:3] == ["*All 3 cards are clean* · average 100", "published and final"]


def test_the_draft_tells_of_little_data_and_no_result(office: Office) -> None:
    score_by(office, "department-satisfaction-appraisal", team=2)
    head = "Desk · November\n*1 of 1 cards needs a look*"
    rows = "the month is still running\nAgent | Total | Grade | Change | Look at\n"
    assert office.type("/month draft", by=JOE, channel=OTHER) == (
        f"{head}\n{rows}Tom Bell | – | – | – | no result"
    )
    office.type("/deduct @tom complaint -- a letter", by=JOE, channel=OTHER)
    assert office.type("/month draft", by=JOE, channel=OTHER) == (
        f"{head}\n{rows}Tom Bell | 74 | – | – | no grade, little data"
    )


def test_the_draft_of_a_month_that_is_over_offers_to_publish_it(office: Office) -> None:
    office.wait(EARLY)
    draft = office.answer("/month draft", by=SUE)
    assert said([draft]) == (
        "Care · November\n"
        "*All 3 cards are clean* · average 100\n"
        "not published yet\n"
        "Agent | Total | Grade | Change | Look at\n"
        "Ann Reed | 100 | A | – | –\n"
        "Lee Moss | 100 | A | – | –\n"
        "王芳 | 100 | A | – | –\n"
        "[Publish]"
    )
    assert office.press(draft, "Publish", by=SUE) == SURE


# Publishing.


def test_publishing_asks_first_and_posts_once(office: Office) -> None:
    office.wait(EARLY)
    sure = office.answer("/month publish", by=SUE)
    assert said([sure]) == SURE
    assert office.dms(ANN) == []
    done = "*November 2026 of Care is published*: 3 cards are on their way."
    assert office.press(sure, "Publish", by=SUE) == done
    office.wait("+1m")
    office.wait(ON_TIME)
    assert len(office.dms(ANN)) == 1
    assert len([m for m in office.slack.messages(CARE, ADA) if m.reader is None]) == 1
    with office.reading() as session:
        rows = session.exec(select(Publication).where(Publication.team_id == 1)).all()
    assert [(str(row.period), row.by_id) for row in rows] == [("2026-11", SUE)]
    assert office.type("/month publish nov", by=SUE) == (
        "November 2026 of Care was published Tue 1 Dec 07:00 already; nothing changed."
    )


def test_the_month_end_may_come_between_question_and_answer(office: Office) -> None:
    office.wait("2026-12-01T08:59:00Z")
    sure = office.answer("/month publish", by=SUE)
    office.wait(ON_TIME)
    assert office.press(sure, "Publish", by=SUE) == (
        "November 2026 of Care was published Tue 1 Dec 09:00 already; nothing changed."
    )
    assert len(office.dms(ANN)) == 1


def test_what_was_not_wanted_is_not_published(office: Office) -> None:
    office.wait(EARLY)
    assert office.choose("/month publish care", "Cancel", by=ADA) == "Nothing was published."
    with office.reading() as session:
        assert session.exec(select(Publication)).all() == []


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (
            "",
            (
                "November 2026 is still running. Its cards go out by themselves Tue 1 Dec 09:00; "
                "`/month draft` shows them as they stand."
            ),
        ),
        (
            "nov",
            (
                "November 2026 is still running. Its cards go out by themselves Tue 1 Dec 09:00; "
                "`/month draft` shows them as they stand."
            ),
        ),
        (
            "oct",
            (
                "There is nothing to publish: in October 2026 Care had no agent, "
                "or no rubric in force."
            ),
        ),
    ],
)
def test_what_cannot_be_published(office: Office, line: str, answer: str) -> None:
    assert office.type(f"/month publish {line}", by=SUE) == answer


# Interviews.


def test_held_takes_a_line_off_the_reminder(office: Office) -> None:
    office.type(f"/deduct <@{ANN}> late", by=SUE)
    office.wait(ON_TIME)
    reminder = office.slack.dms(SUE)[-1]
    assert said([reminder]).splitlines()[2] == "*Ann Reed* · 98 A"
    assert office.press(reminder, "Held", by=SUE) == f"{AFTER}{WAITING}"
    assert office.dms(SUE) == [f"{AFTER}{WAITING}"]
    for _ in range(2):
        office.press(office.slack.dms(SUE)[-1], "Held", by=SUE)
    assert office.dms(SUE) == [
        "✓ The interview with 王芳 about November is noted\nEverybody in the team had theirs."
    ]


def test_held_can_be_typed_and_said_twice(office: Office) -> None:
    office.wait(ON_TIME)
    assert office.type("/month held @ann", by=SUE) == f"{AFTER}{WAITING}"
    office.wait("+1m")
    again = (
        "✓ The interview with Ann Reed about November was noted before, "
        "by Sue Park Tue 1 Dec 09:00\n"
    )
    for line in ("held @ann", "held ann nov", "held <@U0ANN> 2026-11"):
        assert office.type(f"/month {line}", by=SUE) == f"{again}{WAITING}"
    with office.reading() as session:
        (held,) = session.exec(select(Interview)).all()
    assert (held.person_id, str(held.period), held.held_on) == (ANN, "2026-11", date(2026, 12, 1))


def test_held_without_a_month_is_about_the_oldest_still_to_be_held(office: Office) -> None:
    office.wait("2027-01-01T09:00:00Z")
    for month, left in (
        ("November", "⚠️ *Care*: 2 interviews were to be held by Thu 31 Dec 2026"),
        ("December", "*Care*: 2 interviews to hold by Sun 31 Jan"),
    ):
        answer = office.type("/month held @ann", by=SUE).splitlines()
        assert answer[0] == f"✓ The interview with Ann Reed about {month} is noted"
        assert answer[2] == left


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("held", "That is not complete. `/month help` shows what works."),
        ("held @tom", "Tom Bell is not in your team. Joe Wolf or HR can do that."),
        ("held @ann @lee", "One person at a time, please: name a single person, such as @mira."),
    ],
)
def test_what_cannot_be_held(office: Office, line: str, answer: str) -> None:
    assert office.type(f"/month {line}", by=SUE) == answer
