"""The ratios of customer service, as the sources give them.

Every function takes exact numbers and returns an exact number in the unit that `FORMULAS` names, or
None where the denominator is 0: a rate of nothing is undefined, not zero.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bot.scoring import wording
from bot.scoring.figures import add
from bot.scoring.text import Text


def mean(total: Fraction, number: Fraction) -> Fraction | None:
    """Return total ÷ number: ASA of waiting time and answered calls, AHT, the mean CSAT."""
    return total / number if number else None


def share(part: Fraction, whole: Fraction) -> Fraction | None:
    """Return part ÷ whole in percent: FCR, answer rate, problem resolution, any done ÷ due."""
    return part / whole * 100 if whole else None


def csat_mean(*answers: Fraction) -> Fraction | None:
    """Return the mean rating from the numbers of answers 1, 2, 3, 4 and 5."""
    weighted = add(rating * count for rating, count in enumerate(answers, 1))
    return mean(weighted, add(answers))


def csat_percent(*answers: Fraction) -> Fraction | None:
    """Return the share of the answers 4 and 5 from the numbers of answers 1 to 5."""
    return share(add(answers[3:]), add(answers))


def nps(promoters: Fraction, passives: Fraction, detractors: Fraction) -> Fraction | None:
    """Return the percent of 9–10 less the percent of 0–6; 7–8 count in the denominator only."""
    return share(promoters - detractors, promoters + passives + detractors)


def complaint_rate(
    complaints: Fraction, escalations: Fraction, interactions: Fraction
) -> Fraction | None:
    """Return complaints and escalations per hundred interactions."""
    return share(complaints + escalations, interactions)


def complaints_per_thousand(
    complaints: Fraction, escalations: Fraction, interactions: Fraction
) -> Fraction | None:
    """Return complaints and escalations per thousand interactions."""
    rate = complaint_rate(complaints, escalations, interactions)
    return None if rate is None else rate * 10


def turnover(leavers: Fraction, start: Fraction, end: Fraction) -> Fraction | None:
    """Return leavers in percent of the mean of the regular staff at month start and month end."""
    return share(leavers, (start + end) / 2)


def deviation(budget: Fraction, actual: Fraction) -> Fraction | None:
    """Return (actual − budget) ÷ budget in percent."""
    return share(actual - budget, budget)


@dataclass(frozen=True, slots=True)
class Formula:
    """A KPI: what it takes, how it is written with numbers, its unit, where it comes from."""

    name: str
    label: Text
    compute: Callable[..., Fraction | None]
    inputs: tuple[str, ...]
    pattern: str
    unit: str
    source: str

    def written(self, *numbers: Fraction) -> str:
        """Write the formula with the numbers in it."""
        return self.pattern.format(*(wording.bracketed(number) for number in numbers))


def _formula(  # noqa: PLR0917 - the columns of a table
    name: str,
    en: str,
    zh: str,
    unit: str,
    source: str,
    compute: Callable[..., Fraction | None],
    pattern: str,
    *inputs: str,
) -> Formula:
    return Formula(name, Text(en=en, zh=zh), compute, inputs, pattern, unit, source)


def _share(name: str, en: str, zh: str, source: str, part: str, whole: str) -> Formula:  # noqa: PLR0917 - the columns of a table
    return _formula(name, en, zh, "%", source, share, "{0} ÷ {1} × 100", part, whole)


def _mean(name: str, en: str, zh: str, unit: str, source: str, *inputs: str) -> Formula:
    return _formula(name, en, zh, unit, source, mean, "{0} ÷ {1}", *inputs)


_ANSWERS = tuple(f"answers {rating}" for rating in range(1, 6))
_RATED = "(1 × {0} + 2 × {1} + 3 × {2} + 4 × {3} + 5 × {4})"
_ALL = "({0} + {1} + {2} + {3} + {4})"
_CASES = ("complaints", "escalations", "interactions")

# fmt: off
_LIST = (
    _share("share", "Share", "占比", "S24, S25, S33", "part", "whole"),
    _mean("mean", "Mean", "平均值", "", "S34, S35", "total", "number"),
    _formula("csat", "CSAT, mean rating", "客户满意度评分", "of 5", "S35",
             csat_mean, f"{_RATED} ÷ {_ALL}", *_ANSWERS),
    _formula("csat-percent", "CSAT, share of 4 and 5", "满意度百分比", "%", "S35",
             csat_percent, f"({{3}} + {{4}}) ÷ {_ALL} × 100", *_ANSWERS),
    _formula("nps", "Net promoter score", "客户净推荐值", "points", "S35",
             nps, "({0} − {2}) ÷ ({0} + {1} + {2}) × 100", "9 to 10", "7 to 8", "0 to 6"),
    _formula("complaint-rate", "Complaints per 100", "客户投诉率（每百次）", "%", "S35, S39",
             complaint_rate, "({0} + {1}) ÷ {2} × 100", *_CASES),
    _formula("complaints-per-1000", "Complaints per 1000", "客户投诉率（每千次）", "‰", "S35",
             complaints_per_thousand, "({0} + {1}) ÷ {2} × 1000", *_CASES),
    _mean("asa", "Average speed of answer", "平均接通速度", "s", "S35",
          "seconds waited", "contacts answered"),
    _mean("aht", "Average handling time", "平均处理时长", "s", "S30, S35",
          "seconds handled, after-work included", "contacts handled"),
    _share("fcr", "First-contact resolution", "一次性解决率", "S01, S13, S35",
           "solved at first contact", "all tickets"),
    _share("answer-rate", "Answer rate", "电话接通率", "S35", "calls answered", "calls offered"),
    _share("on-time-rate", "Answered within the target", "在线响应达标率", "S35",
           "sessions within the target", "all sessions"),
    _share("resolution", "Problem resolution rate", "问题解决率", "S03, S30",
           "problems solved", "problems"),
    _formula("turnover", "Monthly staff turnover", "月度员工流失率", "%", "S31",
             turnover, "{0} ÷ (({1} + {2}) ÷ 2) × 100",
             "leavers", "staff at month start", "staff at month end"),
    _share("department-turnover", "Turnover of the department", "部门员工流失率", "S27",
           "leavers", "average headcount"),
    _formula("deviation", "Expense deviation", "费用差额率", "%", "S27",
             deviation, "({1} − {0}) ÷ {0} × 100", "budget", "actual"),
    _share("report-timeliness", "Reports in time", "提供及时率", "S27",
           "reports in time", "reports due"),
    _share("completion", "Tasks completed", "工作完成率", "S34",
           "tasks fully completed", "tasks assigned"),
    _share("sales", "Sales achieved", "销售完成率", "S34", "actual sales", "planned sales"),
    _share("retention", "Customer retention", "客户保持率", "S36, S39",
           "customers who stayed", "customers"),
    _share("renewal", "Renewal rate", "客户续单率", "S39",
           "customers who renewed", "customers due"),
    _share("return", "Return rate", "客户回头率", "S36, S39",
           "customers who bought again", "customers who ever bought"),
    _share("referral", "Referral rate", "客户推荐率", "S39",
           "customers who recommend", "customers asked"),
)
# fmt: on

FORMULAS: Mapping[str, Formula] = {formula.name: formula for formula in _LIST}
