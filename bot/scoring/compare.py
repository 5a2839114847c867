"""Two rubrics side by side: what came, what went, and what counts otherwise."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar

from bot.scoring import wording
from bot.scoring.entries import Loggable, Measure
from bot.scoring.figures import add
from bot.scoring.item import Item
from bot.scoring.kinds.line import Reason
from bot.scoring.outcome import GradeRow
from bot.scoring.rubric import Rubric
from bot.scoring.section import Section
from bot.scoring.text import Text

Thing = TypeVar("Thing")
_CORE = 2  # sections
_BESIDE_THE_RULE = frozenset({"id", "label", "about", "provider", "points", "reasons"})
_OF_THE_TOTAL = frozenset(
    {
        "total",
        "floor",
        "ceiling",
        "opinion_needs",
        "grade_needs",
        "grade_rounding",
        "classes",
        "pay",
        "year",
    }
)


@dataclass(frozen=True, slots=True)
class Change(Generic[Thing]):
    """One part of a rubric before and after; None where the rubric does not have it."""

    label: Text
    was: Thing | None
    now: Thing | None


@dataclass(frozen=True, slots=True)
class Rewording:
    """Words that both rubrics have in one place, and that are others now.

    They are a label, or (with `of`, the label of what they say it of) criteria, notes, a unit.
    """

    of: Text | None
    was: Text
    now: Text

    def in_(self, language: str) -> tuple[str, str]:
        """Return the words before and now: in this language, or the other if it alone changed."""
        was, now = self.was.in_(language), self.now.in_(language)
        if was != now:
            return was, now
        return (self.was.zh, self.now.zh) if was == self.was.en else (self.was.en, self.now.en)


@dataclass(frozen=True, slots=True)
class Rework:
    """A line that another rule scores, or other settings of it: `quota 600 → 500`, `rows`."""

    label: Text
    settings: tuple[str, ...]

    def in_(self, language: str) -> str:
        """Return the line and in brackets what is set otherwise, as the file calls it."""
        return f"{self.label.in_(language)} ({', '.join(self.settings)})"


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two rubrics, each part in the order of the files.

    `core` are those of the changed `sections` that should keep their weight. `reworked` are lines
    that both have, scored by another rule or other settings of it. `totals` tells whether what
    follows from the total is another thing: its limits, when there is a card, pay, the year.
    `wording` makes no difference to any score.
    """

    sections: tuple[Change[Fraction], ...]
    core: tuple[Change[Fraction], ...]
    lines: tuple[Change[Fraction], ...]
    reworked: tuple[Rework, ...]
    entries: tuple[Change[Loggable], ...]
    measures: tuple[Change[Measure], ...]
    grades: tuple[Change[GradeRow], ...]
    totals: bool
    wording: tuple[Rewording, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is scored otherwise."""
        conduct = (self.entries, self.measures)
        return self.totals or any((self.sections, self.lines, self.reworked, *conduct, self.grades))


def compare(before: Rubric, after: Rubric) -> Difference:
    """Return what differs between two rubrics; parts are the same where their codes are."""
    old_items, new_items = _items(before), _items(after)
    return Difference(
        sections=_changes(_weights(before), _weights(after), lambda value: value),
        core=_core_changes(before, after),
        lines=_changes(_points(old_items), _points(new_items), lambda value: value),
        reworked=tuple(_reworked(old_items, new_items)),
        entries=_changes(_labelled(before.entries), _labelled(after.entries), _price),
        measures=_changes(_labelled(before.measures), _labelled(after.measures), _scale),
        grades=_changes(_grades(before), _grades(after), lambda row: row.from_),
        totals=_totals(before) != _totals(after),
        wording=_rewordings(before, after),
    )


def core(rubric: Rubric) -> tuple[Section, ...]:
    """Return the sections that should keep about their weight (S01).

    They are those for which the file sets a range (`between`); where it sets none, the two that
    weigh most.
    """
    held = tuple(section for section in rubric.sections if section.between)
    weights = _weights(rubric)
    heaviest = sorted(rubric.sections, key=lambda section: -weights[section.id][1])
    return held or tuple(heaviest[:_CORE])


def _core_changes(before: Rubric, after: Rubric) -> tuple[Change[Fraction], ...]:
    """Return the core sections of either rubric whose share of the total is another one.

    Schemes that have no section in common share no core: there is nothing to keep stable.
    """
    old, new = _weights(before), _weights(after)
    if old.keys().isdisjoint(new):
        return ()
    sections = {section.id: section for section in (*core(before), *core(after))}
    return tuple(
        Change(section.label, _weight(old, code), _weight(new, code))
        for code, section in sections.items()
        if _share(before, old, code) != _share(after, new, code)
    )


def _weights(rubric: Rubric) -> dict[str, tuple[Text, Fraction]]:
    """Return the points of each section."""
    return {
        section.id: (
            section.label,
            add(item.of for item in rubric.items if item.section == section.id),
        )
        for section in rubric.sections
    }


def _weight(weights: Mapping[str, tuple[Text, Fraction]], code: str) -> Fraction | None:
    return weights[code][1] if code in weights else None


def _share(
    rubric: Rubric, weights: Mapping[str, tuple[Text, Fraction]], code: str
) -> Fraction | None:
    weight = _weight(weights, code)
    return None if weight is None or not rubric.total else weight / Fraction(rubric.total)


def _items(rubric: Rubric) -> dict[str, Item]:
    return {item.line.id: item for item in rubric.items}


def _points(items: Mapping[str, Item]) -> dict[str, tuple[Text, Fraction]]:
    return {code: (item.line.label, item.of) for code, item in items.items()}


def _rule(item: Item) -> dict[str, Any]:
    """Return the settings of a line's rule: not what can be logged, which is compared by itself."""
    said = item.line.model_dump(exclude=set(_BESIDE_THE_RULE))
    reasons: tuple[Reason, ...] = getattr(item.line, "reasons", ())
    every = {reason.code: reason.every for reason in reasons if reason.every > 1}
    return {**said, "every": every}


def _reworked(before: Mapping[str, Item], after: Mapping[str, Item]) -> Iterator[Rework]:
    """Yield the lines that both have and that are scored otherwise."""
    for code, item in after.items():
        settings = tuple(_set_otherwise(_rule(before[code]), _rule(item))) if code in before else ()
        if settings:
            yield Rework(item.line.label, settings)


def _set_otherwise(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Yield the settings that are others: a word or a number with its values, a list by its name.

    Where the rule is another, that says it all.
    """
    names = ("rule",) if was["rule"] != now["rule"] else tuple(was)
    for name in names:
        values = was[name], now[name]
        if values[0] != values[1]:
            plain = not any(isinstance(value, dict | tuple) for value in values)
            yield f"{name} {_said(values[0])} → {_said(values[1])}" if plain else name


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return wording.number(Fraction(value))
    return "–" if value is None else str(value)


def _totals(rubric: Rubric) -> dict[str, Any]:
    cap = None if rubric.bonuses is None else rubric.bonuses.cap
    return {**rubric.model_dump(include=set(_OF_THE_TOTAL)), "cap": cap}


def _labelled(parts: Iterable[Any]) -> dict[str, tuple[Text, Any]]:
    return {part.code: (part.label, part) for part in parts}


def _grades(rubric: Rubric) -> dict[str, tuple[Text, GradeRow]]:
    return {row.code: (row.label, row) for row in rubric.grades}


def _price(entry: Loggable) -> tuple[object, ...]:
    """Return what makes logging an entry another thing."""
    return entry.kind, entry.points, entry.least, entry.most, entry.critical


def _scale(measure: Measure) -> tuple[object, ...]:
    """Return what makes recording a measure another thing."""
    levels = tuple((level.code, level.points) for level in measure.levels)
    return measure.kind, measure.collect, levels, measure.least, measure.most, measure.raters


def _rewordings(before: Rubric, after: Rubric) -> tuple[Rewording, ...]:
    """Return what is worded otherwise: not the names, nor the notes of two different schemes."""
    own = {"label"} if before.id == after.id else {"label", "notes"}
    old = dict(_texts(before.model_dump(exclude=own)))
    return tuple(
        Rewording(of, old[path][1], now)
        for path, (of, now) in _texts(after.model_dump(exclude=own))
        if path in old and old[path][1] != now
    )


def _texts(
    value: Any,  # noqa: ANN401 - whatever a rubric holds
    path: tuple[str, ...] = (),
    of: Text | None = None,
) -> Iterator[tuple[tuple[str, ...], tuple[Text | None, Text]]]:
    """Yield all words of a rubric by where they stand, each with the label of what it is said of.

    Rows of a list stand under their id or code, and under their number where they have neither.
    """
    if isinstance(value, dict) and value.keys() == {"en", "zh"}:
        yield path, (None if path[-1] == "label" else of, Text(**value))
    elif isinstance(value, dict):
        own = value.get("label")
        for name, child in value.items():
            if name != "each_line":  # it is written out in the lines
                yield from _texts(child, (*path, str(name)), Text(**own) if own else of)
    elif isinstance(value, tuple):
        for number, child in enumerate(value):
            named = child.get("id") or child.get("code") if isinstance(child, dict) else None
            yield from _texts(child, (*path, named or str(number)), of)


def _changes(
    before: Mapping[str, tuple[Text, Thing]],
    after: Mapping[str, tuple[Text, Thing]],
    essence: Callable[[Thing], object],
) -> tuple[Change[Thing], ...]:
    """Return what is in one of them only, or essentially different in both."""
    found = []
    for code in {**after, **before}:
        label, now = after.get(code, (None, None))
        old_label, was = before.get(code, (None, None))
        said = label or old_label
        same = was is not None and now is not None and essence(was) == essence(now)
        if said is not None and not same:
            found.append(Change(said, was, now))
    return tuple(found)
