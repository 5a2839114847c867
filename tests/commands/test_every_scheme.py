"""Every scheme of the catalogue, put in force for a team, fed by its people, and scored."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from office import ADA, ANN, OTHER, SUE, WORKSPACE, Office, open_office

from bot import appraisals, roster
from bot.commands import rate
from bot.periods import Period
from bot.scoring import rubric as files
from bot.scoring.entries import Measure
from bot.scoring.facts import Fact, gather
from bot.scoring.rubric import Rubric
from bot.scoring.score import score
from bot.store import connect
from bot.words import words_for

NOVEMBER = Period(2026, 11)


@pytest.fixture
def office(sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    """Open the office on SQLite alone: what is scored does not depend on the database."""
    path = tmp_path / "appraisal.db"
    shutil.copy(sqlite_template, path)
    database = connect(f"sqlite:///{path}")
    yield from open_office(database)
    database.engine.dispose()


@pytest.mark.parametrize("name", files.names())
def test_a_scheme_in_force_scores_what_was_recorded(office: Office, name: str) -> None:
    rubric = files.read(name)
    person, by = (ANN, SUE) if rubric.appraises == "agent" else (SUE, ADA)
    put_in_force(office, rubric, by=by)
    facts = [*logged(office, rubric, person, by), *recorded(office, rubric, person, by)]
    facts += rated(office, rubric, person, by, facts)
    expected = score(rubric, facts)
    with office.reading() as session:
        card = appraisals.standing(
            session,
            workspace=WORKSPACE,
            person=roster.person(session, workspace=WORKSPACE, user=person),
            period=NOVEMBER,
        ).card
    assert expected is not None
    assert card is not None
    assert card == expected
    shown = words_for("en", {}).number(expected.total)
    answer = office.type(f"/score <@{person}>", by=by, channel=OTHER).splitlines()
    assert answer[1].startswith("*No result yet*" if card.total is None else f"*{shown}* of ")


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


def logged(office: Office, rubric: Rubric, person: str, by: str) -> Iterator[Fact]:
    """Log the first deduction and commendation that are not critical, and what the bot counts.

    What somebody logs herself the bot counts no more.
    """
    ordinary = [entry for entry in rubric.entries if not entry.critical]
    first = {entry.kind: entry for entry in reversed(ordinary)}
    for entry in rubric.entries:
        if (entry.derived and not entry.critical) or entry in first.values():
            command = "deduct" if entry.kind == "deduction" else "commend"
            line = f"/{command} <@{person}> {entry.code} -- seen"
            told = office.type(line, by=by, channel=OTHER)
            assert f"· {entry.label.en} ·" in told, told
            yield Fact(entry.code)


def recorded(office: Office, rubric: Rubric, person: str, by: str) -> Iterator[Fact]:
    """Record every figure and level that is no rating."""
    for measure in rubric.measures:
        if measure.kind != "rating":
            fact = _fact(measure)
            figure = fact.level or fact.value
            told = office.type(f"/record <@{person}> {measure.code} {figure}", by=by, channel=OTHER)
            assert f"· {measure.label.en} ·" in told, told
            yield fact


def rated(
    office: Office, rubric: Rubric, person: str, by: str, known: Sequence[Fact]
) -> list[Fact]:
    """Rate everything that is the superior's to rate, within what the facts leave to choose."""
    asked = [one for one in rubric.measures if "superior" in one.raters]
    if not asked:
        return []
    found = gather(known, rubric.measure_by_code)
    facts = [_fact(rate.narrowed(rubric, measure, found), "superior") for measure in asked]
    assert office.type(f"/score rate <@{person}>", by=by, channel=OTHER) == ""
    given = {f"superior:{fact.code}": fact.level or str(fact.value) for fact in facts}
    assert office.slack.submit(given, by=by) == {}
    return facts


def _fact(measure: Measure, rater: str = "") -> Fact:
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
