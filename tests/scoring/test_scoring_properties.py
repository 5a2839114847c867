"""What holds for every rubric of the catalogue and any facts."""

import json
import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.scoring import rubric
from bot.scoring.card import Line, Scorecard
from bot.scoring.entries import Loggable, Measure
from bot.scoring.facts import Fact
from bot.scoring.kinds.tally import Deductions
from bot.scoring.rubric import Rubric
from bot.scoring.score import score

Case = tuple[str, list[Fact]]
anything = settings(max_examples=50)
"""Other work on the machine must not fail a test: no deadline."""


def opened(case: Case) -> tuple[Rubric, list[Fact]]:
    name, facts = case
    return rubric.read(name), facts


def entries_of(thing: Loggable) -> st.SearchStrategy[Fact]:
    given_instead = (
        st.decimals(thing.least, thing.most, places=2) if thing.least != thing.most else None
    )
    points = st.just(Decimal(0)) if given_instead is None else st.just(Decimal(0)) | given_instead
    return st.builds(Fact, st.just(thing.code), st.integers(0, 9), points)


def records_of(thing: Measure) -> st.SearchStrategy[Fact]:
    raters = st.sampled_from(thing.raters or ("",))
    levels = st.builds(
        Fact,
        st.just(thing.code),
        st.integers(0, 5),
        level=st.sampled_from([*thing.by_level] or [""]),
        rater=raters,
    )
    least, most = thing.least or Decimal(0), thing.most or Decimal(1000)
    values = st.decimals(least, most, places=2)
    recorded = st.builds(Fact, st.just(thing.code), value=values, values=st.just(1), rater=raters)
    return levels if thing.levels else recorded


@cache
def facts_of(name: str) -> st.SearchStrategy[Case]:
    things = rubric.read(name).by_code.values()
    kinds = [entries_of(it) if isinstance(it, Loggable) else records_of(it) for it in things]
    facts = st.lists(st.one_of(kinds), max_size=12) if kinds else st.just([])
    return st.tuples(st.just(name), facts)


cases = st.sampled_from(rubric.names()).flatmap(facts_of)


@anything
@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_plays_no_part(case: Case, random: Random) -> None:
    chosen, facts = opened(case)
    other = list(facts)
    random.shuffle(other)
    assert score(chosen, other) == score(chosen, facts)


@anything
@given(cases)
def test_one_row_or_many_is_the_same(case: Case) -> None:
    chosen, facts = opened(case)
    split = [
        part
        for fact in facts
        for part in (
            [Fact(fact.code, 1, level=fact.level, rater=fact.rater)] * fact.count
            + [Fact(fact.code, 0, fact.points, fact.value, fact.values, fact.level, fact.rater)]
        )
    ]
    assert score(chosen, split) == score(chosen, facts)


@anything
@given(cases)
def test_the_lines_add_up_to_the_total(case: Case) -> None:
    card = score(*opened(case))
    if card is not None and card.total is not None:
        assert card.total == sum(line.points for line in card.lines if line.points is not None)


@anything
@given(cases)
def test_a_frozen_card_is_read_back_exactly(case: Case) -> None:
    card = score(*opened(case))
    if card is not None:
        assert Scorecard.from_json(json.loads(json.dumps(card.to_json()))) == card


@anything
@given(cases)
def test_no_line_leaves_its_bounds(case: Case) -> None:
    chosen, facts = opened(case)
    card = score(chosen, facts)
    kinds = {item.line.id: item.line for item in chosen.items}
    for line in card.lines if card else ():
        rule = kinds.get(line.id)
        if isinstance(rule, Deductions) and line.raw is not None and line.raw_of is not None:
            assert Fraction(rule.floor or 0) <= line.raw <= line.raw_of
        elif line.id == "bonus" and chosen.bonuses and chosen.bonuses.cap is not None:
            assert line.points is not None
            assert 0 <= line.points <= chosen.bonuses.cap


@anything
@given(cases, st.data())
def test_a_deduction_never_helps_and_a_commendation_never_hurts(
    case: Case, data: st.DataObject
) -> None:
    chosen, facts = opened(case)
    if not chosen.entries:
        return
    entry = data.draw(st.sampled_from(chosen.entries))
    before, after = score(chosen, facts), score(chosen, [*facts, Fact(entry.code)])
    if before is None or after is None or before.total is None or after.total is None:
        return
    assert after.total <= before.total if entry.kind == "deduction" else after.total >= before.total


@anything
@given(cases)
def test_what_a_rubric_does_not_know_changes_nothing_but_is_named(
    case: Case,
) -> None:
    chosen, facts = opened(case)
    known = score(chosen, facts)
    card = score(chosen, [*facts, Fact("no-such-code", count=3, points=Decimal(-50))])
    if known is None or card is None:
        assert known is card
        return
    assert card.unscored == ("no-such-code",)
    assert (card.total, card.lines) == (known.total, known.lines)


@anything
@given(cases)
def test_no_more_was_measured_than_could_be(case: Case) -> None:
    card = score(*opened(case))
    if card is not None:
        assert 0 <= card.of <= card.full


@anything
@given(cases)
def test_the_arithmetic_of_a_tally_comes_to_what_it_says(case: Case) -> None:
    chosen, facts = opened(case)
    card = score(chosen, facts)
    tallies = {item.line.id for item in chosen.items if isinstance(item.line, Deductions)}
    for line in card.lines if card else ():
        if line.codes and line.id in tallies | {"bonus"}:
            for language in ("en", "zh"):
                sum_, _, end = without_labels(chosen, line, language).partition(" = ")
                said = end.replace("，", ",").split(",")[0].split(";")[0]
                assert worked_out(sum_) == worked_out(said), line.why


def without_labels(chosen: Rubric, line: Line, language: str) -> str:
    """Return the explanation without the names of the entries."""
    why = line.why.in_(language)
    for entry in chosen.entries:
        label = re.escape(entry.label.in_(language))
        why = re.sub(rf" \({label}(?:[:：][^()]*)?\)", "", why)
    return why


def worked_out(sum_: str) -> Fraction:
    """Work out a sum of terms that are numbers or products: `15 − 2 × 3 + 1`."""
    terms = re.findall(r"([+−]?) ?(\d+(?:\.\d+)?)(?: × (\d+(?:\.\d+)?))?", sum_)
    assert "".join(f"{a}{b}{c}" for a, b, c in terms) == re.sub("[ ×]", "", sum_)
    products = ((sign, Fraction(one) * Fraction(other or 1)) for sign, one, other in terms)
    return sum((-it if sign == "−" else it for sign, it in products), Fraction(0))
