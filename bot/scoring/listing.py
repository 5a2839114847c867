"""The catalogue as a list: what each scheme is, what is computed, what is left to people."""

from collections import Counter
from collections.abc import Iterator

from bot.scoring import rubric
from bot.scoring.kinds.levels import Rating
from bot.scoring.kinds.tables import Choice
from bot.scoring.rubric import Rubric

HEAD = """\
# The schemes of the catalogue

Every scheme is one file in `bot/scoring/catalogue/`. *Executed* counts the items by the rule that
scores them, and names what follows from the total. *Counted by the bot* is what nobody need type
([writing a rubric](rubrics.md#what-the-bot-counts-itself)). *Left to people* is what they log, what
they record as a figure or an answer, what they rate, the steps of the cycle and who signs. The
notes name what a source leaves open and how the file fills it; all of it can be changed
([a rubric of your own](rubrics.md#a-rubric-of-your-own)). `python -m bot rubric show NAME` lists a
scheme's codes.

A card is always of a month, whatever the cycle of the source. Where that is a week or an inspection
the file says what a second one in the month does: mostly, the last word on each item counts. A
quarter and a year are the mean of their months. Working days are Monday to Friday: no calendar of
public holidays is known.

This page is made from the files: `python -m bot rubrics --markdown`.

| scheme | source | kind | appraises | executed | counted by the bot | left to people | notes |
|---|---|---|---|---|---|---|---|
"""


def lines() -> str:
    """Return a line a scheme: its name, whom it appraises, its label and source."""
    width = max(map(len, rubric.names()))
    return "".join(
        f"{name:{width}}  {it.appraises:10}  {it.label.en} ({it.source})\n"
        for name, it in rubric.catalogue().items()
    )


def page() -> str:
    """Return the catalogue as a Markdown table."""
    by_source = sorted(rubric.catalogue().values(), key=_number)
    return HEAD + "".join(f"| {' | '.join(_cells(it))} |\n" for it in by_source)


def _number(one: Rubric) -> tuple[bool, str]:
    """Return what puts the schemes in the order of their numbers, our own rubric last."""
    number = one.source.split()[0]
    return number[1:].isdecimal() is False, number


def _cells(one: Rubric) -> Iterator[str]:
    yield f"`{one.id}`"
    yield one.source
    yield ", ".join(one.tags)
    yield f"{one.appraises}, {one.cycle}"
    yield "; ".join((*_computed(one), *_follows(one))) or "–"
    yield ", ".join(_counted(one)) or "–"
    yield "; ".join(_left(one)) or "–"
    yield one.notes.en if one.notes else ""


def _computed(one: Rubric) -> Iterator[str]:
    kinds = Counter(it.line.rule for it in one.items)
    return (f"{kind} × {count}" for kind, count in kinds.items())


def _follows(one: Rubric) -> Iterator[str]:
    """Yield what is made of the items' points."""
    if one.bonuses:
        yield "bonuses" if one.bonuses.cap is None else f"bonuses up to {one.bonuses.cap}"
    if one.grades:
        yield f"grades {'/'.join(row.code for row in one.grades)}"
    if one.classes:
        yield "ranking"
    if one.pay:
        yield "pay"
    if one.year:
        yield "rule of the year"
    if one.opinion_needs:
        yield "no opinion without data"


def _counted(one: Rubric) -> Iterator[str]:
    names = [*(entry.derived for entry in one.entries), *(it.derived for it in one.measures)]
    return (f"`{name}`" for name in dict.fromkeys(names) if name)


def _left(one: Rubric) -> Iterator[str]:
    """Yield what people log, record, rate, do and sign."""
    logged = sum(not entry.derived for entry in one.entries)
    if logged:
        yield _number_of(logged, "thing") + " to log"
    recorded = sum(not it.derived and it.kind != "rating" for it in one.measures)
    if recorded:
        yield _number_of(recorded, "figure or answer", "figures and answers") + " to record"
    rated = [item.line for item in one.items if isinstance(item.line, Rating | Choice)]
    raters = {rater: None for line in rated for rater in _raters(line)}
    if rated:
        yield f"{_number_of(len(rated), 'rating')} ({', '.join(raters)})"
    if one.process:
        yield _number_of(len(one.process), "step")
    if one.signatures:
        yield _number_of(len(one.signatures), "signature")


def _raters(line: Rating | Choice) -> tuple[str, ...]:
    return tuple(line.raters) if isinstance(line, Rating) else ("superior",)


def _number_of(number: int, noun: str, several: str = "") -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {several or f'{noun}s'}"
