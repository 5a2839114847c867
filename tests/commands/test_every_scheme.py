"""Every scheme of the catalogue, put in force for a team, fed by its people, and scored."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hand_worked import months
from office import ADA, ANN, BEGAN, OTHER, SUE, WORKSPACE, Office

from bot import appraisals, roster
from bot.commands import rate
from bot.periods import Period
from bot.scoring import rubric as files
from bot.scoring.card import Scorecard
from bot.scoring.entries import Measure
from bot.scoring.facts import Fact, gather
from bot.scoring.rubric import Rubric
from bot.scoring.score import score
from bot.words import words_for

NOVEMBER = Period(2026, 11)
MONTHS = months()


def asked(rubric: Rubric) -> dict[str, Measure]:
    """Return what a rubric asks the superior to rate."""
    return {one.code: one for one in rubric.measures if "superior" in one.raters}


# On SQLite alone: what is scored does not depend on the database.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize("name", files.names())
def test_what_is_typed_comes_to_what_was_worked_by_hand(office: Office, name: str) -> None:
    rubric, month = files.read(name), MONTHS[name]
    person, by = (ANN, SUE) if rubric.appraises == "agent" else (SUE, ADA)
    put_in_force(office, rubric, by=by)
    for line in month.typed:
        told = office.type(line.replace("@who", f"<@{person}>"), by=by, channel=OTHER)
        assert re.match(r"\*[DCM]-\d+\* · ", told), told
    card = card_of(office, person)
    assert {line.id: (line.points, line.why.en) for line in card.lines} == {
        code: (None if points is None else Fraction(points), why)
        for code, (points, why) in month.lines.items()
    }
    assert card.total == (None if month.total is None else Fraction(month.total))
    assert (card.grade.code if card.grade else "") == month.grade
    shown = words_for("en", {}).number(card.total)
    answer = office.type(f"/score <@{person}>", by=by, channel=OTHER).splitlines()
    assert answer[1].startswith("*No result yet*" if card.total is None else f"*{shown}* of ")
    if card.total is not None and card.full != 100:
        assert f" ({words_for('en', {}).number(card.percent)} %)" in answer[1]


@pytest.mark.parametrize("name", [name for name in files.names() if asked(files.read(name))])
def test_the_form_rates_all_that_is_the_superiors_to_rate(office: Office, name: str) -> None:
    rubric = files.read(name)
    person, by = (ANN, SUE) if rubric.appraises == "agent" else (SUE, ADA)
    put_in_force(office, rubric, by=by)
    facts = rated(office, rubric, person, by)
    expected = score(rubric, facts)
    assert expected is not None
    ours = {line for line in card_of(office, person).lines if "counted by" not in line.why.en}
    assert ours <= set(expected.lines)
    assert {line.id for line in expected.lines if line.id in asked(rubric)} <= {
        line.id for line in ours
    }


def card_of(office: Office, person: str) -> Scorecard:
    """Return the person's card of the month."""
    with office.reading() as session:
        card = appraisals.standing(
            session,
            workspace=WORKSPACE,
            person=roster.person(session, workspace=WORKSPACE, user=person),
            period=NOVEMBER,
            today=BEGAN,
        ).card
    assert card is not None
    return card


def put_in_force(office: Office, rubric: Rubric, *, by: str) -> None:
    """Choose the scheme for Care from its open month on."""
    line = f"/rubric use {rubric.id} for Care"
    if rubric.id == "care-agents":
        assert "already" in office.type(line, by=by, channel=OTHER)
        return
    card = office.answer(line, by=by, channel=OTHER)
    assert f"*{rubric.label.en}* v{rubric.version} from Sun 1 Nov" in office.press(
        card, "Put in force", by=by
    )


def rated(office: Office, rubric: Rubric, person: str, by: str) -> list[Fact]:
    """Rate everything that is the superior's to rate, as far as a month without entries lets."""
    found = gather((), rubric.measure_by_code)
    wanted = [rate.narrowed(rubric, measure, found) for measure in asked(rubric).values()]
    facts = [_fact(measure, "superior") for measure in wanted]
    assert office.type(f"/score rate <@{person}>", by=by, channel=OTHER) == ""
    given = {f"superior:{fact.code}": fact.level or str(fact.value) for fact in facts}
    assert office.slack.submit(given, by=by) == {}
    return facts


def _fact(measure: Measure, rater: str) -> Fact:
    """Return a level of the scale, the second of several, or a figure within the range."""
    if measure.levels:
        level = measure.levels[1 if len(measure.levels) > 2 else 0]
        return Fact(measure.code, level=level.code, rater=rater)
    least = Decimal(0) if measure.least is None else measure.least
    value = max(least, Decimal(3) if measure.most is None else min(Decimal(3), measure.most))
    return Fact(measure.code, value=value, values=1, rater=rater)


def test_a_form_without_items_says_what_is_signed(office: Office) -> None:
    put_in_force(office, files.read("cs-specialist-appraisal-cover"), by=SUE)
    assert office.type("/score ann", by=SUE) == (
        "Ann Reed · November\n"
        "*No result yet*\n"
        "This rubric scores nothing: it is a form to sign.\n"
        "Signatures: Compiled by, Reviewed by, Approved by\n"
        "[Why?]"
    )
