"""/score rate: who may rate whom on what, the form, and what becomes of the ratings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from office import ADA, ANN, JOE, LEE, OTHER, SUE, TOM, WANG, Office, lines_of
from own_rubric import of_many_ratings, put_in_force
from sqlmodel import col, select

from bot.models import Entry

EMPTY = "What you leave empty stays as it is."


def use(office: Office, name: str, *, by: str = SUE, for_: str = "") -> None:
    """Put a rubric in force."""
    card = office.answer(f"/rubric use {name} {for_}", by=by, channel=OTHER)
    assert "[Show]" in office.press(card, "Put in force", by=by)


def opened(office: Office, line: str, *, by: str) -> list[str]:
    """Type a line that opens the form; return its head and its fields, a line each."""
    assert office.type(line, by=by, channel=OTHER) == ""
    view = office.slack.modal(by)
    assert view is not None
    return list(_fields(view.content["blocks"]))


def _fields(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        if block["type"] != "input":
            yield block["text"]["text"].replace("\n\n", " / ")
            continue
        element = block["element"]
        options = [option["text"]["text"] for option in element.get("options", ())]
        chosen = (element.get("initial_option") or {}).get("value")
        said = [block["block_id"], block["label"]["text"], ", ".join(options)]
        said += [
            block.get("hint", {}).get("text", ""),
            element.get("initial_value") or chosen or "",
        ]
        yield " | ".join(filter(None, said))


def told(office: Office, by: str) -> str:
    """Return what the form says after it was sent."""
    view = office.slack.modal(by)
    assert view is not None
    return "\n".join(lines_of(view.content["blocks"]))


def test_a_superior_rates_and_writes_down_what_customers_said(office: Office) -> None:
    use(office, "reception-dept-plan")
    lines = opened(office, "/score rate ann", by=SUE)
    assert lines[:4] == [
        f"*Ann Reed* · Thu 19 Nov · rated by: supervisor, customers / {EMPTY}",
        "*Customer service quality*",
        (
            "superior:attitude | Service attitude · supervisor | 0 – 100 · Warm, proactive, "
            "patient, polite; seen by customers, colleagues, mystery shoppers"
        ),
        (
            "superior:communication | Communication · supervisor | 0 – 100 · Effect, accuracy, the "
            "customer's understanding"
        ),
    ]
    assert lines[-1] == (
        "customer:survey | Satisfaction score · customers | Very satisfied (100), "
        "Satisfied (80), Fair (60), Dissatisfied (0) | Questionnaire, call-back, online rating"
    )
    assert office.slack.submit({"superior:attitude": "101"}, by=SUE) == {
        "superior:attitude": "101 cannot be: Service attitude goes from 0 to 100."
    }
    given = {"superior:attitude": "80", "superior:survey": "fair", "customer:attitude": "90"}
    assert office.slack.submit(given, by=SUE) == {}
    assert told(office, SUE) == (
        "*3 ratings of Ann Reed are written down for November.*\n"
        "• Service attitude · supervisor: *80*\n"
        "• Satisfaction score · supervisor: *Fair*\n"
        "• Service attitude · customers: *90*\n"
        "November stands at *14.5*\n"
        "[Undo all]"
    )


def test_what_was_given_is_in_the_form_and_a_second_word_replaces_it(office: Office) -> None:
    use(office, "reception-dept-plan")
    opened(office, "/score rate ann", by=SUE)
    office.slack.submit({"superior:attitude": "80", "superior:survey": "fair"}, by=SUE)
    lines = opened(office, "/score 打分 ann", by=SUE)
    assert [line.split(" | ")[-1] for line in lines if "superior:attitude" in line] == ["80"]
    assert [line.split(" | ")[-1] for line in lines if "superior:survey" in line] == ["fair"]
    assert office.slack.submit({}, by=SUE) == {
        "superior:attitude": "Nothing was changed yet. Rate at least one item."
    }
    assert office.slack.submit({"superior:attitude": "85.5"}, by=SUE) == {}
    assert told(office, SUE) == (
        "*One rating of Ann Reed is written down for November.*\n"
        "• Service attitude: *85.5*\n"
        "November stands at *14.55* (was 14)\n"
        "[Undo]"
    )
    view = office.slack.modal(SUE)
    office.press(view, "Undo", by=SUE)
    assert told(office, SUE) == (
        "*M-4* is undone: Ann Reed · Service attitude · 85.5\n80 stands again, as M-6."
    )


def test_each_colleague_counts_once(office: Office) -> None:
    use(office, "reception-dept-plan")
    for by, points in ((LEE, "10"), (LEE, "70"), (WANG, "90")):
        lines = opened(office, "/score rate ann", by=by)
        asked = [line.split(" | ")[0] for line in lines if not line.startswith("*")]
        assert asked == ["peer:attitude", "peer:teamwork"]
        assert office.slack.submit({"peer:attitude": points}, by=by) == {}
    assert told(office, LEE) == (
        "*One rating of Ann Reed is written down for November.*\n"
        "• Service attitude: *70*\n"
        "You can rate again until the month is published; your last word counts."
    )
    assert office.type("/score why attitude ann", by=SUE).split("\n")[3] == (
        "peers: 80; 80 × 10 ÷ 100 = 8"
    )


def test_who_is_rated_does_not_read_by_which_colleague(office: Office) -> None:
    use(office, "reception-dept-plan")
    opened(office, "/score rate ann", by=LEE)
    office.slack.submit({"peer:attitude": "70"}, by=LEE)
    opened(office, "/score rate ann", by=SUE)
    office.slack.submit({"superior:attitude": "80"}, by=SUE)
    assert office.type("/record M-1", by=ANN) == (
        "*M-1* · *Ann Reed* · Service attitude · *70*\nThu 19 Nov · rated by: peers"
    )
    for line in ("/record list", "/score why attitude", "/score", "/record M-1"):
        assert "Lee" not in office.type(line, by=ANN), line
    assert office.type("/record M-1", by=SUE).endswith("Thu 19 Nov, by Lee Moss")
    assert office.type("/record M-2", by=ANN).endswith("Thu 19 Nov, by Sue Park")


def test_one_rates_oneself_and_it_is_shown_but_not_counted(office: Office) -> None:
    use(office, "cs-standard-seven-areas")
    assert opened(office, "/score 打分 我", by=ANN) == opened(office, "/score rate me", by=ANN)
    assert opened(office, "/score rate me", by=ANN)[:2] == [
        f"*Ann Reed* · Thu 19 Nov · rated by: self / {EMPTY}",
        (
            "self:knowledge | Professional knowledge | Very good (100), Good (80), Fair (60), "
            "Weak (40), Poor (20)"
        ),
    ]


def test_a_team_rates_its_supervisor(office: Office) -> None:
    use(office, "supervisor-scheme-design", by=ADA, for_="for Care")
    scale = "Very good (100), Good (80), Fair (60), Weak (40), Poor (20)"
    assert opened(office, "/score rate sue", by=ANN)[:2] == [
        f"*Sue Park* · Thu 19 Nov · rated by: team members / {EMPTY}",
        f"subordinate:quality | Service quality | {scale}",
    ]
    assert office.slack.submit({"subordinate:quality": "good"}, by=ANN) == {}
    assert "stands at" not in told(office, ANN)
    for by, voice in ((LEE, "subordinate"), (JOE, "peer"), (SUE, "self"), (ADA, "superior")):
        opened(office, "/score rate me" if by == SUE else "/score rate sue", by=by)
        assert office.slack.submit({f"{voice}:quality": "fair"}, by=by) == {}
    assert office.type("/score why quality sue", by=ADA).split("\n")[3] == (
        "supervisor, peers, team members, self: (60 + 60 + 70 + 60) ÷ 4 = 62.5; "
        "62.5 × 20 ÷ 100 = 12.5"
    )


def test_complaints_leave_a_range_to_the_rater(office: Office) -> None:
    use(office, "tech-company-agent-monthly")
    assert opened(office, "/score rate ann", by=SUE)[3] == (
        "superior:complaints | Complaints caused | 8 – 10"
    )
    office.type("/deduct ann complaint x2", by=SUE)
    assert opened(office, "/score rate ann", by=SUE)[3] == (
        "superior:complaints | Complaints caused | 4 – 7"
    )
    assert office.slack.submit({"superior:complaints": "8"}, by=SUE) == {
        "superior:complaints": "8 cannot be: Complaints caused goes from 4 to 7."
    }
    assert office.slack.submit({"superior:complaints": "many"}, by=SUE) == {
        "superior:complaints": "many is not a number. Complaints caused takes one from 4 to 7."
    }
    assert office.type("/record ann 导致用户投诉 8", by=SUE) == (
        "8 cannot be: *Complaints caused* goes from 4 to 7."
    )
    assert office.slack.submit({"superior:complaints": "7"}, by=SUE) == {}
    assert told(office, SUE) == (
        "*One rating of Ann Reed is written down for November.*\n"
        "• Complaints caused: *7*\n"
        "November stands at *22* (was 15)\n"
        "[Undo]"
    )


def test_who_rates_whom(office: Office) -> None:
    assert office.type("/score rate", by=ANN) == (
        "Whom? `/score rate @mira` opens the form, `/score rate me` the one about yourself."
    )
    assert office.type("/score rate ann", by=TOM, channel=OTHER) == (
        "You do not work with Ann Reed. Those who do, Sue Park and HR can rate."
    )
    assert office.type("/score rate ann", by=JOE, channel=OTHER) == (
        "You do not work with Ann Reed. Those who do, Sue Park and HR can rate."
    )
    use(office, "scenic-agent-infraction-list")
    assert office.type("/score rate ann", by=LEE) == (
        "Scenic-area agents, infraction list asks you for no rating of Ann Reed. "
        "`/rubric show` tells who rates what."
    )


def test_nobody_rates_who_was_in_no_team(office: Office) -> None:
    assert office.type("/score rate zed", by=SUE).startswith("Zed Fox was in no team on ")


def test_a_supervisor_without_a_rubric_is_no_reason_to_choose_an_agents_one(office: Office) -> None:
    assert office.type("/score rate @joe", by=ADA) == (
        "No rubric is in force on Thu 19 Nov 2026. `/rubric list` shows those for agents and for "
        "supervisors, and `/rubric use NAME` puts one in force: HR can, and for agents their "
        "supervisor."
    )


def test_a_published_month_is_rated_no_more(office: Office) -> None:
    use(office, "reception-dept-plan")
    opened(office, "/score rate ann", by=LEE)
    office.wait("+13d")
    assert office.slack.submit({"peer:attitude": "70"}, by=LEE) == {
        "peer:attitude": "November 2026 is closed: its cards are published. Log it for a day of "
        "the open month, and say in the note when it was."
    }


def test_a_long_form_has_pages(office: Office) -> None:
    put_in_force(office, of_many_ratings())
    lines = opened(office, "/score rate ann", by=SUE)
    assert lines[0] == f"*Ann Reed* · Thu 19 Nov · page 1 of 2 · rated by: supervisor / {EMPTY}"
    assert lines[40] == "superior:skill-40 | Skill 40 | 0 – 2"
    assert len(lines) == 41
    assert office.slack.submit({"superior:skill-1": "2"}, by=SUE) == {}
    view = office.slack.modal(SUE)
    office.press(view, "Next page", by=SUE)
    view = office.slack.modal(SUE)
    assert view is not None
    found = [line.split(" | ")[0] for line in _fields(view.content["blocks"])]
    assert found[1:] == [f"superior:skill-{number}" for number in range(41, 46)]
    assert office.slack.submit({"superior:skill-45": "1.5"}, by=SUE) == {}
    with office.reading() as session:
        rows = session.exec(select(Entry).order_by(col(Entry.number)))
        assert [(row.code, row.rater) for row in rows] == [
            ("skill-1", "superior"),
            ("skill-45", "superior"),
        ]


def test_a_form_may_have_more_pages_than_slack_piles_up(office: Office) -> None:
    put_in_force(office, of_many_ratings(165))
    opened(office, "/score rate ann", by=SUE)
    for page, skill in enumerate((1, 41, 81, 121, 161), 1):
        view = office.slack.modal(SUE)
        assert view is not None
        fields = list(_fields(view.content["blocks"]))
        assert f" · page {page} of 5 · " in fields[0]
        assert fields[1].startswith(f"superior:skill-{skill} | ")
        assert office.slack.submit({f"superior:skill-{skill}": "2"}, by=SUE) == {}
        if page < 5:
            office.press(office.slack.modal(SUE), "Next page", by=SUE)
    with office.reading() as session:
        rows = session.exec(select(Entry.code).order_by(col(Entry.number))).all()
        assert rows == ["skill-1", "skill-41", "skill-81", "skill-121", "skill-161"]


def test_an_empty_page_may_be_passed(office: Office) -> None:
    put_in_force(office, of_many_ratings())
    opened(office, "/score rate ann", by=SUE)
    assert office.slack.submit({}, by=SUE) == {}
    assert told(office, SUE) == "Nothing on this page was changed.\n[Next page]"


def test_who_left_within_the_month_is_rated_as_of_her_last_day(office: Office) -> None:
    use(office, "reception-dept-plan")
    office.type("/team remove lee from 10 nov", by=SUE, channel=OTHER)
    lines = opened(office, "/score rate lee", by=SUE)
    assert lines[0] == f"*Lee Moss* · Mon 9 Nov · rated by: supervisor, customers / {EMPTY}"
    office.wait("2026-12-03T09:00:00Z")
    office.type("/month reopen nov -- she was not rated", by=ADA, channel=OTHER)
    assert opened(office, "/score rate lee nov", by=SUE)[0] == lines[0]
