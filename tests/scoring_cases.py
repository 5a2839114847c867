"""Shared words of the scoring tests."""

from decimal import Decimal
from fractions import Fraction

from bot.scoring.card import Line, Scorecard
from bot.scoring.facts import Fact
from bot.scoring.figures import write


def number(code: str, value: str | int | Decimal, rater: str = "") -> Fact:
    """Return one recorded number."""
    return Fact(code, value=Decimal(value), values=1, rater=rater)


def numbers(**values: str | int) -> list[Fact]:
    """Return one recorded number a word; `key_done=9` is the code `key-done`."""
    return [number(code.replace("_", "-"), value) for code, value in values.items()]


def marks(code: str, letters: str) -> list[Fact]:
    """Return compliance marks of the sub-items `code-1`, `code-2`…, a letter each."""
    level = {"C": "conforms", "B": "basically", "G": "generally", "N": "fails"}
    return [Fact(f"{code}-{n}", level=level[letter]) for n, letter in enumerate(letters, 1)]


def known(card: Scorecard | None) -> Scorecard:
    """Return the card, which must be there."""
    assert card is not None
    return card


def line(card: Scorecard | None, id_: str) -> Line:
    """Return the line of that id, which must be there."""
    found = known(card).line(id_)
    assert found is not None
    return found


def exact(number: Fraction | None) -> str | None:
    """Return a number as it is written without loss."""
    return None if number is None else write(number)


def points(card: Scorecard | None) -> dict[str, str | None]:
    """Return the points by line."""
    return {it.id: exact(it.points) for it in known(card).lines}


def raw(card: Scorecard | None) -> dict[str, str | None]:
    """Return what the rules made of the facts, by line, before it is scaled."""
    return {it.id: exact(it.raw) for it in known(card).lines if it.is_item}


def figures(card: Scorecard | None) -> dict[str, str | None]:
    """Return the figures by line, of the lines that have one."""
    return {it.id: exact(it.figure) for it in known(card).lines if it.figure is not None}


def sections(card: Scorecard | None) -> dict[str, str | None]:
    """Return the points by section."""
    return {it.id: exact(it.points) for it in known(card).sections}


def verdict(card: Scorecard | None) -> str:
    """Return `total on what was measured, grade` in exact numbers."""
    if card is None:
        return "no opinion"
    total = exact(card.total) or "nothing"
    return f"{total} on {write(card.of)}, {card.grade.code if card.grade else 'no grade'}"
