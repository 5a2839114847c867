"""/score: who sees which card, what it says, why, and what it would come to."""

from __future__ import annotations

from datetime import date

import pytest
from office import ADA, ANN, JOE, LEE, NOW, OTHER, SUE, TOM, WANG, WORKSPACE, ZED, Office, said
from sqlmodel import select

from bot import conduct, rights, roster
from bot.models import Entry, Receipt

KEPT = (
    "Nothing recorded, so points kept: Call-backs, Satisfaction survey, CSAT, Teamwork rating, "
    "Training hours"
)
SMALL = "Scored on 77 of 100 points · Customer care agents, version 1 · "
TABLE = (
    "*97* of 100 · *A* Excellent\n"
    "Section | Points | Why\n"
    "Service quality | 38 / 40 | –\n"
    "· Service language and behaviour | 13 / 15 | 15 − 1 × 2 (Unfriendly tone) = 13\n"
    "Efficiency and process | 21 / 25 | –\n"
    "· Work discipline | 8 / 12 | 12 − 2 × 2 (Late for shift) = 8\n"
    "Customer satisfaction | 20 / 20 | nothing recorded\n"
    "Teamwork and growth | 15 / 15 | nothing recorded\n"
    "Commendations | +3 | 1 × 3 (Praised by a customer) = 3\n"
)
CARD = f"Ann Reed · November\n{TABLE}{SMALL}so far, up to Thu 19 Nov\n{KEPT}\n[Why?]"
FINAL = f"Ann Reed · November\n{TABLE}{SMALL}published and final\n{KEPT}\n"
UNKNOWN = "There is no entry {} that you could see. `/deduct list` and `/commend list` show yours."
AGREE = "*Got it* means that you have seen it, not that you agree.\n"
PRIVATE = "The card of Ann Reed is private. Ann Reed, Sue Park and HR see it."
LATE = (
    "*Work discipline* · *8 / 12*\n"
    "12 − 2 × 2 (Late for shift) = 8\n"
    "• D-1 · Wed 18 Nov · Late for shift · −2 · _missed the stand-up_\n"
    "• D-2 · Thu 19 Nov · Late for shift · −2\n"
)
WHY = "Ann Reed · November\n*97* of 100, line by line\n"


@pytest.fixture
def month(office: Office) -> Office:
    """Give Ann a month: two latenesses, a tone, a praise, and a smile that was somebody else's."""
    for line in ("late yesterday #T-7 -- missed the stand-up", "late", "tone mon"):
        office.type(f"/deduct <@{ANN}> {line}", by=SUE)
    office.type(f"/commend <@{ANN}> praise -- a letter", by=SUE)
    office.type(f"/deduct <@{ANN}> smile", by=SUE)
    office.type("/deduct void D-5 -- it was somebody else", by=SUE)
    return office


# Who sees what.


def test_an_agent_sees_her_own_month_to_date(month: Office) -> None:
    assert month.type("/score", by=ANN) == CARD
    assert month.type("/perf scorecard", by=ANN) == CARD
    assert month.type("/perf score", by=ANN) == CARD
    assert month.type("/score me nov", by=ANN) == CARD


@pytest.mark.parametrize("line", ["<@U0ANN>", "@ann", "ann", "Ann Reed", "nov ann", "ann 11月"])
def test_a_supervisor_and_hr_see_an_agents_card(month: Office, line: str) -> None:
    assert month.type(f"/score {line}", by=SUE) == CARD
    assert month.type(f"/score {line}", by=ADA) == CARD


@pytest.mark.parametrize(
    "line", ["<@U0ANN>", "why <@U0ANN>", "<@U0ANN> why", "what-if <@U0ANN> -late"]
)
def test_nobody_else_does(month: Office, line: str) -> None:
    for stranger in (LEE, TOM, JOE, ZED):
        assert month.type(f"/score {line}", by=stranger, channel=OTHER) == PRIVATE


def test_a_supervisor_sees_the_team_best_first(month: Office) -> None:
    table = (
        "Care · November\n"
        "Average *99* · so far, up to Thu 19 Nov\n"
        "Agent | Total | Grade | Change | Entries\n"
        "Lee Moss | 100 | A | – | 0\n"
        "王芳 | 100 | A | – | 0\n"
        "Ann Reed | 97 | A | – | 4"
    )
    assert month.type("/score", by=SUE) == table
    assert month.type("/score team", by=SUE) == table
    assert month.type("/score team nov", by=SUE) == table
    assert month.type("/score team care 2026-11", by=ADA) == table


def test_hr_sees_every_team_and_opens_one_by_its_button(month: Office) -> None:
    overview = month.answer("/score", by=ADA)
    assert said([overview]) == (
        "*November* · 2 teams\n"
        "Team | Average | Change | Cards | Entries\n"
        "Care | 99 | – | 3 | 4\n"
        "Desk | 100 | – | 1 | 0\n"
        "[Care] [Desk]"
    )
    assert month.press(overview, "Desk", by=ADA) == (
        "Desk · November\n"
        "Average *100* · so far, up to Thu 19 Nov\n"
        "Agent | Total | Grade | Change | Entries\n"
        "Tom Bell | 100 | A | – | 0"
    )


@pytest.mark.parametrize(
    ("line", "by", "answer"),
    [
        ("team", ANN, "Only Sue Park and HR can do that for your team."),
        ("team Care", ANN, "Only Sue Park and HR can do that for your team."),
        ("team", ZED, "Only a team's supervisors and HR can do that."),
        ("team Desk", SUE, "Only Joe Wolf and HR see the table of Desk."),
    ],
)
def test_a_teams_table_is_for_who_answers_for_it(
    office: Office, line: str, by: str, answer: str
) -> None:
    assert office.type(f"/score {line}", by=by) == f"{answer} `/score` shows your own card."


@pytest.mark.parametrize(
    ("line", "by", "answer"),
    [
        ("", ZED, "Zed Fox was in no team in November 2026, so there is no card."),
        ("oct", ANN, "Ann Reed was in no team in October 2026, so there is no card."),
        (
            "me",
            SUE,
            (
                "Sue Park is not scored in November 2026: no rubric was in force for that place. "
                "`/rubric` shows which are."
            ),
        ),
        (
            "mira",
            SUE,
            (
                "I did not understand *mira*; nothing was written. "
                "A line that works: `/score @mira oct`"
            ),
        ),
        (
            "dec 2026",
            ANN,
            "Tue 1 Dec 2026 has not come yet. What has not happened cannot be logged.",
        ),
        (
            "oct nov",
            ANN,
            "One month at a time, please: name a single one, such as `oct` or `2026-10`.",
        ),
        ("ann lee", SUE, "One person at a time, please: name a single person, such as @mira."),
        ("an", SUE, "I know nobody called *an* for sure. Did you mean Ann Reed?\n[Ann Reed]"),
        ("why", SUE, "Whose card? Name somebody, for example `/score why @mira`"),
    ],
)
def test_what_cannot_be_shown(office: Office, line: str, by: str, answer: str) -> None:
    assert office.type(f"/score {line}", by=by) == answer


def test_a_doubtful_name_is_settled_by_its_button(month: Office) -> None:
    asked = month.answer("/score an nov", by=SUE)
    assert month.press(asked, "Ann Reed", by=SUE) == CARD


def test_somebody_named_like_a_month_is_asked_for(office: Office) -> None:
    with office.desk.database.writing() as session:
        lee = roster.person(session, workspace=WORKSPACE, user=LEE)
        lee.nickname = "April"
        session.add(lee)
    asked = office.answer("/score april", by=SUE)
    assert said([asked]) == (
        "*april* may be Lee Moss or April 2026. Choose, or use a mention.\n[Lee Moss] [April 2026]"
    )
    assert office.press(asked, "Lee Moss", by=SUE).startswith("Lee Moss · November\n*100* of 100")


def test_the_card_speaks_the_readers_language(month: Office) -> None:
    month.type(f"/commend <@{WANG}> praise", by=SUE)
    lines = month.type("/score", by=WANG).splitlines()
    assert lines[0] == "王芳 · 11月"
    assert lines[1].startswith("*103* ")
    assert lines[1].endswith("*A* 优秀")
    assert lines[7] == "加分 | +3 | 1 × 3 (受到客户表扬) = 3"


def test_the_text_alone_carries_the_numbers(month: Office) -> None:
    text = month.answer("/score", by=ANN).text
    assert "*97* of 100 · *A* Excellent" in text
    assert "· Work discipline · 8 / 12 · 12 − 2 × 2 (Late for shift) = 8" in text


def test_two_published_months_make_a_line(office: Office) -> None:
    office.wait("2026-12-01T09:00:00Z")
    assert "(Published months)" not in office.type("/score", by=ANN)
    office.wait("2027-01-01T09:00:00Z")
    card = office.answer("/score", by=ANN)
    (chart,) = [block for block in card.blocks if block["type"] == "data_visualization"]
    assert chart["title"] == "Published months"
    assert chart["chart"] == {
        "type": "line",
        "series": [
            {
                "name": name,
                "data": [{"label": "November", "value": 100}, {"label": "December", "value": 100}],
            }
            for name in ("Ann Reed", "Team average")
        ],
        "axis_config": {"categories": ["November", "December"]},
    }


# Why.


def test_why_shows_every_line_with_its_entries(month: Office) -> None:
    assert month.type("/score why", by=ANN) == (
        f"{WHY}"
        "*Service language and behaviour* · *13 / 15*\n"
        "15 − 1 × 2 (Unfriendly tone) = 13\n"
        "• D-3 · Mon 16 Nov · Unfriendly tone · −2\n"
        "• ~D-5 · Thu 19 Nov · No smile on duty~ · void: it was somebody else\n"
        f"{LATE}"
        "*Commendations* · *+3*\n"
        "1 × 3 (Praised by a customer) = 3\n"
        "• C-4 · Thu 19 Nov · Praised by a customer · +3 · _a letter_\n"
        "Nothing recorded: Work attitude 15 / 15 · Knowledge and skills 10 / 10 · Records 4 / 4 · "
        "Appearance and guidance 5 / 5 · Call-backs 4 / 4 · Satisfaction survey 6 / 6 · "
        "CSAT 4 / 4 · Complaints upheld 10 / 10 · Obedience and teamwork 6 / 6 · "
        "Teamwork rating 4 / 4 · Training hours 5 / 5\n"
        "*38 + 21 + 20 + 15 + 3 = 97* · *A* Excellent\n"
        "[Whole card]"
    )


@pytest.mark.parametrize(
    "line",
    [
        "why late",
        "why C5",
        "why 迟到",
        "why late for shift",
        "why discipline",
        "why Work discipline",
    ],
)
def test_why_of_an_item_or_a_line(month: Office, line: str) -> None:
    assert month.type(f"/score {line}", by=ANN) == f"{WHY}{LATE}[Whole card]"
    assert month.type(f"/score {line} @ann nov", by=SUE) == f"{WHY}{LATE}[Whole card]"


def test_why_of_one_item_leaves_the_others_of_its_line_out(month: Office) -> None:
    assert month.type("/score why smile", by=ANN) == (
        f"{WHY}"
        "*Service language and behaviour* · *13 / 15*\n"
        "15 − 1 × 2 (Unfriendly tone) = 13\n"
        "• ~D-5 · Thu 19 Nov · No smile on duty~ · void: it was somebody else\n"
        "[Whole card]"
    )


def test_why_shows_what_was_measured(month: Office) -> None:
    month.type(f"/record <@{ANN}> calls 590", by=SUE)
    assert month.type("/score why callbacks", by=ANN) == (
        "Ann Reed · November\n"
        "*96* of 100, line by line\n"
        "*Call-backs* · *3 / 4*\n"
        "4 − (600 − 590) × 0.1 = 3\n"
        "• M-7 · Thu 19 Nov · Call-backs · 590 calls\n"
        "[Whole card]"
    )


def test_why_of_nothing_says_so(month: Office) -> None:
    assert month.type("/score why uniform", by=ANN) == (
        f"{WHY}*Appearance and guidance* · *5 / 5*\nnothing recorded: 5\n[Whole card]"
    )
    assert month.type("/score why E6", by=LEE) == (
        "Lee Moss · November\n"
        "*100* of 100, line by line\n"
        "Nothing of it was recorded this month, so it changes nothing.\n"
        "[Whole card]"
    )


def test_a_note_cannot_ping_or_forge(month: Office) -> None:
    month.type(f"/deduct <@{LEE}> tone -- <!channel> *all* & <@U0ADA|ada>", by=SUE)
    answer = month.type("/score why tone", by=LEE)
    assert "_&lt;!channel&gt; *all* &amp; @ada_" in answer


def test_the_worst_month_ever_still_fits_into_messages(office: Office) -> None:
    with office.desk.database.writing() as session:
        by = rights.actor(session, workspace=WORKSPACE, user=SUE, at=NOW)
        ann = roster.person(session, workspace=WORKSPACE, user=ANN)
        version = conduct.setting(session, workspace=WORKSPACE, person=ann, day=NOW.date()).version
        drafts = [
            conduct.Draft(ann, item, NOW.date(), note="long " * 100)
            for item in version.rubric.entries
            for _ in range(4)
        ]
        conduct.log(session, by=by, drafts=drafts, at=NOW, key="test")
    why = office.answer("/score why", by=ANN)
    assert [block["type"] for block in why.blocks][-3:] == ["context", "section", "actions"]
    assert office.type("/score", by=ANN).splitlines()[1] == "*33* of 100 · *E* To improve"
    office.wait("2026-12-01T09:00:00Z")
    assert office.dms(ANN)[-1].splitlines()[1] == "*33* of 100 · *E* To improve"


# What if.


def test_what_if_shows_before_and_after_and_stores_nothing(month: Office) -> None:
    with month.reading() as session:
        before = len(session.exec(select(Entry)).all())
    assert month.type("/score what-if -tone +praise x2", by=ANN) == (
        "What if? Ann Reed · November\n"
        "Unfriendly tone: 1 more · Praised by a customer: 2 more\n"
        "97 → *101* · ▲ 4\n"
        "This is only a trial: nothing was stored and nobody is told.\n"
        "Section | Now | Then | Why\n"
        "Service language and behaviour | 13 / 15 | 11 / 15 | "
        "15 − 2 × 2 (Unfriendly tone) = 11\n"
        "Commendations | +3 | +9 | 3 × 3 (Praised by a customer) = 9\n"
        "[Whole card]"
    )
    with month.reading() as session:
        assert len(session.exec(select(Entry)).all()) == before
    assert month.type("/score", by=ANN) == CARD


def test_what_if_an_entry_were_not_there(month: Office) -> None:
    assert month.type("/score what-if @ann +late x2", by=SUE) == (
        "What if? Ann Reed · November\n"
        "Late for shift: 2 fewer\n"
        "97 → *101* · ▲ 4\n"
        "This is only a trial: nothing was stored and nobody is told.\n"
        "Section | Now | Then | Why\n"
        "Work discipline | 8 / 12 | 12 / 12 | nothing recorded: 12\n"
        "[Whole card]"
    )


def test_what_if_down_a_grade(month: Office) -> None:
    month.type(f"/deduct <@{LEE}> tone", by=SUE)
    lines = month.type("/score what-if -F3 -absent -6 -careless -5", by=LEE).splitlines()
    assert lines[1:3] == [
        (
            "Sowed discord: 1 more · Left the post empty: 1 more (−6) · "
            "Irresponsible at work: 1 more (−5)"
        ),
        "98 → *83* · ▼ 15 · A → *B*",
    ]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (
            "",
            (
                "What shall be supposed? `-` is one more deduction, `+` one more commendation: "
                "`/score what-if @mira -tone +praise x2`"
            ),
        ),
        (
            "late +praise",
            (
                "*Late for shift* has no sign before it: `-` is one more deduction, `+` one more "
                "commendation: `/score what-if @mira -tone +praise x2`"
            ),
        ),
        (
            "zzz +praise",
            (
                "I did not understand *zzz*; nothing was written. A line that works: "
                "`/score what-if @mira -tone +praise x2`"
            ),
        ),
        ("-zzz", "The rubric has no item *zzz*. `/rubric` shows what there is."),
        ("-tone -9", "−9 is outside the range of *Unfriendly tone*: −4 to −1."),
        (
            "+tone x3",
            "*Unfriendly tone* stands 1 time for Ann Reed this month; no more can be taken away.",
        ),
    ],
)
def test_what_cannot_be_supposed(month: Office, line: str, answer: str) -> None:
    assert month.type(f"/score what-if {line}", by=ANN) == answer
    assert month.type(f"/score what if {line}", by=ANN) == answer


# Got it.


def test_got_it_leaves_the_message_and_takes_its_button(month: Office) -> None:
    month.wait("+6m")
    first = month.slack.dms(ANN)[0]
    assert said([first]).endswith("D-1 · 📎 T-7\n[Got it] [Why?]")
    body = said([first]).removesuffix("[Got it] [Why?]")
    seen = f"{body}[Why?]\n✓ Seen Thu 19 Nov 10:06"
    assert month.press(first, "Got it", by=ANN) == seen
    assert month.dms(ANN)[0] == seen
    assert month.press(month.slack.dms(ANN)[0], "Why?", by=ANN) == f"{WHY}{LATE}[Whole card]"


def test_got_it_on_the_card_keeps_the_card(month: Office) -> None:
    month.wait("2026-12-01T09:00:00Z")
    card = month.slack.dms(ANN)[-1]
    assert said([card]) == f"{FINAL}{AGREE}[Got it] [Why?]"
    seen = f"{FINAL}{AGREE}[Why?]\n✓ Seen Tue 1 Dec 09:00"
    assert month.press(card, "Got it", by=ANN) == seen
    month.wait("+2h")
    assert month.type("/score ack", by=ANN) == seen
    assert month.type("/score ack nov", by=ANN) == seen
    assert month.type("/score nov", by=ANN) == f"{FINAL}✓ Seen Tue 1 Dec 09:00\n[Why?]"
    with month.reading() as session:
        receipts = session.exec(select(Receipt)).all()
    assert [(one.person_id, one.subject) for one in receipts] == [(ANN, "card:2026-11")]


def test_a_published_card_can_be_seen_from_the_command_too(month: Office) -> None:
    month.wait("2026-12-01T09:00:00Z")
    card = month.answer("/score last", by=ANN)
    assert said([card]) == f"{FINAL}[Got it] [Why?]"
    seen = month.press(card, "Got it", by=ANN)
    assert seen == f"{FINAL}{AGREE}[Why?]\n✓ Seen Tue 1 Dec 09:00"
    assert month.type("/score last", by=SUE).endswith("Ann Reed | 97 | A | – | 4")
    assert "[Got it]" not in month.type("/score @ann last", by=SUE)


@pytest.mark.parametrize(
    ("line", "by", "answer"),
    [
        (
            "got D-1",
            SUE,
            "D-1 is not about you; only the person it is about can say that it was seen.",
        ),
        (
            "got D-1",
            LEE,
            UNKNOWN.format("D-1"),
        ),
        (
            "got D-99",
            ANN,
            UNKNOWN.format("D-99"),
        ),
        ("got what", ANN, "*what* is not the number of an entry. It looks like `D-1042`."),
        (
            "got card:x",
            ANN,
            "*card:x* is not the number of an entry. It looks like `card:2026-10`.",
        ),
        (
            "got card:2026-11",
            ANN,
            "The card of November 2026 is not published yet. `/score` shows how it stands.",
        ),
        ("got", ANN, "That is not complete. `/score help` shows what works."),
    ],
)
def test_what_cannot_be_seen(month: Office, line: str, by: str, answer: str) -> None:
    assert month.type(f"/score {line}", by=by) == answer


# An agent who moves.


def test_who_moved_is_seen_by_the_supervisor_she_went_to(month: Office) -> None:
    with month.desk.database.writing() as session:
        roster.assign(
            session,
            workspace=WORKSPACE,
            person=roster.person(session, workspace=WORKSPACE, user=ANN),
            team=roster.team(session, workspace=WORKSPACE, team_id=2),
            role=roster.AGENT,
            day=date(2026, 11, 19),
        )
    assert month.type("/score @ann", by=JOE) == CARD
    assert month.type("/score @ann", by=SUE) == (
        "The card of Ann Reed is private. Ann Reed, Joe Wolf and HR see it."
    )
    assert "Ann" not in month.type("/score", by=SUE)
