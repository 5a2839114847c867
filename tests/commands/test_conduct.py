"""/deduct and /commend: what people type, what they are told, what the ledger then says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from office import ADA, ANN, CARE, JOE, LEE, SUE, WANG, ZED, Office, lines_of, said

LATE = (
    "*D-1* · *Ann Reed* · Late for shift · *−2*\n"
    "Thu 19 Nov · November stands at *98* (was 100)\n"
    "Ann Reed is told in 5 minutes.\n"
    "[Undo] [Edit] [Add evidence]"
)
NO_SUCH_CARD = "That card is not yours, or it is gone. Type the line again."
EXAMPLE = "A line that works: `/deduct @mira late yesterday`"


@pytest.mark.parametrize(
    "line",
    [
        "/deduct <@U0ANN> late",
        "/deduct <@U0ANN|ann> late",
        "/deduct @ann late",
        "/deduct ann late",
        '/deduct "Ann Reed" late',
        "/deduct Ann Reed late today",
        "/deduct late ann",
        "/deduct ann C5",
        "/deduct ann 迟到 今天",
        "/deduct ann late 2026-11-19",
        "/perf deduct ann late",
    ],
)
def test_one_line_in_any_form_logs_one_entry(office: Office, line: str) -> None:
    assert office.type(line, by=SUE) == LATE
    assert office.type("/deduct list", by=SUE) == (
        "*1 deduction* · Sun 1 Nov – Thu 19 Nov\n"
        "D-1 · Thu 19 Nov · *Ann Reed* · Late for shift · *−2*"
    )


def test_everything_a_line_can_hold(office: Office) -> None:
    line = "/deduct ann -3 tone mon 14:30 #T-48 -- called the customer careless"
    card = office.answer(line, by=SUE)
    assert said([card]) == (
        "*Log this deduction?*\n"
        "The points are not the rubric's own.\n"
        "• *Ann Reed* · Unfriendly tone · *−3* · Mon 16 Nov 14:30 · 📎 T-48\n"
        "> called the customer careless\n"
        "[Log it] [Cancel]"
    )
    assert office.press(card, "Log it", by=SUE) == (
        "*D-1* · *Ann Reed* · Unfriendly tone · *−3*\n"
        "Mon 16 Nov 14:30 · November stands at *97* (was 100)\n"
        "> called the customer careless\n"
        "📎 T-48\n"
        "Ann Reed is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )


def test_a_slip_of_the_finger_is_forgiven_and_shown(office: Office) -> None:
    assert office.type("/deduct ann lte", by=SUE).splitlines()[0] == (
        "*D-1* · *Ann Reed* · Late for shift · *−2* · read from “lte”"
    )


def test_a_person_is_never_guessed(office: Office) -> None:
    card = office.answer("/deduct anm late", by=SUE)
    assert said([card]) == "Who is *anm*? Nothing is written yet.\n[Ann Reed]"
    assert office.press(card, "Ann Reed", by=SUE) == LATE


@pytest.mark.parametrize("name", ["王芳", "wangfang", "wang fang", "wf", "小芳", "@wangfang"])
def test_chinese_names_answer_to_pinyin_and_initials(office: Office, name: str) -> None:
    assert office.type(f"/deduct {name} late", by=SUE).startswith("*D-1* · *王芳* · Late for")


def test_the_person_reads_it_after_the_hold(office: Office) -> None:
    office.type("/deduct ann late -- missed the stand-up", by=SUE)
    assert office.dms(ANN) == []
    office.wait("+5m")
    assert office.dms(ANN) == [
        (
            "A deduction was logged for you: *Late for shift*, *−2*\n"
            "> missed the stand-up\n"
            "Thu 19 Nov, by Sue Park · with it, November stood at *98*\n"
            "D-1\n"
            "[Got it] [Why?]"
        )
    ]


def test_the_third_time_in_a_month_calls_for_a_talk(office: Office) -> None:
    office.type("/deduct ann late mon", by=SUE)
    office.type("/deduct ann late tue", by=SUE)
    assert office.type("/deduct ann late wed", by=SUE).splitlines()[1] == (
        "Wed 18 Nov · November stands at *94* (was 96) · no. 3 in 30 days: time for a talk"
    )


def test_the_same_again_is_asked_about(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    card = office.answer("/deduct ann late", by=SUE)
    assert said([card]) == (
        "*Log this deduction?*\n"
        "The same was logged already for that day. Is it another event?\n"
        "• *Ann Reed* · Late for shift · *−2* · Thu 19 Nov · logged before as D-1\n"
        "[Log it] [Cancel]"
    )
    assert office.press(card, "Cancel", by=SUE) == "Nothing was written."


def test_several_people_are_confirmed_and_undone_together(office: Office) -> None:
    done = office.choose("/deduct ann and 王芳 late x2", "Log it", by=SUE)
    assert [line.split(" · ")[0] for line in done.splitlines() if line.startswith("*D-")] == [
        "*D-1*",
        "*D-2*",
        "*D-3*",
        "*D-4*",
    ]
    assert len(office.type("/deduct undo all D-2", by=SUE).splitlines()) == 8
    assert office.type("/deduct undo", by=SUE) == "There is nothing of yours to undo."


def test_a_card_lapses_after_half_an_hour(office: Office) -> None:
    card = office.answer("/deduct ann lee late", by=SUE)
    office.wait("+31m")
    assert office.press(card, "Log it", by=SUE) == (
        "This card is older than half an hour and has lapsed; nothing was written. "
        "Type the line again."
    )


def test_a_batch_logs_its_good_lines_and_shows_the_others(office: Office) -> None:
    lines = "/deduct batch @ann late\n@lee zorgl\n@tom late\n@lee uniform yesterday -- no badge"
    card = office.answer(lines, by=SUE)
    assert said([card]) == (
        "*2 entries can be logged*\n"
        "2 lines need another look; they are shown below and will not be logged.\n"
        "• *Ann Reed* · Late for shift · *−2* · Thu 19 Nov\n"
        "• *Lee Moss* · Uniform or badge not in order · *−1* · Wed 18 Nov\n"
        "> no badge\n"
        "*Line 2* · @lee zorgl\n"
        "The rubric has no item *zorgl*. `/rubric` shows what there is.\n"
        "*Line 3* · @tom late\n"
        "Tom Bell is not in your team. Joe Wolf or HR can do that.\n"
        "[Log it] [Cancel] [Correct the lines]"
    )
    (logged,) = office.slack.press(card, "Log it", by=SUE)
    assert said([logged]).endswith(
        "[Undo all]\n2 lines are still to be put right.\n[Correct the lines]"
    )
    assert office.type("/deduct list", by=SUE).startswith("*2 deductions*")
    office.press(logged, "Correct the lines", by=SUE)
    form = office.slack.modal(SUE)
    assert form is not None
    assert form.content["blocks"][0]["element"]["initial_value"] == "@lee zorgl\n@tom late"


def test_a_batch_without_a_good_line_can_be_put_right(office: Office) -> None:
    card = office.answer(f"/deduct batch <@{LEE}|lee> zorgl", by=SUE)
    assert said([card]).endswith("[Correct the lines]")
    office.press(card, "Correct the lines", by=SUE)
    assert office.slack.submit({"lines": "@lee late"}, by=SUE) == {}
    answer = office.slack.modal(SUE)
    assert answer is not None
    assert list(lines_of(answer.content["blocks"])) == [
        "*1 line can be logged*",
        "• *Lee Moss* · Late for shift · *−2* · Thu 19 Nov",
        "[Log it] [Cancel]",
    ]


def test_praise_lifts_the_total_and_may_be_public(office: Office) -> None:
    assert office.type("/commend 王芳 praise !public -- “so patient”", by=SUE) == (
        "*C-1* · *王芳* · Praised by a customer · *+3*\n"
        "Thu 19 Nov · November stands at *103* (was 100)\n"
        "> “so patient”\n"
        "王芳 is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )
    office.wait("+5m")
    assert said([office.slack.messages(CARE, ANN)[-1]]) == (
        "👏 *王芳*: Praised by a customer\n> “so patient”"
    )


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (
            "/deduct nobody late",
            (
                "I know nobody called *nobody*. Use a mention, such as @mira: "
                "it is always exact.\n[Open the form]"
            ),
        ),
        (
            "/deduct <@U0GONE> late",
            (
                "I know nobody called *&lt;@U0GONE&gt;*. Use a mention, such "
                "as @mira: it is always exact.\n[Open the form]"
            ),
        ),
        (
            "/deduct ann zorgl",
            "The rubric has no item *zorgl*. `/rubric` shows what there is.\n[Open the form]",
        ),
        (
            "/deduct ann",
            (
                "What was it? Choose, or add the item to the line, such as `late`. "
                "Nothing is written yet.\n[Open the form]"
            ),
        ),
        (
            "/deduct late",
            "Who, and what for? For example `/deduct @mira late yesterday`\n[Open the form]",
        ),
        (
            "/deduct ann late foo:bar",
            f"I did not understand *foo:bar*; nothing was written. {EXAMPLE}\n[Open the form]",
        ),
        ("/deduct ann late 31 nov", "There is no day *31 nov*."),
        (
            "/deduct ann late tomorrow",
            "Fri 20 Nov 2026 has not come yet. What has not happened cannot be logged.",
        ),
        (
            "/deduct ann late 03/04",
            (
                "*03/04* may be Wed 4 Mar 2026 or Fri 3 Apr 2026. Write the "
                "month as a word, or `2026-11-19`.\n[2026-03-04] [2026-04-03]"
            ),
        ),
        ("/deduct ann late x0", "A count is between x1 and x20."),
        ("/deduct ann late -40 -- x", "−40 is outside the range of *Late for shift*: −3 to −1."),
        (
            "/deduct void D-9 -- x",
            (
                "There is no entry D-9 that you could see. `/deduct list` and "
                "`/commend list` show yours."
            ),
        ),
        ("/deduct void X-9 -- x", "*X-9* is not the number of an entry. It looks like `D-1042`."),
        ("/deduct void", "Which entry? Add its number, such as `D-1042`."),
        ("/deduct confirm 9", NO_SUCH_CARD),
        ("/deduct confirm all", NO_SUCH_CARD),
        ("/deduct undo", "There is nothing of yours to undo."),
        (
            "/deduct ann late 2026-08-15",
            "Ann Reed was in no team on Sat 15 Aug 2026. `/team add @ann` puts somebody into one.",
        ),
        (
            "/deduct zed late",
            "Zed Fox was in no team on Thu 19 Nov 2026. `/team add @zed` puts somebody into one.",
        ),
        ("/deduct <@U0ROB> late", "Rob Bot is a bot or was deactivated, and cannot be in a team."),
        (
            "/deduct <@U0OLD> late",
            "Olga Dunn is a bot or was deactivated, and cannot be in a team.",
        ),
        (
            "/commend ann praise -2",
            "A commendation cannot take points away (−2). For that there is `/deduct`.",
        ),
        (
            "/deduct ann late " + "x" * 40_000,
            (
                "That is too long: 4,000 characters are the most "
                "one line can hold. Nothing was written."
            ),
        ),
        (
            "/deduct " + " ".join(f"<@U{n}>" for n in range(500)) + " late",
            (
                "That is too long: 4,000 "
                "characters are the most one line can hold. Nothing was written."
            ),
        ),
    ],
)
def test_bad_input_gets_a_sentence_and_writes_nothing(
    office: Office, line: str, answer: str
) -> None:
    assert office.type(line, by=SUE) == answer
    assert office.type("/deduct list team", by=SUE) == ("*No deductions* · Sun 1 Nov – Thu 19 Nov")


def test_points_of_one_s_own_need_a_note_that_says_why(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    assert office.type("/deduct edit D-1 pts:-1", by=SUE) == (
        "*Late for shift* needs a note when its points are not the rubric's own: what happened, "
        "in a line the person will read."
    )
    assert office.type("/deduct edit D-1 pts:-1 -- one minute", by=SUE).startswith(
        "*D-1* is replaced by *D-3*"
    )


def test_a_note_is_shown_and_never_obeyed(office: Office) -> None:
    office.type("/deduct ann late -- <!channel> \u202e🎉\x07 <b>مرحبا</b> &c.", by=SUE)
    office.wait("+5m")
    assert office.dms(ANN)[0].splitlines()[1] == (
        "> &lt;!channel&gt; 🎉 &lt;b&gt;مرحبا&lt;/b&gt; &amp;c."
    )


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        (SUE, "*D-1* · *Ann Reed* · Late for shift · *−2*"),
        (ADA, "*D-1* · *Ann Reed* · Late for shift · *−2*"),
        (JOE, "Ann Reed is not in your team. Sue Park or HR can do that."),
        (ANN, "Only supervisors and HR can do that. `/score` shows your own standing."),
        (WANG, "只有主管和 HR 可以这样做。发 `/score` 看自己的得分。"),
        (ZED, "Only supervisors and HR can do that. `/score` shows your own standing."),
    ],
)
def test_who_may_deduct(office: Office, who: str, answer: str) -> None:
    assert office.type("/deduct ann late", by=who, channel="other").splitlines()[0] == answer


def test_nobody_judges_themselves(office: Office) -> None:
    assert office.type("/deduct me late", by=SUE) == (
        "Nobody logs, records or decides about themselves. HR can."
    )


def test_another_ones_card_cannot_be_confirmed(office: Office) -> None:
    office.answer("/deduct ann lee late", by=SUE)
    assert office.type("/deduct confirm 1", by=ADA) == NO_SUCH_CARD


def test_an_agent_sees_her_own_entries_only(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.type("/deduct lee smile", by=SUE)
    for line in ("/deduct", "/deduct list team", "/deduct list lee"):
        assert office.type(line, by=ANN) == (
            "*1 deduction* · Sun 1 Nov – Thu 19 Nov\n"
            "D-1 · Thu 19 Nov · *Ann Reed* · Late for shift · *−2*"
        )


def test_the_form_logs_what_the_line_would(office: Office) -> None:
    assert office.slack.type("/deduct", by=SUE, channel=CARE) == []
    wrong = office.slack.submit(
        {"people": [ANN], "item": "C5", "day": "2026-11-20", "points": ""}, by=SUE
    )
    assert wrong == {
        "day": "Fri 20 Nov 2026 has not come yet. What has not happened cannot be logged."
    }
    assert office.slack.submit({"day": "2026-11-19"}, by=SUE) == {}
    view = office.slack.modal(SUE)
    assert view is not None
    assert view.content["blocks"][0]["text"]["text"] == (
        "*D-1* · *Ann Reed* · Late for shift · *−2*\nThu 19 Nov · November stands at *98* (was 100)"
    )


def test_points_are_read_with_a_decimal_comma_wherever_they_are_typed(office: Office) -> None:
    told = "*D-{}* · *Ann Reed* · Late for shift · *−1.5*"
    office.answer("/deduct ann late pts:-1,5 -- ten minutes", by=SUE)
    assert office.type("/deduct confirm 1", by=SUE).startswith(told.format(1))
    office.type("/deduct lee late", by=SUE)
    edited = office.type("/deduct edit D-2 pts:–1,5 to:@ann -- ten minutes", by=SUE)
    assert edited.splitlines()[1] == told.format(4)
    office.slack.type("/deduct", by=SUE, channel=CARE)
    filled = {"people": [ANN], "item": "C5", "points": "1,5", "note": "ten minutes"}
    assert office.slack.submit(filled | {"day": "2026-11-18"}, by=SUE) == {}


def test_a_dear_item_without_a_note_opens_the_form_filled_in(office: Office) -> None:
    assert office.slack.type("/deduct ann vented yesterday", by=SUE, channel=CARE) == []
    form = office.slack.modal(SUE)
    assert form is not None
    assert form.content["blocks"][0]["text"]["text"] == (
        "*Vented dissatisfaction on a visitor* needs a note: what happened, in a line the person "
        "will read."
    )
    assert "note" in office.slack.submit({}, by=SUE)
    assert office.slack.submit({"note": "shouted at a guest"}, by=SUE) == {}
    assert office.type("/deduct list", by=SUE) == (
        "*1 deduction* · Sun 1 Nov – Thu 19 Nov\n"
        "D-1 · Wed 18 Nov · *Ann Reed* · Vented dissatisfaction on a visitor · *−5*\n"
        "> shouted at a guest"
    )


def test_evidence_is_added_by_a_form(office: Office) -> None:
    office.choose("/deduct ann late", "Add evidence", by=SUE)
    assert office.slack.submit({"ref": "T-48"}, by=SUE) == {}
    office.wait("+6m")
    assert office.dms(ANN)[0].splitlines()[-2] == "D-3 · 📎 T-48"


def test_a_closed_month_takes_nothing(office: Office) -> None:
    office.slack.move_clock(office.desk.now() + timedelta(days=13))
    assert office.type("/deduct ann late 30 nov", by=SUE) == (
        "November 2026 is closed: its cards are published. Log it for a day of the open month, "
        "and say in the note when it was."
    )
