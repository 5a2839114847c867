"""What was recorded, as numbers: the only thing that scoring knows about a ledger."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bot.scoring.entries import Measure
from bot.scoring.figures import add


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the ledger grouped by code, level and rater.

    `count` are the net occurrences whose points are the rubric's own; `points` is the sum of the
    signed points that were given instead, for the other occurrences. `value` is the sum of
    `values` recorded numbers. What nobody recorded, because it could be counted, is `counted`.
    """

    code: str
    count: int = 1
    points: Decimal = Decimal(0)
    value: Decimal | Fraction | None = None
    values: int = 0
    level: str = ""
    rater: str = ""
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """The facts of one person and period, ready to be asked; their order plays no part."""

    facts: Mapping[str, Sequence[Fact]]
    measures: Mapping[str, Measure]

    def count(self, code: str) -> int:
        """Return how often `code` happened at the rubric's own points, never less than 0."""
        return max(0, sum(fact.count for fact in self.facts.get(code, ())))

    def given(self, code: str) -> Fraction:
        """Return the sum of the points that were given instead of the rubric's own."""
        return add(Fraction(fact.points) for fact in self.facts.get(code, ()) if fact.points)

    def number(self, code: str) -> Fraction | None:
        """Return the figure of a measure, summed or averaged as it says; None: not recorded.

        Of a measure whose records replace each other, the ledger hands over the last; where it
        hands over several they are averaged, so that no order has to be known.
        """
        sum_, times = _sum(self.facts.get(code, ()))
        if not times:
            return None
        return sum_ if self.measures[code].collect == "sum" else sum_ / times

    def number_by(self, code: str, rater: str) -> tuple[Fraction, int]:
        """Return the sum of the numbers that one kind of rater gave, and how many they are."""
        return _sum(fact for fact in self.facts.get(code, ()) if fact.rater == rater)

    def levels(self, code: str, rater: str | None = None) -> dict[str, int]:
        """Return how often each level was chosen (by `rater`, or by anyone), in the scale's order.

        A level that the scale does not have is left out.
        """
        chosen = dict.fromkeys(self.measures[code].by_level, 0)
        for fact in self.facts.get(code, ()):
            if fact.level in chosen and rater in (None, fact.rater):
                chosen[fact.level] += fact.count
        return {level: count for level, count in chosen.items() if count > 0}

    def raters(self, code: str) -> frozenset[str]:
        """Return the kinds of raters that said something about `code`."""
        return frozenset(fact.rater for fact in self.facts.get(code, ()))

    def is_counted(self, codes: Iterable[str]) -> bool:
        """Tell whether any of `codes` was counted, not recorded."""
        return any(fact.counted for code in codes for fact in self.facts.get(code, ()))

    def happened(self, code: str) -> bool:
        """Tell whether `code` was logged at all, or recorded as more than none ("yes", 3)."""
        measure = self.measures.get(code)
        if measure is None:
            return self.count(code) > 0 or self.given(code) != 0
        if measure.levels:
            return any(measure.by_level[level].points > 0 for level in self.levels(code))
        return bool(self.number(code))


def gather(facts: Iterable[Fact], measures: Mapping[str, Measure]) -> Evidence:
    """Return the facts by code."""
    by_code: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_code[fact.code].append(fact)
    return Evidence(dict(by_code), measures)


def _sum(facts: Iterable[Fact]) -> tuple[Fraction, int]:
    sum_, times = Fraction(0), 0
    for fact in facts:
        if fact.value is not None:
            sum_, times = sum_ + Fraction(fact.value), times + max(1, fact.values)
    return sum_, times
