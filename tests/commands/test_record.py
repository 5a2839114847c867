"""/record: figures, levels and ratings, from a line or a form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from office import ADA, ANN, LEE, SUE, TOM, WANG, ZED, Office, said
from recorded import values

CALLS = (
    "*M-1* · *Ann Reed* · Call-backs · *590 calls*\n"
    "Thu 19 Nov · November stands at *99* (was 100)\n"
    "[Undo]"
)


@pytest.mark.parametrize(
    "line",
    [
        "/record <@U0ANN> calls 590",
        "/record calls ann 590",
        "/record 590 calls ann today",
        "/record ann 回访 590次",
        "/record ann 590 calls callbacks",
        "/record ann calls 590 19 nov",
    ],
)
def test_a_figure_is_recorded_from_one_line(office: Office, line: str) -> None:
    assert office.type(line, by=SUE) == CALLS
    assert values(office) == [("calls", Decimal(590), "")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ann csat 4.6", "*M-1* · *Ann Reed* · CSAT · *4.6 of 5*"),
        ("ann csat 4,25 of 5", "*M-1* · *Ann Reed* · CSAT · *4.25 of 5*"),
        ("ann csat 4.1234", "*M-1* · *Ann Reed* · CSAT · *4.1234 of 5*"),
        ("ann calls 12000", "*M-1* · *Ann Reed* · Call-backs · *12,000 calls*"),
        ("ann training 8 hours mon", "*M-1* · *Ann Reed* · Training hours · *8 hours*"),
        ("ann 培训 0.5小时", "*M-1* · *Ann Reed* · Training hours · *0.5 hours*"),
    ],
)
def test_figures_are_exact(office: Office, line: str, told: str) -> None:
    assert office.type(f"/record {line}", by=SUE).splitlines()[0] == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "ann survey very-satisfied",
            "*M-1* · *Ann Reed* · Satisfaction survey · *Very satisfied*",
        ),
        (
            "ann survey very satisfied",
            "*M-1* · *Ann Reed* · Satisfaction survey · *Very satisfied*",
        ),
        ("ann 满意度 满意", "*M-1* · *Ann Reed* · {} · *Satisfied*"),
        ("ann survey fiar", "*M-1* · *Ann Reed* · {} · *Fair*"),
        (
            "ann 满意度 非常满意 x3",
            "*M-1 – M-3* · *Ann Reed* · {} · 3 × *Very satisfied*",
        ),
        (
            "ann survey fair 2次",
            "*M-1 – M-2* · *Ann Reed* · {} · 2 × *Fair*",
        ),
    ],
)
def test_levels_are_known_by_every_name(office: Office, line: str, told: str) -> None:
    assert office.type(f"/record {line}", by=SUE).splitlines()[0] == told.format(
        "Satisfaction survey"
    )


def test_a_misspelt_level_is_shown(office: Office) -> None:
    assert "You typed “fiar”." in office.type("/record ann survey fiar", by=SUE)


def test_the_reader_reads_her_language(office: Office) -> None:
    office.type("/record wf survey very-satisfied", by=SUE)
    assert office.type("/record list", by=WANG).splitlines()[-1] == (
        "M-1 | 11月19日 周四 | 王芳 | 满意度调查 | 非常满意"
    )


def test_sums_and_means_say_where_the_month_is(office: Office) -> None:
    office.type("/record ann calls 590", by=SUE)
    assert office.type("/record ann calls 10 yesterday", by=SUE) == (
        "*M-2* · *Ann Reed* · Call-backs · *10 calls* · 600 calls so far in November\n"
        "Wed 18 Nov · November stands at *100* (was 99)\n"
        "[Undo]"
    )
    office.type("/record ann csat 4.6", by=SUE)
    assert office.type("/record ann csat 4.2", by=SUE).splitlines()[0] == (
        "*M-4* · *Ann Reed* · CSAT · *4.2 of 5* · 4.4 of 5 on average in November"
    )


def test_a_rating_replaces_the_one_before_and_undo_brings_it_back(office: Office) -> None:
    assert office.type("/record ann cooperation 3.5", by=SUE).splitlines() == [
        "*M-1* · *Ann Reed* · Teamwork rating · *3.5*",
        "Thu 19 Nov · rated by: supervisor · November stands at *99.5* (was 100)",
        "[Undo]",
    ]
    card = office.answer("/record ann cooperation 3", by=SUE)
    assert said([card]).splitlines()[0] == ("*M-3* · *Ann Reed* · Teamwork rating · *3* (was 3.5)")
    assert office.press(card, "Undo", by=SUE) == (
        "*M-3* is undone: Ann Reed · Teamwork rating · 3\n3.5 stands again, as M-5."
    )
    assert values(office) == [("cooperation", Decimal("3.5"), "")]
    assert office.type("/record undo", by=SUE) == "There is nothing of yours to undo."


def test_who_rates_may_be_said(office: Office) -> None:
    office.type("/record ann cooperation 2", by=SUE)
    assert office.type("/record ann cooperation 4 by:peer", by=SUE).splitlines()[1] == (
        "Thu 19 Nov · rated by: peers · November stands at *98.67* (was 98)"
    )
    assert office.type("/record ann cooperation 4 by:boss", by=SUE) == (
        "*boss* does not rate *Teamwork rating*. These do: supervisor, peers, self."
    )


NO_LEVEL = "It has: Very satisfied, Satisfied, Fair, Dissatisfied."
LEVELS = "[Very satisfied] [Satisfied] [Fair] [Dissatisfied]"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("ann csat NaN", "*NaN* is not a number. *CSAT* takes one from 1 to 5 (of 5)."),
        ("ann csat 1e400", "*1e400* is not a number. *CSAT* takes one from 1 to 5 (of 5)."),
        ("ann csat infinity", "*infinity* is not a number. *CSAT* takes one from 1 to 5 (of 5)."),
        ("ann csat good", "*good* is not a number. *CSAT* takes one from 1 to 5 (of 5)."),
        ("ann csat 7", "7 cannot be: *CSAT* goes from 1 to 5 (of 5)."),
        ("ann csat 4.12345", "4.12345 is too fine: *CSAT* is kept to 4 decimal places."),
        (
            "ann calls 99999999999",
            (
                "99999999999 cannot be: *Call-backs* goes from −1,000,000,000 to 1,000,000,000 "
                "(calls)."
            ),
        ),
        (
            "ann calls 1,200",
            "I see two figures, *1* and *200*. Write one, without a comma for thousands.",
        ),
        (
            "ann calls 5 6",
            "I see two figures, *5* and *6*. Write one, without a comma for thousands.",
        ),
        ("ann survey great", f"*Satisfaction survey* has no level *great*. {NO_LEVEL}\n{LEVELS}"),
        ("ann survey 5", f"*Satisfaction survey* has no level *5*. {NO_LEVEL}\n{LEVELS}"),
        (
            "ann cooperation 3 x2",
            (
                "*Teamwork rating* is recorded once a month for each person; a second one replaces "
                "the first. Write it once."
            ),
        ),
        (
            "ann 590",
            (
                "Which figure is it? Choose, or add it to the line, such as `calls 590`. "
                "Nothing is written yet.\n[Open the form]"
            ),
        ),
        ("calls 590", "Whose figure is it? For example `/record @mira calls 590`\n[Open the form]"),
        (
            "ann calls 5 !public",
            (
                "There is no option *public* here. These work: `by:peer` for a rating, `x3` for "
                "three equal answers, a day, and a note after ` -- `"
            ),
        ),
        (
            "ann calls 5 2026-12-01",
            "Tue 1 Dec 2026 has not come yet. What has not happened cannot be logged.",
        ),
        ("tom calls 5", "Tom Bell is not in your team. Joe Wolf or HR can do that."),
        ("sue calls 5", "Nobody logs, records or decides about themselves. HR can."),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(office: Office, line: str, answer: str) -> None:
    assert office.type(f"/record {line}", by=SUE) == answer
    assert values(office) == []


def test_a_level_is_chosen_by_its_button(office: Office) -> None:
    assert office.choose("/record ann survey great", "Fair", by=SUE).splitlines()[0] == (
        "*M-1* · *Ann Reed* · Satisfaction survey · *Fair*"
    )


def test_several_people_are_confirmed_first(office: Office) -> None:
    card = office.answer("/record ann lee training 8", by=SUE)
    assert said([card]) == (
        "*Record these 2 figures?*\n"
        "• *Ann Reed* · Training hours · *8 hours* · Thu 19 Nov\n"
        "• *Lee Moss* · Training hours · *8 hours* · Thu 19 Nov\n"
        "[Record it] [Cancel]"
    )
    assert values(office) == []
    assert office.press(card, "Record it", by=SUE) == (
        "*M-1* · *Ann Reed* · Training hours · *8 hours*\n"
        "Thu 19 Nov · November stands at *100*\n"
        "*M-2* · *Lee Moss* · Training hours · *8 hours*\n"
        "Thu 19 Nov · November stands at *100*\n"
        "[Undo all]"
    )
    assert office.type("/record confirm 1", by=SUE) == "This was decided already; nothing changed."


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/record ann calls 5 2026-11-02", "It is more than a week ago."),
        (
            "/record ann calls 590",
            "The same figure is there already for that day. Is it another one?",
        ),
    ],
)
def test_what_looks_odd_is_asked_about(office: Office, line: str, why: str) -> None:
    office.type("/record ann calls 590", by=SUE)
    card = office.answer(line, by=SUE)
    assert said([card]).splitlines()[:2] == ["*Record this figure?*", why]
    assert office.press(card, "Cancel", by=SUE) == "Nothing was written."


def test_without_a_figure_the_form_opens_with_the_rest(office: Office) -> None:
    assert office.type("/record ann csat yesterday -- from the survey", by=SUE) == ""
    assert office.slack.submit({"figure": "9"}, by=SUE) == {
        "figure": "9 cannot be: CSAT goes from 1 to 5 (of 5)."
    }
    assert office.slack.submit({"figure": "4.6"}, by=SUE) == {}
    assert office.type("/record M-1", by=SUE) == (
        "*M-1* · *Ann Reed* · CSAT · *4.6 of 5*\nWed 18 Nov, by Sue Park\n> from the survey"
    )


def test_the_form_takes_levels_and_several_people(office: Office) -> None:
    office.type("/record", by=SUE)
    filled = {"people": [ANN, LEE], "measure": "survey", "figure": "fair"}
    assert office.slack.submit(filled | {"people": [ANN, TOM]}, by=SUE) == {
        "people": "Tom Bell is not in your team. Joe Wolf or HR can do that."
    }
    assert office.slack.submit(filled, by=SUE) == {}
    assert values(office) == [("survey", None, "fair"), ("survey", None, "fair")]


def test_undo_takes_one_or_the_whole_batch(office: Office) -> None:
    office.type("/record ann survey fair x3", by=SUE)
    assert office.type("/record undo M-2", by=SUE) == (
        "*M-2* is undone: Ann Reed · Satisfaction survey · Fair"
    )
    assert office.type("/record undo M-2", by=SUE) == "M-2 was taken back before; nothing changed."
    assert office.type("/record undo all M-1", by=SUE).count("is undone") == 2
    assert values(office) == []


def test_a_record_is_voided_with_a_reason_and_stays_in_sight(office: Office) -> None:
    office.type("/record ann calls 590", by=SUE)
    office.wait("+16m")
    assert office.type("/record undo M-1", by=SUE) == (
        "M-1 is older than 15 minutes. Use `/record void M-1 -- reason`: it stays, struck out."
    )
    assert office.type("/record void M-1", by=SUE) == ""
    assert office.slack.submit({"note": "counted twice"}, by=SUE) == {}
    assert values(office) == []
    assert office.type("/record list", by=SUE).splitlines()[-1] == (
        "M-1 | Thu 19 Nov | Ann Reed | Call-backs | 590 calls (void)"
    )
    assert office.type("/record M-1", by=SUE).splitlines()[0] == (
        "~M-1 · Ann Reed · Call-backs · 590 calls~ · void"
    )


def test_who_recorded_it_undoes_it_and_who_leads_voids_it(office: Office) -> None:
    office.type("/record ann calls 590", by=SUE)
    assert office.type("/record undo M-1", by=ADA) == (
        "Only who logged M-1 can undo it. A supervisor or HR can void it, with a reason."
    )
    assert office.type("/record void M-1 -- from another month", by=ADA) == (
        "*M-1* is void and shown struck out: Ann Reed · Call-backs · 590 calls\n"
        "> from another month"
    )


def test_an_agent_reads_her_own_and_others_read_nothing(office: Office) -> None:
    office.type("/record ann calls 590", by=SUE)
    own = (
        "*1 record* · November 2026\n"
        "No. | When | Who | What | Figure\n"
        "M-1 | Thu 19 Nov | Ann Reed | Call-backs | 590 calls"
    )
    assert office.type("/record list", by=ANN) == own
    assert office.type("/record list @lee", by=ANN) == own
    assert office.type("/record", by=ANN) == own
    assert office.type("/record list ann", by=SUE) == own
    assert office.type("/record list oct", by=SUE) == "*0 records* · October 2026"
    nothing = "There is no record M-1 that you could see. `/record list` shows yours."
    for stranger in (LEE, ZED):
        assert office.type("/record list", by=stranger) == "*0 records* · November 2026"
        assert office.type("/record M-1", by=stranger) == nothing
        assert office.type("/record undo M-1", by=stranger) == nothing
        assert office.type("/record void M-1 -- x", by=stranger) == nothing
    assert office.type("/record ann calls 5", by=ANN) == (
        "Only supervisors and HR can do that. `/score` shows your own standing."
    )


def test_a_void_record_of_who_left_before_its_day_is_listed(office: Office) -> None:
    office.type("/record lee calls 6", by=SUE)
    office.type("/record void M-1 -- she had left", by=SUE)
    office.type("/team remove lee from 10 nov", by=SUE)
    assert office.type("/record list", by=SUE) == (
        "*1 record* · November 2026\n"
        "No. | When | Who | What | Figure\n"
        "M-1 | Thu 19 Nov | Lee Moss | Call-backs | 6 calls (void)"
    )
    assert office.type("/record M-1", by=ADA).startswith("~M-1 · Lee Moss · Call-backs · 6 calls~")


def test_the_same_request_writes_once(office: Office) -> None:
    office.type("/record ann calls 590", by=SUE)
    office.slack.resend()
    assert values(office) == [("calls", Decimal(590), "")]
