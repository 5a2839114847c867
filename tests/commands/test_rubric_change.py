"""/rubric use: a change is shown, pressed, and put in force from a month on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from care_shown import HINTS
from office import ADA, ANN, DESK, JOE, SUE, TOM, ZED, Office, said

from bot import rubrics
from bot.errors import UserError
from bot.scoring import rubric as files

OWN = (files.CATALOGUE / "care-agents.yaml").read_text("utf-8").replace("care-agents", "care-own")


def test_a_change_is_shown_then_pressed(office: Office) -> None:
    assert office.type("/deduct @ann record", by=SUE) == (
        "*D-1* · *Ann Reed* · Record incomplete · *−1*\n"
        "Thu 19 Nov · November stands at *99* (was 100)\n"
        "Ann Reed is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )
    card = office.answer("/rubric use scenic-agent-infraction-list", by=SUE)
    assert said([card]) == (
        "*Score Care by Scenic-area agents, infraction list v1?*\n"
        "From Sun 1 Nov; all of November 2026 is scored by it.\n"
        "It scores Ann Reed, Lee Moss, 王芳.\n"
        "So far: Customer care agents v1. Items: 0 new, 8 gone, 39 as before.\n"
        "⚠️ 1 record of that time is under an item the new rubric does not have. It stays on "
        "file and will not count.\n"
        "[Put in force] [Compare] [Cancel]"
    )
    assert office.press(card, "Put in force", by=SUE) == (
        "*Care* is scored by *Scenic-area agents, infraction list* v1 from Sun 1 Nov\n[Show]"
    )
    assert office.type("/rubric use scenic-agent-infraction-list", by=SUE) == (
        "Care is scored by Scenic-area agents, infraction list v1 already."
    )
    card = office.answer("/rubric use care-agents from next month", by=SUE)
    assert said([card]) == (
        "*Score Care by Customer care agents v1?*\n"
        "From Tue 1 Dec; all of December 2026 is scored by it.\n"
        "It scores Ann Reed, Lee Moss, 王芳.\n"
        "So far: Scenic-area agents, infraction list v1. Items: 8 new, 0 gone, 39 as before.\n"
        "[Put in force] [Compare] [Cancel]"
    )
    assert office.press(card, "Cancel", by=SUE) == "Nothing was changed."
    assert office.type("/team", by=SUE) == (
        "Care\n"
        "*Supervised by* Sue Park\n"
        "*Scored by* Scenic-area agents, infraction list v1, since Sun 1 Nov\n"
        "*Channel* <#C0CARE>\n"
        "*Time* Thu 19 Nov 10:00 (UTC) · posts in English\n"
        "*3 agents*\n"
        "• Ann Reed · since Sun 1 Nov\n"
        "• Lee Moss · since Sun 1 Nov\n"
        "• 王芳 (小芳) · since Sun 1 Nov\n"
        f"{HINTS}"
    )
    assert office.type("/rubric", by=ADA) == (
        "*Scenic-area agents, infraction list* v1 · Care · since Sun 1 Nov\n"
        "[Show]\n"
        "*Customer care agents* v1 · Desk · since Sun 1 Nov\n"
        "[Show]\n"
        "Ask for one: `/rubric rude` · all with ranges: `/rubric show`"
    )
    assert office.type("/rubric use care-agents from 10 nov", by=SUE) == (
        "*Score Care by Customer care agents v1?*\n"
        "From Tue 10 Nov; all of November 2026 is scored by it.\n"
        "It scores Ann Reed, Lee Moss, 王芳.\n"
        "So far: Scenic-area agents, infraction list v1. Items: 8 new, 0 gone, 39 as before.\n"
        "[Put in force] [Compare] [Cancel]"
    )


def test_who_may_change_what(office: Office) -> None:
    assert office.type("/rubric use care-agents", by=ANN) == (
        "Care is not your team. Sue Park or HR can do that."
    )
    assert office.type("/rubric use care-agents for Care", by=TOM, channel=DESK) == (
        "Care is not your team. Sue Park or HR can do that."
    )
    assert office.type("/rubric use care-agents", by=ZED) == (
        "You are in no team yet. HR or its supervisor can put you into one."
    )
    assert office.type("/rubric use scenic-agent-infraction-list for Care", by=JOE) == (
        "Care is not your team. Sue Park or HR can do that."
    )
    card = office.answer("/rubric use scenic-agent-infraction-list", by=ADA)
    assert said([card]) == (
        "Which team? Choose, or add its name to the line: Care, Desk. Nothing is changed yet.\n"
        "[Care] [Desk]"
    )
    assert office.press(card, "Desk", by=ADA) == (
        "*Score Desk by Scenic-area agents, infraction list v1?*\n"
        "From Sun 1 Nov; all of November 2026 is scored by it.\n"
        "It scores Tom Bell.\n"
        "So far: Customer care agents v1. Items: 0 new, 8 gone, 39 as before.\n"
        "[Put in force] [Compare] [Cancel]"
    )
    assert office.type("/rubric use front-desk-supervisor-table", by=SUE) == "Only HR can do that."
    card = office.answer("/rubric use front-desk-supervisor-table for Care", by=ADA)
    assert said([card]) == (
        "*Score the supervisors of Care by Front-desk supervisor, monthly table v1?*\n"
        "From Sun 1 Nov; all of November 2026 is scored by it.\n"
        "It scores Sue Park.\n"
        "So far there is no rubric.\n"
        "[Put in force] [Cancel]"
    )
    assert office.press(card, "Put in force", by=ADA) == (
        "The supervisors of *Care* are scored by *Front-desk supervisor, monthly table* v1 "
        "from Sun 1 Nov\n"
        "[Show]"
    )
    assert office.type("/rubric use scenic-agent-infraction-list for supervisors", by=SUE) == (
        "Only HR can do that."
    )
    assert office.type("/rubric use department-satisfaction-appraisal for Care", by=ADA) == (
        "*Score the supervisors of Care by Customer-satisfaction appraisal of a section v1?*\n"
        "From Sun 1 Nov; all of November 2026 is scored by it.\n"
        "It appraises the team as a whole. The card stands under who heads it, and HR records "
        "for it: Sue Park.\n"
        "So far: Front-desk supervisor, monthly table v1. Items: 2 new, 7 gone, 0 as before.\n"
        "• Valid service complaint −3 → *−6*\n"
        "[Put in force] [Compare] [Cancel]"
    )
    assert office.type("/rubric use nothing-like-it", by=SUE) == (
        "There is no rubric *nothing-like-it*. `/rubric list` shows them all."
    )
    assert office.type("/rubric use", by=SUE) == (
        "That is not complete. `/rubric help` shows what works."
    )
    assert office.type("/rubric use care-agents from 1 oct", by=SUE) == (
        "Thu 1 Oct lies before the open month, and what was published stays as it is. The "
        "earliest day is Sun 1 Nov."
    )
    assert office.type("/rubric use care-agents from yesturday", by=SUE) == (
        "*yesturday* is not a day. These work: `yesterday`, `mon`, `3d ago`, `19 nov`, "
        "`2026-11-19`."
    )
    assert office.type("/rubric use care-agents for Nowhere", by=SUE) == (
        "There is no team *Nowhere*. There are: Care, Desk."
    )
    assert office.type("/rubric confirm care-agents", by=SUE) == (
        "That is not complete. `/rubric help` shows what works."
    )
    assert office.type("/rubric confirm care-agents for Care text:0123456789abcdef", by=SUE) == (
        "The file of Customer care agents has changed since this was shown; nothing was put in "
        "force. Type the line again to see what it says now."
    )


def test_a_published_month_keeps_its_rubric(office: Office) -> None:
    office.wait("+13d")
    assert office.type("/rubric use scenic-agent-infraction-list from 30 nov", by=SUE) == (
        "Mon 30 Nov lies before the open month, and what was published stays as it is. The "
        "earliest day is Tue 1 Dec."
    )
    card = office.answer("/rubric use scenic-agent-infraction-list", by=SUE)
    assert said([card]) == (
        "*Score Care by Scenic-area agents, infraction list v1?*\n"
        "From Tue 1 Dec; all of December 2026 is scored by it.\n"
        "It scores Ann Reed, Lee Moss, 王芳.\n"
        "So far: Customer care agents v1. Items: 0 new, 8 gone, 39 as before.\n"
        "[Put in force] [Compare] [Cancel]"
    )


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a catalogue of one's own, empty."""
    cached = (files.names, files.read, rubrics.headings)
    for one in cached:
        one.cache_clear()
    monkeypatch.setattr(files, "CATALOGUE", tmp_path)
    yield tmp_path
    for one in cached:
        one.cache_clear()


@pytest.mark.parametrize(
    ("name", "instead", "told"),
    [
        ("care-own", ("points: 40\n", "points: 41\n"), "care-own.yaml:21: the sections add up to"),
        ("our-own", ("", ""), "our-own.yaml:1: its `id` is `care-own`: call the file"),
        ("care-own", ("total:", "\ttotal:"), "care-own.yaml:21: not readable as YAML: while"),
    ],
)
def test_an_own_file_with_mistakes_says_so(
    catalogue: Path, name: str, instead: tuple[str, str], told: str
) -> None:
    catalogue.joinpath(f"{name}.yaml").write_text(OWN.replace(*instead, 1), "utf-8")
    with pytest.raises(UserError, match="broken_rubric") as refused:
        rubrics.listed(name)
    assert refused.value.context["told"][0].startswith(told)


def test_a_file_whose_head_cannot_be_read_is_not_listed(catalogue: Path) -> None:
    catalogue.joinpath("care-own.yaml").write_text(OWN, "utf-8")
    catalogue.joinpath("broken.yaml").write_text("id: broken\n\tlabel: x\n", "utf-8")
    assert [one.name for one in rubrics.headings()] == ["care-own"]


def test_an_own_file_is_put_in_force_with_its_own_parameters(
    office: Office, catalogue: Path
) -> None:
    file = catalogue / "care-own.yaml"
    file.write_text(OWN.replace("points: 40", "points: 41"), "utf-8")
    assert office.type("/rubric use care-own", by=SUE) == (
        "The file of *care-own* has mistakes, and can score nobody before they are mended:\n"
        "• care-own.yaml:21: the sections add up to 101, not 100"
    )
    file.write_text(OWN.replace("cap: 10", "cap: 4"), "utf-8")
    office.choose("/rubric use care-own", "Put in force", by=SUE)
    office.type("/commend ann praise x2 -- two letters", by=SUE)
    assert "2 × 3 (Praised by a customer) = 6, at most 4" in office.type("/score ann", by=SUE)
