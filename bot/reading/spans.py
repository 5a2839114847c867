"""What plain words mean, where one word may be a person, an item, a day or a number.

At every place the longest reading wins: `mira chen` before `mira`, `19 nov` before `19`, `late for
shift` before `late`. Of two equally long, what the rubric calls by that name goes before a day,
and a day before a number. A person who goes by the very same words makes them `Either`: nobody is
named by words that could be something else, so whoever puts the record together must know of
somebody else who is meant, or ask.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile

from bot import names
from bot.reading import items
from bot.reading.dates import When, is_time, read_day
from bot.reading.options import read_number
from bot.reading.tokens import Token
from bot.spelling import fold, words_of

FILLERS = frozenset({"and", "&", "+", "-", "on", "at", "for", "the", "和", "给", "因"})
"""Words that join others and mean nothing by themselves."""

MYSELF = frozenset({"me", "我"})

_LONGEST = 8


@dataclass(frozen=True)
class Book:
    """Everything a word is looked up in."""

    people: names.Directory
    items: items.Catalogue
    today: date
    me: str
    nearby: Collection[str]


@dataclass(frozen=True)
class Who:
    """One person, several who share the name, or nobody we know."""

    hits: tuple[names.Named, ...]


@dataclass(frozen=True)
class Me:
    """The one who types."""


@dataclass(frozen=True)
class Day:
    """A day, or only a time of it."""

    when: When
    only_time: bool = False


@dataclass(frozen=True)
class Number:
    """A number without a sign."""

    value: Decimal


@dataclass(frozen=True)
class Said:
    """Words of an item, or words nobody understands yet."""


@dataclass(frozen=True)
class Either:
    """A person, or something else that goes by the same words."""

    hits: tuple[names.Named, ...]
    other: Day | Number | Said


Meaning = Who | Me | Day | Number | Said | Either
_Reading = tuple[int, Meaning]
_Other = tuple[int, Day | Number | Said]


@dataclass(frozen=True)
class Piece:
    """Words, and what they mean together."""

    words: tuple[Token, ...]
    meaning: Meaning

    @property
    def typed(self) -> str:
        """The words as they were typed."""
        return " ".join(word.typed for word in self.words)


def read_run(run: Sequence[Token], book: Book) -> list[Piece]:
    """Return the meaning of words that follow one another; neighbours left as said stay together.

    Raises UserError as `read_day` does.
    """
    words = [token.text for token in run]
    pieces: list[Piece] = []
    at = 0
    while at < len(run):
        taken, meaning = _read(words[at : at + _LONGEST], book)
        piece = Piece(tuple(run[at : at + taken]), meaning)
        if pieces and isinstance(meaning, Said) and isinstance(pieces[-1].meaning, Said):
            piece = Piece(pieces.pop().words + piece.words, meaning)
        pieces.append(piece)
        at += taken
    return pieces


def is_known(word: str, book: Book) -> bool:
    """Return whether `word` means something by itself. Raises UserError as `read_day` does."""
    folded = fold(word)
    if folded in FILLERS or folded in MYSELF:
        return True
    readings = (_person([word], book), items.by_words([word], book.items))
    return any(readings) or bool(items.exact([word], book.items) or _day([word], book))


def _read(words: Sequence[str], book: Book) -> _Reading:
    if fold(words[0]) in MYSELF:
        return 1, Me()
    person = _person(words, book)
    if words[0].startswith("@"):
        return person or (1, Who(()))
    readings = (_item(words, book), _day(words, book), _number(words))
    other = max((it for it in readings if it), key=lambda it: it[0], default=None)
    if person is None or (other and other[0] > person[0]):
        return other or (1, Said())
    if other is None or other[0] < person[0]:
        return person
    return person[0], Either(person[1].hits, other[1])


def _person(words: Sequence[str], book: Book) -> tuple[int, Who] | None:
    longest = 1 if names.is_handle(words[0], book.people) else book.people.index.longest
    lettered = sum(1 for _ in takewhile(words_of, words[:longest]))
    shortest = 2 if fold(words[0]) in FILLERS else 1
    for count in range(lettered or 1, shortest - 1, -1):
        hits = names.named(" ".join(words[:count]), book.people, nearby=book.nearby)
        if hits:
            return count, Who(hits)
    return None


def _item(words: Sequence[str], book: Book) -> _Other | None:
    """Read an item's whole name, or several words of it if no whole name stands among them."""
    whole = items.exact(words, book.items)
    if whole:
        return whole[1], Said()
    part = items.by_words(words, book.items)
    if part is None or part[1] == 1:
        return None
    inside = (items.exact(words[at : part[1]], book.items) for at in range(1, part[1]))
    return None if any(inside) else (part[1], Said())


def _day(words: Sequence[str], book: Book) -> _Other | None:
    found = read_day(words, today=book.today)
    return found and (found[1], Day(found[0], is_time(words[: found[1]])))


def _number(words: Sequence[str]) -> _Other | None:
    value = read_number(words[0])
    return None if value is None else (1, Number(value))
