"""/month sign: who signs which card, that a signature holds for what was seen, and no longer."""

from __future__ import annotations

import pytest
from in_force import score_by
from office import ADA, ANN, JOE, LEE, OTHER, SUE, TOM, ZED, Office, said
from sqlmodel import col, select

from bot import roster
from bot.models import CardSignature

OVER = "2026-12-01T09:00:00Z"
EARLY = "2026-12-01T07:00:00Z"
AGENTS = "tech-company-agent-monthly"  # S12: self-evaluation, superior's evaluation
SUPERVISORS = "support-centre-supervisor-table"  # S34: appraisee, leader, HR manager
MANAGER = "satisfaction-performance-pay"  # S37: general manager
COVER = "cs-specialist-appraisal-cover"  # S20: compiled, reviewed, approved


@pytest.fixture
def published(office: Office) -> Office:
    """Return the office after November went out, every rubric with signatures of its own."""
    score_by(office, AGENTS, team=1)
    score_by(office, MANAGER, team=2)
    score_by(office, SUPERVISORS, team=2, role=roster.SUPERVISOR)
    office.wait(OVER)
    return office


def _last(text: str, n: int) -> list[str]:
    return text.splitlines()[-n:]


# One card.


def test_the_person_signs_by_the_button_of_her_card(published: Office) -> None:
    card = published.slack.dms(ANN)[-1]
    assert _last(said([card]), 4) == [
        "○ Self-evaluation · not signed",
        "○ Superior's evaluation · not signed",
        "*Got it* means that you have seen it, not that you agree.",
        "[Got it] [Sign] [Why?]",
    ]
    assert _last(published.press(card, "Sign", by=ANN), 3) == [
        "✓ Self-evaluation · Ann Reed · Tue 1 Dec 09:00",
        "○ Superior's evaluation · not signed",
        "[Got it] [Why?]",
    ]
    assert _last(published.type("/score nov", by=ANN), 3)[0].startswith("✓ Self-evaluation")


def test_the_supervisor_signs_in_her_place(published: Office) -> None:
    assert published.type("/month sign @ann", by=SUE) == (
        "✓ *Signed* as Superior's evaluation: the card of Ann Reed for November, 15\n"
        "○ Self-evaluation · not signed\n"
        "✓ Superior's evaluation · Sue Park · Tue 1 Dec 09:00"
    )
    assert published.type("/month sign @ann", by=SUE) == (
        "Sue Park signed as *Superior's evaluation* Tue 1 Dec 09:00; what is signed stays."
    )
    assert (
        "Signatures of November · Self-evaluation 0 of 3 (missing for Ann Reed, Lee Moss, 王芳) · "
        "Superior's evaluation 1 of 3 (missing for Lee Moss, 王芳)"
    ) in published.type("/month", by=SUE)


def test_who_is_to_sign_a_card_she_reads_signs_it_by_its_button(published: Office) -> None:
    card = published.answer("/score joe nov", by=ADA)
    assert _last(said([card]), 2) == ["○ HR manager · not signed", "[Sign] [Why?]"]
    assert _last(published.press(card, "Sign", by=ADA), 2) == [
        "✓ HR manager · Ada Hart · Tue 1 Dec 09:00",
        "[Why?]",
    ]
    assert _last(published.type("/score ann nov", by=SUE), 1) == ["[Sign] [Why?]"]
    assert _last(published.type("/score ann nov", by=ADA), 1) == ["[Why?]"]
    assert "not signed" not in published.type("/score ann nov", by=JOE)


def test_over_a_supervisor_there_is_hr_and_whom_hr_names(published: Office) -> None:
    assert _last(published.type("/month sign joe", by=ADA), 3) == [
        "○ Appraisee · not signed",
        "○ Leader · not signed",
        "✓ HR manager · Ada Hart · Tue 1 Dec 09:00",
    ]
    answer = published.type('/month sign joe nov as "leader" -- Wu Min', by=ADA)
    assert _last(answer, 2)[0] == "✓ Leader · Wu Min · Tue 1 Dec 09:00"
    assert _last(published.type("/month sign", by=JOE), 3) == [
        "✓ Appraisee · Joe Wolf · Tue 1 Dec 09:00",
        "✓ Leader · Wu Min · Tue 1 Dec 09:00",
        "✓ HR manager · Ada Hart · Tue 1 Dec 09:00",
    ]


def test_whom_the_bot_does_not_know_hr_puts_down_by_name(published: Office) -> None:
    assert published.type('/month 签字 tom 作为 "总经理" -- 李总', by=ADA) == (
        "✓ *Signed* as General manager: the card of Tom Bell for November, –\n"
        "✓ General manager · 李总 · Tue 1 Dec 09:00"
    )


def test_a_wrong_name_is_put_right_by_hr_and_both_stay_on_record(published: Office) -> None:
    line = '/month sign tom as "general manager" -- '
    published.type(f"{line}Li Zogn", by=ADA)
    for name in ("Li Zong", "Li Zong", "Li Zong Min"):
        told = published.type(f"{line}{name}", by=ADA)
    assert _last(told, 1) == ["✓ General manager · Li Zong Min · Tue 1 Dec 09:00"]
    assert published.type(f"{line}Li Zong Min", by=ADA) == (
        "Li Zong Min signed as *General manager* Tue 1 Dec 09:00; what is signed stays."
    )
    with published.reading() as session:
        kept = session.exec(select(CardSignature).order_by(col(CardSignature.turn))).all()
    assert [(one.role, one.turn, one.name) for one in kept] == [
        ("manager", 0, "Li Zogn"),
        ("manager", 1, "Li Zong"),
        ("manager", 2, "Li Zong Min"),
    ]


def test_a_form_that_scores_nothing_is_signed_all_the_same(office: Office) -> None:
    score_by(office, COVER, team=1)
    office.wait(OVER)
    office.type("/month sign ann", by=SUE)
    office.type("/month sign ann", by=ADA)
    office.type("/month sign ann as approved -- The board", by=ADA)
    assert office.type("/score nov", by=ANN) == (
        "Ann Reed · November\n"
        "*No result*\n"
        "This rubric scores nothing: it is a form to sign.\n"
        "✓ Compiled by · Sue Park · Tue 1 Dec 09:00\n"
        "✓ Reviewed by · Ada Hart · Tue 1 Dec 09:00\n"
        "✓ Approved by · The board · Tue 1 Dec 09:00\n"
        "[Got it] [Why?]"
    )


# What was seen.


def test_a_signature_before_publishing_holds_for_the_published_card(office: Office) -> None:
    score_by(office, AGENTS, team=1)
    office.wait(EARLY)
    office.type("/month sign ann", by=SUE)
    office.wait(OVER)
    assert "✓ Superior's evaluation · Sue Park · Tue 1 Dec 07:00" in office.dms(ANN)[-1]


def test_a_revised_card_is_signed_anew_and_the_others_stay_signed(published: Office) -> None:
    for person in ("ann", "lee"):
        published.type(f"/month sign {person}", by=SUE)
    published.type("/month reopen care nov -- leave was forgotten", by=ADA)
    published.type("/record ann leave 1 30 nov", by=SUE)
    published.press(published.answer("/month publish nov", by=SUE), "Publish", by=SUE)
    published.wait("+1m")
    assert "○ Superior's evaluation · not signed" in published.type("/score ann nov", by=SUE)
    assert "✓ Superior's evaluation · Sue Park" in published.type("/score lee nov", by=SUE)
    assert "✓ Superior's evaluation · Sue Park" in (published.type("/score ann nov rev 1", by=SUE))


def test_the_button_of_a_card_that_changed_signs_nothing(published: Office) -> None:
    card = published.answer("/score nov", by=LEE)
    published.type("/month reopen care nov -- leave was forgotten", by=ADA)
    published.type("/record lee leave 1 30 nov", by=SUE)
    assert published.press(card, "Sign", by=LEE) == (
        "The card of Lee Moss for November 2026 changed since you saw it, so nothing was signed. "
        "`/score` with the month shows it as it is now."
    )
    with published.reading() as session:
        assert session.exec(select(CardSignature)).all() == []


# Who is told.


def test_the_supervisor_is_told_with_the_interviews_and_hr_once(office: Office) -> None:
    for team in (1, 2):
        score_by(office, COVER, team=team)  # S20: the supervisor, HR, somebody else
    office.slack.change(JOE, locale="zh-CN")
    office.wait(OVER)
    office.wait("+1h")
    assert _last(office.dms(SUE)[0], 2) == ["*3 cards wait for your signature*", "[Look]"]
    assert _last(office.dms(JOE)[0], 2) == ["*有 1 张考评单等你签字*", "[查看]"]
    assert office.dms(ADA) == [
        (
            "*Cards of November wait for your signature.* My Home tab lists them, as the months "
            "of the teams go out."
        )
    ]
    reminder = office.slack.dms(SUE)[0]
    assert _last(office.press(reminder, "Look", by=SUE), 1) == ["[Sign all 3]"]
    office.type("/month reopen care nov -- leave was forgotten", by=ADA)
    office.press(office.answer("/month publish nov", by=SUE), "Publish", by=SUE)
    office.wait("+1h")
    assert len(office.dms(ADA)) == 1


def test_nobody_is_told_of_signatures_that_no_rubric_asks_for(office: Office) -> None:
    office.wait(OVER)
    assert office.dms(ADA) == []
    assert "signature" not in office.dms(SUE)[0]


# All that are clean.


def test_all_clean_cards_are_signed_at_once_and_the_others_named(office: Office) -> None:
    score_by(office, "property-supervisor-table", team=2)  # S33: appraisee, appraiser
    office.wait(OVER)
    clean = office.answer("/month sign clean nov", by=JOE, channel=OTHER)
    assert said([clean]) == (
        "*No card of Desk for November is without an open question.*\n"
        "To be looked at and signed one by one: Tom Bell (little data)"
    )


def test_the_clean_cards_are_shown_before_they_are_signed(office: Office) -> None:
    score_by(office, COVER, team=1)
    office.wait(OVER)
    office.type("/complaint open lee billing on 30 nov -- refund", by=SUE)
    clean = office.answer("/month sign clean", by=SUE)
    assert said([clean]) == (
        "*2 cards of Care for November have no open question.* Signing them says that you have "
        "looked at them.\n"
        "To be looked at and signed one by one: Lee Moss (open complaint)\n"
        "Agent | Total | Grade\n"
        "Ann Reed | – | –\n"
        "王芳 | – | –\n"
        "[Sign all 2]"
    )
    assert office.press(clean, "Sign all 2", by=SUE) == ("✓ *2 cards are signed* · Care · November")
    assert office.type("/month sign lee", by=SUE).startswith("✓ *Signed* as Compiled by")
    assert office.type("/month sign clean", by=SUE) == (
        "No card of Care for November 2026 waits for your signature."
    )


def test_a_card_that_changes_while_the_list_is_read_is_left(office: Office) -> None:
    score_by(office, AGENTS, team=1)
    office.wait(EARLY)
    figures = ("workload 20", "complaints 10", "skill 12.5", "manner 12.5", "leave 0")
    for person in (ANN, LEE):
        for figure in (*figures, "contacts 9", "contacts-per-head 9"):
            office.type(f"/record <@{person}> {figure} 30 nov", by=SUE)
    clean = office.answer("/month sign clean", by=SUE)
    assert said([clean]).splitlines()[2:] == [
        "Agent | Total | Grade",
        "Ann Reed | 70 | –",
        "Lee Moss | 70 | –",
        "[Sign all 2]",
    ]
    office.type("/record lee leave 1 30 nov", by=SUE)
    assert office.press(clean, "Sign all 2", by=SUE) == (
        "✓ *One card is signed* · Care · November\n"
        "⚠️ Not signed, because they changed since: Lee Moss"
    )


# Who may not.


@pytest.mark.parametrize(
    ("line", "by", "answer"),
    [
        (
            "sign ann dec",
            SUE,
            (
                "December 2026 is still running, and its cards change with every entry. They are "
                "signed once it is over."
            ),
        ),
        (
            "sign clean dec",
            SUE,
            (
                "December 2026 is still running, and its cards change with every entry. They are "
                "signed once it is over."
            ),
        ),
        ("sign ann", JOE, "The card of Ann Reed is private. Ann Reed, Sue Park and HR see it."),
        ("sign ann", ZED, "The card of Ann Reed is private. Ann Reed, Sue Park and HR see it."),
        (
            'sign ann as "self-evaluation"',
            SUE,
            "*Self-evaluation* is the signature of Ann Reed, and nobody gives it instead.",
        ),
        (
            'sign ann as "self-evaluation" -- Ann',
            ADA,
            "*Self-evaluation* is the signature of Ann Reed, and nobody gives it instead.",
        ),
        (
            "sign nov as superior",
            ANN,
            "*Superior's evaluation* is not your signature to give. HR can put it down.",
        ),
        (
            "sign ann",
            ADA,
            (
                "The card of Ann Reed is signed by: Self-evaluation, Superior's evaluation. Say "
                'as whom: `/month sign @ann as "Superior\'s evaluation" -- name`'
            ),
        ),
        (
            "sign tom",
            JOE,
            "The card of Tom Bell is signed by: General manager. None of them is you.",
        ),
        (
            'sign tom as "general manager"',
            ADA,
            (
                "Who signed as *General manager*? Add the name: "
                '`/month sign @tom as "General manager" -- name`'
            ),
        ),
        (
            "sign tom as boss -- Wu",
            ADA,
            ("There is no signature *boss* on the card of Tom Bell. There are: General manager."),
        ),
        (
            "sign sue",
            ADA,
            (
                "Sue Park is not scored in November 2026: no rubric was in force for that place. "
                "`/rubric` shows which are."
            ),
        ),
        (
            "sign clean",
            ANN,
            "Only Sue Park and HR can do that for your team. `/score` shows your own card.",
        ),
        ("sign these 99", SUE, "That card is not yours, or it is gone. Type the line again."),
    ],
)
def test_what_cannot_be_signed(published: Office, line: str, by: str, answer: str) -> None:
    assert published.type(f"/month {line}", by=by, channel=OTHER) == answer


def test_a_rubric_without_signatures_asks_for_none(office: Office) -> None:
    office.wait(OVER)
    assert office.type("/month sign ann", by=SUE) == (
        "The rubric *Customer care agents* asks for no signatures; nothing was signed."
    )
    assert "signed" not in office.dms(TOM)[-1]
