"""A small rubric file that is good, and what is said of it once it is not."""

import pytest

from bot.scoring import rubric
from bot.scoring.rubric import RubricError

GOOD = """\
id: small
version: 1
label: {en: Small, zh: 小}
source: ours
appraises: agent
total: 10
sections:
  - id: conduct
    label: {en: Conduct, zh: 行为}
    lines:
      - id: discipline
        label: {en: Discipline, zh: 纪律}
        points: 10
        rule: deductions
        reasons:
          - code: late
            label: {en: Late, zh: 迟到}
            aliases: [tardy]
            points: -2
"""


def told(text: str) -> list[str]:
    """Return what is wrong with a file, as `line: message`."""
    with pytest.raises(RubricError) as caught:
        rubric.load(text, name="care.yaml")
    return [str(problem).removeprefix("care.yaml:") for problem in caught.value.problems]


def grades(*bounds: str) -> str:
    """Return grades A, B… of these lower bounds."""
    rows = (
        f"  - {{code: {code}, label: {{en: {code}, zh: {code}}}{bound}}}"
        for code, bound in zip("ABC", (*(f", from: {it}" for it in bounds), ""), strict=False)
    )
    return "\n".join(("grades:", *rows, ""))
