"""A line of a rubric with the points it is worth; it turns facts into a line of the card."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bot.scoring import wording
from bot.scoring.card import Line as CardLine
from bot.scoring.derived import COUNTED
from bot.scoring.facts import Evidence
from bot.scoring.kinds.line import Line, Result
from bot.scoring.text import Text


@dataclass(frozen=True)
class Item:
    """A line of section `section`, worth `of` points once the equal shares are worked out."""

    section: str
    line: Line
    of: Fraction

    @cached_property
    def scale(self) -> Fraction:
        """The scale on which the line's rule scores."""
        return Fraction(self.line.out_of) if self.line.out_of else self.of

    @cached_property
    def codes(self) -> frozenset[str]:
        """Every code that can make a difference to the line."""
        entries = (entry.code for entry in self.line.entries)
        measures = (measure.code for measure in self.line.measures(self.scale))
        return frozenset((*entries, *measures, *self.line.uses))

    def score(self, found: Evidence) -> CardLine:
        """Return the line of the card; with nothing recorded it is always the same one."""
        return self._untouched if self.codes.isdisjoint(found.facts) else self._score(found)

    @cached_property
    def _untouched(self) -> CardLine:
        return self._score(Evidence({}, {it.code: it for it in self.line.measures(self.scale)}))

    def _score(self, found: Evidence) -> CardLine:
        line = self.line
        result = line.score(self.scale, found)
        points, why = self._points(result) if line.is_scored else (None, result.why)
        if found.is_counted(result.codes):
            why = Text(en=f"{why.en}; {COUNTED.en}", zh=f"{why.zh}；{COUNTED.zh}")
        return CardLine(
            id=line.id,
            section=self.section,
            label=line.label,
            points=points,
            of=self.of if line.is_scored else None,
            why=why,
            codes=result.codes,
            raw=result.points if line.is_scored else None,
            raw_of=self.scale if line.is_scored else None,
            figure=result.figure,
            parts=result.parts,
        )

    def _points(self, result: Result) -> tuple[Fraction | None, Text]:
        """Return the rule's points as points of the card, and the arithmetic up to there."""
        raw, scale = result.points, self.scale
        if raw is None and self.line.missing == "full":
            return self.of, _kept(result, self.of)
        if raw is None or scale == self.of:
            return raw, result.why
        points = raw * self.of / scale
        sum_ = f"{wording.bracketed(raw)} × {wording.number(self.of)} ÷ {wording.number(scale)}"
        scaled = wording.same(f"{sum_} {wording.equals(points)}")
        return points, wording.join(result.why, scaled, by="; ")


def _kept(result: Result, of: Fraction) -> Text:
    full = wording.number(of)
    return Text(en=f"{result.why.en}: {full} kept", zh=f"{result.why.zh}：保留 {full}")
