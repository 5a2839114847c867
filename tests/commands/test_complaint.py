"""/complaint: taken in, and shown to those it concerns."""

from __future__ import annotations

import pytest
from major_complaint import BUTTONS, MAJOR, upheld
from office import ADA, ANN, CARE, JOE, LEE, SUE, TOM, ZED, Office, said

MAJOR_TAKEN_IN = (
    "📥 *X-1* is taken in. It holds no points until it is upheld.\n"
    "*Ann Reed* · Billing · major · email · Thu 19 Nov\n"
    "> promised refund not sent\n"
    "📎 CASE-991\n" + BUTTONS
)
NO_X1 = "There is no complaint X-1 that you could see. `/complaint list all` shows yours."


def test_one_line_takes_a_complaint_in(office: Office) -> None:
    assert office.type(MAJOR, by=SUE) == MAJOR_TAKEN_IN


@pytest.mark.parametrize(
    "line",
    [
        "/complaint <@U0ANN> billing sev:major src:email #CASE-991 -- promised refund not sent",
        "/complaint open major billing ann via:mail #CASE-991 -- promised refund not sent",
        "/complaint open ann 账单 重大 src:邮件 今天 #CASE-991 -- promised refund not sent",
        "/complaint open ann biling major src:email ref:CASE-991 -- promised refund not sent",
        "/complaint 登记 ann about:billing serious src:email #CASE-991\npromised refund not sent",
    ],
)
def test_the_words_may_come_in_any_order_and_language(office: Office, line: str) -> None:
    assert office.type(line, by=SUE) == MAJOR_TAKEN_IN


def test_nobody_need_be_known_yet(office: Office) -> None:
    assert office.type("/complaint open unknown delivery yesterday -- no name given", by=SUE) == (
        "📥 *X-1* is taken in. It holds no points until it is upheld.\n"
        "*Not known who* · Care · Delivery · minor · Wed 18 Nov\n"
        "> no name given\n" + BUTTONS
    )


def test_who_answers_for_several_teams_says_which(office: Office) -> None:
    card = office.answer("/complaint open unknown refund", by=ADA)
    assert said([card]) == (
        "Which team is it for? Add `team:` and one of: Care, Desk.\n[Care] [Desk]"
    )
    assert office.press(card, "Desk", by=ADA) == (
        "📥 *X-1* is taken in. It holds no points until it is upheld.\n"
        "*Not known who* · Desk · Refund · minor · Thu 19 Nov\n" + BUTTONS
    )


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (
            "/complaint open <@U0ANN> zzzz -- x",
            (
                "There is no category *zzzz*. There are: Attitude, Wrong information, "
                "Waiting time, Promise not kept, Billing, Refund, Delivery, Quality, Privacy, "
                "Other.\n"
                "[Open the form]"
            ),
        ),
        (
            "/complaint open <@U0ANN> billing sev:huge",
            "There is no severity *huge*. There are: minor, major.",
        ),
        (
            "/complaint open <@U0ANN> billing src:pigeon",
            (
                "I do not know the source *pigeon*. There are: phone, email, chat, in person, "
                "web form, survey, public review, letter, authority, other."
            ),
        ),
        (
            "/complaint open <@U0ANN> billing colour:red",
            (
                "There is no option *colour:*. These work: `sev:major` `src:email` `team:NAME` "
                "`on:mon` `#CASE-991` and a note after ` -- `"
            ),
        ),
        (
            "/complaint open <@U0ANN> billing -3",
            (
                "A complaint holds no points, no count and no flags when it is opened. "
                "The points come when it is upheld."
            ),
        ),
        (
            "/complaint open <@U0ANN> <@U0LEE> billing",
            (
                "A complaint is about one person, or nobody yet: `open unknown delivery`. "
                "Open one for each."
            ),
        ),
        (
            "/complaint open billing -- x",
            (
                "About whom? For example `/complaint open @mira billing -- refund not sent`, or "
                "`/complaint open unknown delivery`"
            ),
        ),
        (
            "/complaint open <@U0ANN> billing 2026-12-01",
            "Tue 1 Dec 2026 has not come yet. What has not happened cannot be logged.",
        ),
        (
            "/complaint open <@U0TOM> billing",
            "Tom Bell is not in your team. Joe Wolf or HR can do that.",
        ),
        (
            "/complaint open unknown billing team:Desk",
            "Desk is not your team. Joe Wolf or HR can do that.",
        ),
        (
            "/complaint open <@U0ANN> billing team:Desk",
            "Ann Reed is in the team Care. Leave `team:` out where the person is known.",
        ),
        (
            "/complaint open <@U0SUE> billing",
            "Nobody logs, records or decides about themselves. HR can.",
        ),
    ],
)
def test_what_cannot_be_taken_in_is_refused_by_name(office: Office, line: str, answer: str) -> None:
    assert office.type(line, by=SUE) == answer
    assert office.type("/complaint list all", by=SUE) == "*No complaints*"


def test_a_known_reference_is_asked_about_first(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    card = office.answer("/complaint open <@U0LEE> refund #CASE-991 -- again", by=SUE)
    assert said([card]) == (
        "*X-1* has the same reference, CASE-991. Is this another complaint?\n"
        "[Open another] [Show X-1] [Cancel]"
    )
    assert office.press(card, "Open another", by=SUE) == (
        "📥 *X-2* is taken in. It holds no points until it is upheld.\n"
        "*Lee Moss* · Refund · minor · Thu 19 Nov\n"
        "> again\n"
        "📎 CASE-991\n" + BUTTONS
    )


def test_a_case_tells_its_story(office: Office) -> None:
    upheld(office)
    office.type("/complaint X-1 note called her, refund is out", by=SUE)
    assert office.type("/complaint X-1 resolve -- refunded with an apology", by=ADA) == (
        "*X-1* · *upheld and resolved*\n"
        "*Ann Reed* · Billing · major · email · Thu 19 Nov\n"
        "> promised refund not sent\n"
        "📎 CASE-991\n"
        "D-1 · Ann Reed · Major complaint upheld · *−6* · Thu 19 Nov\n"
        "Thu 19 Nov 10:00 · opened · Sue Park\n"
        "Thu 19 Nov 10:00 · upheld · Sue Park\n"
        "Thu 19 Nov 10:00 · noted · Sue Park · “called her, refund is out”\n"
        "Thu 19 Nov 10:00 · resolved · Ada Hart · “refunded with an apology”\n"
        "[Add a note]"
    )


def test_a_day_that_may_be_two_is_asked_about(office: Office) -> None:
    card = office.answer("/complaint open ann billing 03/04 -- late", by=SUE)
    assert office.press(card, "2026-04-03", by=SUE).splitlines()[0] == (
        "Ann Reed was in no team on Fri 3 Apr 2026. `/team add @ann` puts somebody into one."
    )


def test_whose_complaint_it_is_stays_so(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    assert office.type("/complaint X-1 uphold <@U0LEE>", by=SUE) == (
        "X-1 is about Ann Reed. If it was somebody else, reject it with that reason and open "
        "another one."
    )


@pytest.mark.parametrize(
    "line", ["/complaint X-1", "/complaint X-1 uphold", "/complaint X-1 note x"]
)
@pytest.mark.parametrize("by", [ZED, LEE, JOE])
def test_to_others_a_complaint_does_not_exist(office: Office, line: str, by: str) -> None:
    office.type(MAJOR, by=SUE)
    assert office.type(line, by=by) == NO_X1


def test_the_agent_reads_and_does_not_decide(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    assert office.type("/complaint X-1", by=ANN) == (
        "*X-1* · *open*\n"
        "*Ann Reed* · Billing · major · email · Thu 19 Nov\n"
        "> promised refund not sent\n"
        "📎 CASE-991"
    )
    assert office.type("/complaint", by=ANN) == (
        "*1 complaint*\nX-1 · open · *Ann Reed* · Billing · major · Thu 19 Nov\n[Show]"
    )
    assert office.type("/complaint X-1 uphold", by=ANN) == (
        "Nobody logs, records or decides about themselves. HR can."
    )
    assert office.type("/complaint open <@U0LEE> billing", by=ANN) == (
        "Only supervisors and HR can do that. `/score` shows your own standing."
    )


def test_lists_are_narrowed_by_words(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    office.type("/complaint open lee delivery 2026-11-02 -- late", by=ADA)
    office.type("/complaint X-2 resolve -- sorted out", by=ADA)
    lee = "X-2 · resolved · *Lee Moss* · Delivery · minor · Mon 2 Nov\n[Show]"
    ann = "X-1 · open · *Ann Reed* · Billing · major · Thu 19 Nov\n[Show]"
    assert office.type("/complaint list", by=SUE) == f"*1 open complaint*\n{ann}"
    assert office.type("/complaint list all", by=SUE) == f"*2 complaints*\n{lee}\n{ann}"
    assert office.type("/complaint list mine", by=SUE) == f"*1 complaint*\n{ann}"
    assert office.type("/complaint list lee nov", by=SUE) == (
        f"*1 complaint* · November 2026\n{lee}"
    )
    assert office.type("/complaint list oct", by=SUE) == "*No complaints* · October 2026"
    assert office.type("/complaint list nobodyatall", by=SUE) == (
        "I know nobody called *nobodyatall*. Use a mention, such as @mira: it is always exact."
    )


def test_nothing_is_overdue_without_deadlines(office: Office) -> None:
    assert office.type("/complaint list overdue", by=SUE) == (
        "Complaints have no deadlines here yet, so none can be overdue. The open ones, newest "
        "first, are the ones to look at.\n"
        "[Open complaints]"
    )


def test_unknown_words_about_a_case_name_what_works(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    assert office.type("/complaint X-1 upold", by=SUE) == (
        "I did not understand *upold*. With X-1 go: `uphold`, `reject -- reason`, "
        "`resolve -- what was done`, `note …`."
    )


def test_the_form_takes_a_complaint_in(office: Office) -> None:
    office.type("/complaint", by=SUE)
    filled = {"person": ANN, "category": "billing", "severity": "major", "source": "email"}
    rest = {"note": "promised refund not sent", "ref": "CASE-991"}
    assert office.slack.submit(filled | {"person": TOM}, by=SUE) == {
        "person": "Tom Bell is not in your team. Joe Wolf or HR can do that."
    }
    assert office.slack.submit(filled | rest, by=SUE) == {}
    assert office.type("/complaint X-1", by=SUE).splitlines()[:4] == [
        "*X-1* · *open*",
        *MAJOR_TAKEN_IN.splitlines()[1:4],
    ]


def test_the_form_asks_who_answers_for_several_teams(office: Office) -> None:
    office.type("/complaint", by=ADA)
    assert office.slack.submit({}, by=ADA) == {
        "team": "Which team is it for? Add team: and one of: Care, Desk."
    }
    assert office.slack.submit({"team": "Care"}, by=ADA) == {}
    assert office.type("/complaint X-1", by=SUE).splitlines()[1] == (
        "*Not known who* · Care · Other · minor · Thu 19 Nov"
    )


def test_a_note_pings_nobody(office: Office) -> None:
    office.type("/complaint open ann billing -- <!channel> *hi*", by=SUE, channel=CARE)
    assert office.type("/complaint X-1", by=SUE).splitlines()[2] == "> &lt;!channel&gt; *hi*"


def test_in_a_closed_month_nobody_is_asked_why_the_points_are_others(office: Office) -> None:
    office.type(MAJOR, by=SUE)
    office.wait("2026-12-02T10:00:00Z")
    assert office.type("/complaint X-1 uphold tone -3", by=SUE) == (
        "November 2026 is closed, so X-1 cannot cost points there any more. It can be logged for "
        "a day of the open month: `/complaint X-1 uphold on:today`"
    )
