"""/month reopen: a published month takes entries again, and what was posted is put right."""

from __future__ import annotations

import pytest
from office import ADA, ANN, CARE, JOE, LEE, SUE, WANG, ZED, Office, said

OVER = "2026-12-01T09:00:00Z"
REOPEN = "/month reopen care nov -- a deduction of Ann's was not hers"
ANNS_CARD = (
    "Ann Reed · November\n"
    "*100* of 100 · *A* Excellent\n"
    "Section | Points | Why\n"
    "Service quality | 40 / 40 | nothing recorded\n"
    "Efficiency and process | 25 / 25 | nothing recorded\n"
    "Customer satisfaction | 20 / 20 | nothing recorded\n"
    "Teamwork and growth | 15 / 15 | nothing recorded\n"
)


@pytest.fixture
def published(office: Office) -> Office:
    """Return the office after November went out, with a lateness on Ann's card."""
    office.type("/deduct ann late", by=SUE)
    office.wait(OVER)
    return office


def _put_right(office: Office) -> str:
    """Reopen November, void the lateness and publish again; return the answer to the last."""
    office.type(REOPEN, by=ADA)
    office.type("/deduct void D-1 -- it was Lee", by=SUE)
    answer = office.choose("/month publish nov", "Publish", by=SUE)
    office.wait("+1m")
    return answer


def test_a_reopened_month_takes_entries_again(published: Office) -> None:
    assert published.type(REOPEN, by=ADA) == (
        "*November 2026 of Care is open again* and takes entries. Its cards stand as they were "
        "posted until it is published again; a card that changes gets a second revision beside "
        "the first.\n"
        "> a deduction of Ann's was not hers\n"
        "It is not published again by itself. Whose card changes will read the reason.\n"
        "[Draft] [Publish again]"
    )
    published.wait("+1m")
    assert published.dms(SUE)[-1] == (
        "*Ada Hart reopened November 2026 of Care.* It takes entries again; publish it once they "
        "are right.\n"
        "> a deduction of Ann's was not hers\n"
        "[Draft] [Publish again]"
    )
    assert published.type("/deduct lee late 26 nov", by=SUE).startswith("*D-2* · *Lee Moss*")
    assert published.type("/month", by=SUE) == (
        "*Care · December* · 31 days left\n"
        "0 entries · none yet for Ann Reed, Lee Moss, 王芳\n"
        "Interviews about November: 0 of 3 held · waiting: Ann Reed, Lee Moss, 王芳\n"
        "⚠️ November was reopened Tue 1 Dec 09:00 and is not published again yet\n"
        "The cards go out by themselves Fri 1 Jan 09:00\n"
        "[Draft] [Publish]"
    )
    assert published.type("/month draft", by=SUE).splitlines()[:3] == [
        "Care · November",
        "*All 3 cards are clean* · average 98.67",
        "November was reopened Tue 1 Dec 09:00 and is not published again yet",
    ]
    for line, by in (("/score nov", ANN), ("/score team nov", SUE)):
        assert "· open again, and not published again yet" in published.type(line, by=by)
    open_again = "November was reopened Tue 1 Dec 09:00 and is not published again yet"
    home = published.home(SUE)
    assert home.startswith(f"To do\n⚠️ *Care* · {open_again}\n[Look]\n")
    every = published.home(ADA)
    assert every.startswith(f"The month in 2 teams\n*Care* · Sue Park\n⚠️ {open_again}\nDecember")
    assert "not out yet" not in home + every
    published.wait("+2d")
    assert len(published.dms(ANN)) == 2  # the entry and the card: nothing goes out by itself


def test_what_changed_is_told_and_what_was_posted_is_marked_as_revised(published: Office) -> None:
    assert published.dms(ANN)[1].splitlines()[1] == "*98* of 100 · *A* Excellent"
    assert _put_right(published) == (
        "*November 2026 of Care is published again.* 1 of 3 cards changed; what was posted of it "
        "is mended and marked as revised.\n"
        "• Ann Reed · 98 → *100*"
    )
    _, card, news = published.dms(ANN)
    assert card == (
        "✏️ *revised* Tue 1 Dec 09:00 · before: 98 · the month was reopened by Ada Hart\n"
        "> a deduction of Ann's was not hers\n"
        f"{ANNS_CARD}"
        "Scored on 77 of 100 points · Customer care agents, version 1 · *revised* and published "
        "Tue 1 Dec 09:00\n"
        "Nothing recorded, so points kept: Call-backs, Satisfaction survey, CSAT, Teamwork "
        "rating, Training hours\n"
        "*Got it* means that you have seen it, not that you agree.\n"
        "[Got it] [Why?]"
    )
    assert news == (
        "*Your card of November 2026 was revised*: 98 → *100*\n"
        "> a deduction of Ann's was not hers\n"
        "Reopened by Ada Hart. The card in this conversation is mended, and the old one can "
        "still be read.\n"
        "[My card]"
    )
    assert len(published.dms(LEE)) == 1  # her card is as it was
    assert "revised" not in published.dms(LEE)[0]
    assert published.posts(CARE) == [
        (
            "Care · November\n"
            "Average *100* · 3 scorecards\n"
            "3 × *A*\n"
            "(How many have which grade)\n"
            "The cards are in direct messages; each is seen by its person, the supervisor and "
            "HR.\n"
            "*revised* Tue 1 Dec 09:00: the month was reopened and published again"
        ).replace("*revised*", "✏️ *revised*")
    ]
    assert "*Ann Reed* · 100 A" in published.dms(SUE)[0]


def test_the_next_month_compares_itself_with_the_new_number(published: Office) -> None:
    published.wait("2027-01-01T09:00:00Z")
    assert published.dms(ANN)[-1].splitlines()[1] == (
        "*100* of 100 · *A* Excellent · ▲ 2 from November"
    )
    published.type(REOPEN, by=ADA)
    published.type("/deduct void D-1 -- it was Lee", by=SUE)
    published.choose("/month publish nov", "Publish", by=SUE)
    published.wait("+1m")
    december = published.dms(ANN)[2].splitlines()
    assert december[0] == (
        "✏️ *revised* Fri 1 Jan 09:00: the comparison with November, which was published again"
    )
    assert december[2] == "*100* of 100 · *A* Excellent"
    assert published.posts(CARE)[1].splitlines()[-1] == december[0]
    assert [len(published.dms(one)) for one in (ANN, LEE)] == [4, 2]


def test_the_old_card_stays_readable_beside_the_new_one(published: Office) -> None:
    _put_right(published)
    assert published.type("/score ann nov rev 1", by=SUE).splitlines()[:3] == [
        "⚠️ Revision 1, as it was published before. It holds no more: the card stands at *100* now.",
        "Ann Reed · November",
        "*98* of 100 · *A* Excellent",
    ]
    card = published.answer(f"/score <@{ANN}> nov", by=ANN)
    assert said([card]).splitlines()[-1] == "[Got it] [Why?] [Before it was revised]"
    assert published.press(card, "Before it was revised", by=ANN).splitlines()[2] == (
        "*98* of 100 · *A* Excellent"
    )
    assert published.type("/score ann 11月 第2版", by=SUE).splitlines()[1] == (
        "*100* of 100 · *A* Excellent"
    )


def test_a_revised_card_is_to_be_seen_again(published: Office) -> None:
    old = published.slack.dms(ANN)[1]
    published.press(old, "Got it", by=ANN)
    assert published.type("/score ack nov", by=ANN).splitlines()[-1] == "✓ Seen Tue 1 Dec 09:00"
    _put_right(published)
    published.wait("+1h")
    assert published.type("/score got card:2026-11", by=ANN) == (
        "That card was revised since, so nothing was noted. `/score` with the month shows "
        "November 2026 as it is now."
    )
    seen = published.press(published.slack.dms(ANN)[1], "Got it", by=ANN).splitlines()
    assert (seen[0][:13], seen[-2:]) == (
        "✏️ *revised* ",
        ["[Why?]", "✓ Seen Tue 1 Dec 10:01"],
    )


def test_published_again_unchanged_nothing_is_posted(published: Office) -> None:
    published.type(REOPEN, by=ADA)
    assert published.choose("/month publish nov care", "Publish", by=ADA) == (
        "*November 2026 of Care is published again.* No card changed, so nothing is posted."
    )
    before = published.posts(CARE), published.dms(ANN)
    published.wait("+1d")
    assert (published.posts(CARE), published.dms(ANN)) == before
    assert published.type("/score ann nov rev 2", by=SUE) == (
        "Ann Reed has 1 published card of November 2026: `rev 1`"
    )


def test_a_month_can_be_reopened_more_than_once(published: Office) -> None:
    _put_right(published)
    published.type("/month reopen care nov -- Lee was late, too", by=ADA)
    published.type("/deduct lee late 26 nov", by=SUE)
    sure = published.answer("/month publish nov", by=SUE)
    assert published.press(sure, "Publish", by=SUE).splitlines()[1:] == ["• Lee Moss · 100 → *98*"]
    published.wait("+5m")
    assert published.dms(LEE)[-3].startswith("✏️ *revised* ")
    assert published.dms(ANN)[-1].startswith("*Your card of November 2026 was revised*: 98 →")
    assert published.type("/month publish nov", by=SUE) == (
        "November 2026 of Care was published Tue 1 Dec 09:01 already; nothing changed."
    )


def test_a_card_that_was_not_out_yet_goes_out_as_it_is_now(office: Office) -> None:
    """The month end has planned it, and Slack is not there until after the reopening."""
    office.type("/deduct ann late", by=SUE)
    office.wait("2026-12-01T07:00:00Z")
    office.choose("/month publish", "Publish", by=SUE)
    office.type(REOPEN, by=ADA)
    office.type("/deduct void D-1 -- it was Lee", by=SUE)
    office.choose("/month publish nov", "Publish", by=SUE)
    office.wait("+1m")
    assert [one.splitlines()[:2] for one in office.dms(ANN)[1:]] == [
        ["Ann Reed · November", "*100* of 100 · *A* Excellent"]
    ]
    assert len(office.posts(CARE)) == 1


def test_pay_waits_for_a_reopened_month(published: Office) -> None:
    published.type("/team base ann 2000", by=ADA)
    published.type(REOPEN, by=ADA)
    answer = published.type("/month pay nov care", by=ADA)
    assert "Ann Reed" not in answer
    assert "Not published yet: Care" in answer


def test_ranks_and_the_year_follow_the_new_revision(published: Office) -> None:
    assert "98" in published.type("/score ann year", by=ANN)
    _put_right(published)
    assert "98" not in published.type("/score ann year", by=ANN)
    assert "98" not in published.type("/month year", by=SUE)


@pytest.mark.parametrize(
    ("line", "by", "answer"),
    [
        (REOPEN, SUE, "Only HR can do that."),
        (
            REOPEN,
            ANN,
            "Only Sue Park and HR can do that for your team. `/score` shows your own card.",
        ),
        (
            REOPEN,
            ZED,
            "Only a team's supervisors and HR can do that. `/score` shows your own card.",
        ),
        (
            "/month reopen care nov",
            ADA,
            (
                "Reopening needs a reason, which those whose card changes will read: "
                "`/month reopen Care 2026-11 -- reason`"
            ),
        ),
        (
            "/month reopen care oct -- why",
            ADA,
            "October 2026 of Care is not published, so it takes entries as it is; nothing changed.",
        ),
        ("/month reopen nov -- why", ADA, "Which team? Add its name: Care, Desk.\n[Care] [Desk]"),
        ("/score ann nov rev 3", SUE, "Ann Reed has 1 published card of November 2026: `rev 1`"),
        ("/score ann nov rev 0", SUE, "Ann Reed has 1 published card of November 2026: `rev 1`"),
        (
            "/score ann dec rev 1",
            SUE,
            "The card of Ann Reed for December 2026 was not published yet.",
        ),
        (
            "/score ann nov rev 1",
            JOE,
            "The card of Ann Reed is private. Ann Reed, Sue Park and HR see it.",
        ),
    ],
)
def test_what_cannot_be_reopened_or_read(
    published: Office, line: str, by: str, answer: str
) -> None:
    assert published.type(line, by=by) == answer


def test_the_button_of_a_team_keeps_the_reason(published: Office) -> None:
    which = published.answer("/month reopen nov -- why & <how>", by=ADA)
    assert published.press(which, "Desk", by=ADA).splitlines()[1] == "> why &amp; &lt;how&gt;"


def test_a_chinese_reader_is_told_in_chinese(published: Office) -> None:
    published.type("/month reopen care nov -- 记错了人", by=ADA)
    published.type("/deduct wangfang late 26 nov", by=SUE)
    published.choose("/month publish nov", "Publish", by=SUE)
    published.wait("+1m")
    assert published.dms(WANG)[-1] == (
        "*你的 2026年11月考评单已修订* · 100 → *98*\n"
        "> 记错了人\n"
        "由 Ada Hart 重开。这里的考评单已改正，旧版仍可查看。\n"
        "[我的考评单]"
    )
    assert published.dms(WANG)[0].splitlines()[0] == (
        "✏️ *已修订* 12月1日 周二 09:00 · 原为 100 · 由 Ada Hart 重开"
    )
