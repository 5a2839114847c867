"""Pick the one item a record is about from the words that are left over."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.reading import items
from bot.reading.items import Catalogue, Item, Match
from bot.reading.tokens import Token

MOST_STRANGE = 16
"""Words that mean nothing, up to which it is worth asking what each resembles."""

Run = tuple[Token, ...]
_Reader = Callable[[Sequence[str], Catalogue], items.Reading | None]


@dataclass(frozen=True)
class Picked:
    """The item, or those that contend for it; and the words that belong to neither."""

    match: Match | None
    rivals: tuple[Item, ...]
    rest: tuple[Run, ...]


def pick(runs: Sequence[Run], book: Catalogue) -> Picked:
    """Return the item named in full; failing that by some of its words; failing that misspelt.

    Two items named in the same way contend: neither is picked. More words of the picked item
    anywhere are used up with it.
    """
    found, rest = _scan(runs, book, _sure)
    for how in ("exact", "words"):
        matches = [match for match in found if match.how == how]
        if matches:
            return _settled(matches, runs, rest, book)
    if sum(len(run) for run in runs) > MOST_STRANGE:
        return Picked(None, (), tuple(runs))
    found, rest = _scan(runs, book, items.by_typo)
    if len(found) == 1:
        return Picked(found[0], (), rest)
    return Picked(None, _distinct(found), tuple(runs))


def _settled(
    matches: Sequence[Match], runs: Sequence[Run], rest: tuple[Run, ...], book: Catalogue
) -> Picked:
    contenders = _distinct(matches)
    if len(contenders) > 1:
        return Picked(None, contenders, rest)
    own = tuple(entry for entry in book.entries if entry.item.code == contenders[0].code)
    return Picked(matches[0], (), _scan(runs, Catalogue(own), _sure)[1])


def _scan(
    runs: Iterable[Run], book: Catalogue, reader: _Reader
) -> tuple[list[Match], tuple[Run, ...]]:
    """Read every run from left to right; return what was found and what was not understood."""
    found: list[Match] = []
    rest: list[Run] = []
    for run in runs:
        words = [token.text for token in run]
        at = missed = 0
        while at < len(run):
            reading = reader(words[at:], book)
            if reading is None:
                at += 1
                continue
            rest.append(run[missed:at])
            found.append(reading[0])
            at = missed = at + reading[1]
        rest.append(run[missed:])
    return found, tuple(run for run in rest if run)


def _sure(words: Sequence[str], book: Catalogue) -> items.Reading | None:
    readings = [items.exact(words, book), items.by_words(words, book)]
    return max((it for it in readings if it), key=lambda it: it[1], default=None)


def _distinct(matches: Iterable[Match]) -> tuple[Item, ...]:
    return tuple({match.item.code: match.item for match in matches}.values())
