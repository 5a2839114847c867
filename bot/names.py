"""Find a person by what somebody typed, or say who it might have been. Nobody is guessed."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import NamedTuple, Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot import name_keys
from bot.spelling import fold, forgiven, is_chinese, possible_syllables, words_of

MOST_NEAR = 5
"""How many candidates are offered: as many as fit a row of buttons."""

_LONGEST_TYPED = 60
_HIT = -1  # closer than any slip


class Named(Protocol):
    """Somebody who can be talked about."""

    @property
    def id(self) -> str:
        """Slack's user id."""

    @property
    def name(self) -> str:
        """The full name."""

    @property
    def handle(self) -> str:
        """The name after the @, without it."""

    @property
    def nickname(self) -> str:
        """What colleagues say, or nothing."""

    @property
    def staff_no(self) -> str:
        """The number in the personnel file, or nothing."""

    @property
    def active(self) -> bool:
        """Whether the person still works here."""


@dataclass(frozen=True)
class Found:
    """The one person the words name, or up to five they may have meant, best first."""

    exact: Named | None
    near: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Directory:
    """People, and the index of what they answer to; built once where many words are looked up."""

    people: Mapping[str, Named]
    index: "Index"


class Card(NamedTuple):
    """What the index knows of a person."""

    id: str
    name: str
    handle: str
    nickname: str
    staff_no: str
    active: bool


@dataclass(frozen=True)
class Index:
    """The ids of people by what they answer to."""

    cards: tuple[Card, ...]

    @cached_property
    def marks(self) -> Mapping[str, list[str]]:
        """By id, @handle and staff number: everybody."""
        return _by_key(
            (card, name_keys.marks(card.id, card.handle, card.staff_no)) for card in self.cards
        )

    @cached_property
    def names(self) -> Mapping[str, list[str]]:
        """By name: those who still work here."""
        active = (card for card in self.cards if card.active)
        return _by_key(
            (card, name_keys.names(card.name, card.nickname, card.handle)) for card in active
        )

    @cached_property
    def longest(self) -> int:
        """How many words the longest name has."""
        return max((name.count(" ") + 1 for name in self.names), default=1)

    @cached_property
    def loose(self) -> Mapping[str, list[str]]:
        """By name in every reading: everybody. For suggestions."""
        return _by_key(
            (
                card,
                name_keys.names(card.name, card.nickname, card.handle)
                | name_keys.sounds(card.name, card.nickname),
            )
            for card in self.cards
        )

    @cached_property
    def sorted(self) -> list[str]:
        """The loose names in order, so that those with one beginning stand together."""
        return sorted(self.loose)

    @cached_property
    def by_length(self) -> Mapping[int, list[str]]:
        """The loose names by their length: a slip or two hardly changes it."""
        found = defaultdict(list)
        for name in self.loose:
            found[len(name)].append(name)
        return found


def directory(people: Iterable[Named]) -> Directory:
    """Return `people` ready for look-ups. The index of the same people is made only once."""
    everyone = {person.id: person for person in people}
    cards = tuple(
        Card(p.id, p.name, p.handle, p.nickname, p.staff_no, p.active) for p in everyone.values()
    )
    return Directory(everyone, _index(cards))


def find(words: str, people: Sequence[Named], *, nearby: Collection[str] = ()) -> Found:
    """Return whom `words` name among `people`.

    Exact: an id, a handle, a staff number; or a full name (either order), a nickname, one part of
    the name, pinyin (wangfang, fang wang) or initials (wf) of a Chinese name, if one active
    person answers to it, or one of the people `nearby` (ids, the caller's own). Case, accents
    and width do not matter. A slip of the finger finds candidates, never a person.
    """
    book = directory(people)
    hits = named(words, book, nearby=nearby)
    return Found(hits[0]) if len(hits) == 1 else Found(None, near(words, book, nearby=nearby))


def named(words: str, book: Directory, *, nearby: Collection[str] = ()) -> tuple[Named, ...]:
    """Return everyone `words` name exactly: one is who is meant, several are a tie."""
    typed = fold(words).strip()
    marked = [book.people[id_] for id_ in book.index.marks.get(typed, ())]
    if marked and (typed.startswith("@") or any(typed != fold(person.handle) for person in marked)):
        return _ordered(marked, nearby)
    called = book.index.names.get(" ".join(words_of(words)), ())
    hits = [book.people[id_] for id_ in called] or marked
    own = [person for person in hits if person.id in nearby]
    return _ordered(own if len(own) == 1 else hits, nearby)


def is_handle(word: str, book: Directory) -> bool:
    """Return whether `word` is somebody's handle, written with its @."""
    return word.startswith("@") and fold(word) in book.index.marks


def near(
    words: str, book: Directory, *, nearby: Collection[str] = (), beginnings: bool = True
) -> tuple[Named, ...]:
    """Return up to five people `words` may mean: ties, then slips and like sounds.

    With `beginnings` also those whose name only begins with the words. Of each kind those
    `nearby` come first, and those who have left last.
    """
    typed = " ".join(words_of(words))
    if not typed or len(typed) > _LONGEST_TYPED:
        return ()
    distances = {person.id: _HIT for person in named(words, book, nearby=nearby)}
    for name, distance in _like(typed, book.index, beginnings=beginnings):
        for id_ in book.index.loose[name]:
            distances[id_] = min(distance, distances.get(id_, distance))

    def rank(id_: str) -> tuple[bool, bool, bool, int, str, str]:
        person, distance = book.people[id_], distances[id_]
        return (distance != _HIT, not person.active, id_ not in nearby, distance, person.name, id_)

    return tuple(book.people[id_] for id_ in sorted(distances, key=rank)[:MOST_NEAR])


def _like(typed: str, index: Index, *, beginnings: bool) -> Iterator[tuple[str, int]]:
    """Yield the names that resemble `typed`, each with how far off it is."""
    slack = forgiven(typed)
    for length in range(len(typed) - slack, len(typed) + slack + 1) if slack else ():
        names = index.by_length.get(length, ())
        for name, distance, _ in process.extract_iter(
            typed, names, scorer=OSA.distance, score_cutoff=slack
        ):
            yield name, int(distance)
    if beginnings and (len(typed) >= name_keys.SHORTEST_NAME or is_chinese(typed)):
        start = bisect_left(index.sorted, typed)
        for name in takewhile(lambda it: it.startswith(typed), index.sorted[start:]):
            yield name, 1
    if is_chinese(typed):
        heard = {"".join(syllables) for syllables in possible_syllables(typed)}
        yield from ((sound, 1) for sound in sorted(heard) if sound in index.loose)


def _ordered(people: Iterable[Named], nearby: Collection[str]) -> tuple[Named, ...]:
    return tuple(
        sorted(people, key=lambda person: (person.id not in nearby, person.name, person.id))
    )


@lru_cache(maxsize=4)
def _index(cards: tuple[Card, ...]) -> Index:
    return Index(cards)


def _by_key(keyed: Iterable[tuple[Card, Iterable[str]]]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for card, keys in keyed:
        for key in keys:
            found[key].append(card.id)
    return dict(found)
