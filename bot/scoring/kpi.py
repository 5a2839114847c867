"""The ratios of customer service, as the sources give them.

Every function takes exact numbers and returns an exact number in the unit that `FORMULAS` names, or
None where the denominator is 0: a rate of nothing is undefined, not zero.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bot.scoring import wording
from bot.scoring.text import Text

Compute = Callable[..., Fraction | None]


def share(part: Fraction, whole: Fraction) -> Fraction | None:
    """Return part ÷ whole × 100."""
    return part / whole * 100 if whole else None


def mean(total: Fraction, number: Fraction) -> Fraction | None:
    """Return total ÷ number."""
    return total / number if number else None


def turnover(leavers: Fraction, start: Fraction, end: Fraction) -> Fraction | None:
    """Return leavers ÷ the mean of the regular staff at month start and month end × 100."""
    return share(leavers, (start + end) / 2)


def deviation(budget: Fraction, actual: Fraction) -> Fraction | None:
    """Return (actual − budget) ÷ budget × 100."""
    return share(actual - budget, budget)


@dataclass(frozen=True, slots=True)
class Formula:
    """A KPI: its name, what it takes, how it is written, its unit and where it comes from."""

    name: str
    label: Text
    compute: Compute
    inputs: tuple[str, ...]
    pattern: str
    unit: str
    source: str

    def written(self, *numbers: Fraction) -> str:
        """Write the formula with the numbers in it."""
        return self.pattern.format(*(wording.bracketed(number) for number in numbers))


def _text(en: str, zh: str) -> Text:
    return Text(en=en, zh=zh)


_LIST = (
    Formula(
        "turnover",
        _text("Monthly staff turnover", "月度员工流失率"),
        turnover,
        ("leavers", "staff at month start", "staff at month end"),
        "{0} ÷ (({1} + {2}) ÷ 2) × 100",
        "%",
        "S31",
    ),
    Formula(
        "share",
        _text("Share", "占比"),
        share,
        ("part", "whole"),
        "{0} ÷ {1} × 100",
        "%",
        "S33",
    ),
    Formula(
        "deviation",
        _text("Expense deviation", "费用差额率"),
        deviation,
        ("budget", "actual"),
        "({1} − {0}) ÷ {0} × 100",
        "%",
        "S27",
    ),
)

FORMULAS: Mapping[str, Formula] = {formula.name: formula for formula in _LIST}


def names() -> tuple[str, ...]:
    """Return the names of all formulas, in the order of the list."""
    return tuple(FORMULAS)


def find(name: str) -> Formula | None:
    """Return the formula of that name, if there is one."""
    return FORMULAS.get(name)
