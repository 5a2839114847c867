"""/record csv: a pasted sheet is previewed line by line, and recorded once."""

from __future__ import annotations

import pytest
from office import SUE, Office, said
from recorded import values

from bot.playground.world import Message

SHEET = (
    "name,measure,value,date\n"
    "Ann Reed,calls,590,2026-11-18\n"
    "@lee,csat,4.5,\n"
    "王芳,满意度,非常满意,11月2日\n"
)


def pasted(office: Office, text: str) -> Message:
    return office.answer(f"/record csv {text}", by=SUE)


def test_a_sheet_is_previewed_and_recorded_once(office: Office) -> None:
    card = pasted(office, SHEET)
    assert said([card]) == (
        "*3 lines can be recorded*\n"
        "• *Ann Reed* · Call-backs · *590 calls* · Wed 18 Nov\n"
        "• *Lee Moss* · CSAT · *4.5 of 5* · Thu 19 Nov\n"
        "• *王芳* · Satisfaction survey · *Very satisfied* · Mon 2 Nov\n"
        "[Record it] [Cancel]"
    )
    again = pasted(office, SHEET)
    assert values(office) == []
    assert office.press(card, "Record it", by=SUE) == (
        "*M-1* · *Ann Reed* · Call-backs · *590 calls*\n"
        "Wed 18 Nov · November stands at *99* (was 100)\n"
        "*M-2* · *Lee Moss* · CSAT · *4.5 of 5*\n"
        "Thu 19 Nov · November stands at *100*\n"
        "*M-3* · *王芳* · Satisfaction survey · *Very satisfied*\n"
        "Mon 2 Nov · November stands at *100*\n"
        "[Undo all]"
    )
    assert office.press(again, "Record it", by=SUE) == (
        "All these lines were recorded before, from this very file; nothing was written again."
    )
    assert said([pasted(office, SHEET)]) == (
        "*Nothing here can be recorded*\n"
        "3 lines of this very file were recorded before and are left out."
    )
    assert len(values(office)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "日期;数值;指标;姓名\n2026-11-18;590;回访;ann",
        "Value\tWho\tItem\tDay\n590\tann\tcalls\t18 nov 2026",
        'measure, person, value, when, remark\ncalls, "Ann Reed", "590", yesterday, "a, b"',
        "姓名，指标，数值，日期\nann，calls，590，昨天",
    ],
)
def test_columns_may_stand_in_any_order_and_language(office: Office, text: str) -> None:
    assert said([pasted(office, text)]).splitlines()[1] == (
        "• *Ann Reed* · Call-backs · *590 calls* · Wed 18 Nov"
    )


def test_bad_lines_are_named_and_the_good_ones_can_be_recorded(office: Office) -> None:
    office.type("/record ann calls 590", by=SUE)
    text = (
        "person,measure,value,date\n"
        "=HYPERLINK(1),calls,5,\n"
        "\n"
        "ann,=SUM(A1),5,\n"
        "ann,calls,=1+1,\n"
        "ann,calls,,\n"
        "ann,calls,5,someday\n"
        "ann,calls,5,2026-12-24\n"
        "tom,calls,5,\n"
        "ann,calls,590,\n"
        "ann,cooperation,3,\n"
        "ann,cooperation,4,\n"
    )
    assert said([pasted(office, text)]) == (
        "*1 line can be recorded*\n"
        "9 lines need another look; they are shown below and will not be recorded.\n"
        "• *Ann Reed* · Teamwork rating · *3* · Thu 19 Nov\n"
        "*Line 2* · I know nobody called *=HYPERLINK(1)*. Use a mention, such as @mira: it is "
        "always exact.\n"
        "*Line 4* · There is nothing called *=SUM(A1)* to record. `/rubric` shows what there is.\n"
        "*Line 5* · *=1+1* is not a number. *Call-backs* takes one (calls), such as 590.\n"
        "*Line 6* · The value is missing.\n"
        "*Line 7* · *someday* is not a day. These work: `yesterday`, `mon`, `3d ago`, `19 nov`, "
        "`2026-11-19`.\n"
        "*Line 8* · Thu 24 Dec 2026 has not come yet. What has not happened cannot be logged.\n"
        "*Line 9* · Tom Bell is not in your team. Joe Wolf or HR can do that.\n"
        "*Line 10* · Ann Reed has this very figure of *Call-backs* for that day already (M-1). "
        "Record it by itself if it is another one.\n"
        "*Line 12* · *Teamwork rating* is recorded once a month for each person; a second one "
        "replaces the first. Write it once.\n"
        "[Record it] [Cancel]"
    )


def test_a_comma_for_thousands_is_never_read_as_a_point(office: Office) -> None:
    refused = "I see two figures, *1* and *250*. Write one, without a comma for thousands."
    sheet = 'person,measure,value\nann,calls,"1,250"\nlee,calls,"12,5"'
    assert said([pasted(office, sheet)]).splitlines()[2:] == [
        "• *Lee Moss* · Call-backs · *12.5 calls* · Thu 19 Nov",
        f"*Line 2* · {refused}",
        "[Record it] [Cancel]",
    ]
    assert office.type("/record ann calls", by=SUE) == ""
    assert office.slack.submit({"figure": "1,250"}, by=SUE) == {"figure": refused.replace("*", "")}


def test_a_sheet_needs_its_header(office: Office) -> None:
    assert said([pasted(office, "a,b\n1,2")]) == (
        "The first line must name the columns: `person,measure,value,date`, in any order. "
        "I do not see: person, measure, value."
    )


def test_the_paste_box_takes_a_sheet(office: Office) -> None:
    office.type("/record csv", by=SUE)
    assert office.slack.submit({"lines": "nothing"}, by=SUE) == {
        "lines": "The first line must name the columns: person,measure,value,date, in any order. "
        "I do not see: person, measure, value."
    }
    assert office.slack.submit({"lines": SHEET}, by=SUE) == {}
    view = office.slack.modal(SUE)
    assert view is not None
    office.press(view, "Record it", by=SUE)
    assert len(values(office)) == 3
