"""Read what somebody typed as a record: whom, what, and everything else, in any order.

A line is cut at its note, and the head into tokens (`tokens`). Mentions, links, quotations and
options say themselves what they are (`gather`). Plain words are read in `spans`, which tells
people, days and numbers from the rest; what is left names the item (`pick`), or somebody whose
name was misspelt, or is unknown. An unknown word is reported, never dropped and never made part
of the note.

Where words could be two things:

* A mention, `@handle` or quotation is a person; only a quotation that no person answers to and
  that is an item's whole name is that item.
* The longest reading wins. Words that are a person's exact name and as much an item, a day or a
  number are the latter if somebody else is named for sure; otherwise the person is asked for.
* Words that only resemble something come last: an item if none was named, then people.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import TypeVar

from bot import names
from bot.errors import UserError
from bot.names import Named
from bot.reading import items
from bot.reading.dates import When, read_misspelt_day
from bot.reading.gather import MOST_TARGETS, Gathered, gather
from bot.reading.items import Item
from bot.reading.options import read_pair
from bot.reading.pick import MOST_STRANGE, Picked, Run, pick
from bot.reading.records import Record, Target
from bot.reading.spans import FILLERS, Book, Day
from bot.reading.tokens import clean, split_note, tokens
from bot.spelling import fold

__all__ = [
    "MOST_TARGETS",
    "Record",
    "Target",
    "first_word",
    "read",
    "read_changes",
    "read_lines",
    "split_note",
]

_LONGEST_NAME = 3

_Value = TypeVar("_Value")


def read(
    text: str,
    *,
    people: Sequence[Named],
    items: Sequence[Item],
    today: date,
    me: str,
    nearby: Collection[str] = (),
) -> Record:
    """Return what `text` says about whom.

    `me` is the id of the one who types, `nearby` the ids of the people in her charge: of two with
    the same name, hers is meant. Raises UserError: `too_long` (limit: 4,000 characters),
    `too_many_people` (limit: 50), `bad_count` (word, limit), and `ambiguous_date`, `future_date`,
    `no_such_date` as `read_day` does.
    """
    return _read(text, _book(people, items, today, me, nearby))


def read_lines(
    text: str,
    *,
    people: Sequence[Named],
    items: Sequence[Item],
    today: date,
    me: str,
    nearby: Collection[str] = (),
) -> tuple[tuple[int, Record | UserError], ...]:
    """Return each line that is not empty, by its number from 1: as a record, or why it is none."""
    book = _book(people, items, today, me, nearby)
    lines = enumerate(text.splitlines(), start=1)
    return tuple((number, _read_line(line, book)) for number, line in lines if line.strip())


def first_word(text: str) -> tuple[str, str]:
    """Return the verb in lower case, and the rest as typed; a line end stays, it begins a note."""
    verb, *rest = text.strip().split(maxsplit=1) or [""]
    after = text.strip()[len(verb) :].strip(" \t")
    return verb.lower(), after if rest else ""


def read_changes(text: str) -> dict[str, str]:
    """Return the `key:value` pairs of `text`, keys in lower case.

    Raises UserError `unknown_option` (word) for a word that is no pair.
    """
    changes = {}
    for token in tokens(clean(text)):
        pair = read_pair(token.text) if token.kind == "word" else None
        if pair is None and token.kind != "break":
            raise UserError("unknown_option", word=token.typed)
        if pair is not None:
            changes[pair.key] = pair.value
    return changes


def _book(
    people: Sequence[Named],
    rubric: Sequence[Item],
    today: date,
    me: str,
    nearby: Collection[str],
) -> Book:
    return Book(names.directory(people), items.catalogue(rubric), today, me, frozenset(nearby))


def _read_line(line: str, book: Book) -> Record | UserError:
    try:
        return _read(line, book)
    except UserError as refusal:
        return refusal


def _read(text: str, book: Book) -> Record:
    typed = clean(text)
    head, note = split_note(typed)
    said = gather(tokens(head), book)
    picked = pick(said.runs, book.items)
    _read_strange_words(said, picked, book)
    points, count, when = _first(said.points, said), _first(said.counts, said), _when(said)
    return Record(
        item=picked.match,
        near=_near_items(picked, book),
        points=points,
        count=count or 1,
        when=when,
        note="\n".join([*said.notes, *([note] if note else [])]),
        ref=" ".join(dict.fromkeys(said.refs)),
        options=said.options,
        flags=frozenset(said.flags),
        targets=tuple(said.targets.values()),
        doubtful=tuple(said.doubtful),
        unknown=tuple(said.unknown),
        typed=typed,
    )


def _near_items(picked: Picked, book: Book) -> tuple[Item, ...]:
    if picked.match or picked.rivals:
        return picked.rivals[: items.MOST_NEAR]
    words = [token.text for run in _meaningful(picked.rest) for token in run]
    return items.like(words, book.items)


def _read_strange_words(said: Gathered, picked: Picked, book: Book) -> None:
    """Sort the words nobody understood into names that may be meant, days, and the unknown."""
    strange = _meaningful(picked.rest)
    if sum(len(run) for run in strange) > MOST_STRANGE:
        said.unknown += [token.typed for run in strange for token in run]
        return
    lacks_only_item = bool(said.targets) and picked.match is None
    for run in strange:
        rest = run
        while rest:
            of_item = lacks_only_item and items.like([rest[0].text], book.items)
            taken = 0 if of_item else _read_person_or_day(rest, said, book)
            if not taken:
                said.unknown.append(rest[0].typed)
            rest = rest[taken or 1 :]


def _read_person_or_day(run: Run, said: Gathered, book: Book) -> int:
    """Take the words at the front that resemble a name, or a day; return how many they are.

    A mere beginning of a name counts only while nobody is named.
    """
    for count in range(min(len(run), _LONGEST_NAME), 0, -1):
        words = " ".join(token.text for token in run[:count])
        named = bool(said.targets)
        candidates = names.near(words, book.people, nearby=book.nearby, beginnings=not named)
        if candidates:
            said.doubt(" ".join(token.typed for token in run[:count]), candidates)
            return count
    day = read_misspelt_day(run[0].text, today=book.today)
    if day is None or said.days:
        return 0
    said.days.append((run[0].typed, Day(When(day))))
    return 1


def _meaningful(runs: Iterable[Run]) -> list[Run]:
    """Return the runs without the words that only join others, parted where those stood."""
    parted = []
    for run in runs:
        for filler, words in groupby(run, key=lambda token: fold(token.text) in FILLERS):
            if not filler:
                parted.append(tuple(words))
    return parted


def _when(said: Gathered) -> When | None:
    """Return the day with the time that was typed beside it or elsewhere in the line."""
    when = _first([(typed, day.when) for typed, day in said.days if not day.only_time], said)
    timed = _first([(typed, day.when) for typed, day in said.days if day.only_time], said)
    if when is None or timed is None:
        return when or timed
    if when.at is not None and when.at != timed.at:
        said.unknown += [typed for typed, day in said.days if day.only_time]
        return when
    return replace(when, at=timed.at)


def _first(values: Sequence[tuple[str, _Value]], said: Gathered) -> _Value | None:
    """Return the first value; words that say another one are not understood."""
    if not values:
        return None
    said.unknown += [typed for typed, value in values if value != values[0][1]]
    return values[0][1]
