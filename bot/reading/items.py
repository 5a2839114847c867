"""Find the item of a rubric that somebody means, or say which ones it may have been."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Literal, Protocol

from bot.spelling import forgiven, is_chinese, possible_syllables, slips, words_of

MOST_NEAR = 5
"""How many items are offered."""

_LONGEST = 8
_CLEAR = 2  # slips by which the second best must be worse
_SHORTEST_SLIPPED = 4  # letters of a label's word that is recognised by itself in spite of a slip
_SHORTEST_BEGINNING = 3
_SHORTEST_CHINESE = 2
_FAR = 9
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)


class Item(Protocol):
    """One line of a rubric that can be logged."""

    @property
    def code(self) -> str:
        """The short name in the rubric's file."""

    @property
    def names(self) -> tuple[str, ...]:
        """The code, the aliases and the labels in every language."""

    @property
    def critical(self) -> bool:
        """Whether it is so grave that it is never taken from a misspelt word."""


@dataclass(frozen=True)
class Match:
    """The item that words mean, and how sure that is."""

    item: Item
    how: Literal["exact", "words", "typo"]
    typed: str


@dataclass(frozen=True)
class Entry:
    """An item with its names folded: as words, and run together."""

    item: Item
    code: str
    spelt: tuple[str, ...]
    joined: tuple[str, ...]
    words: frozenset[str]

    def holds(self, word: str) -> bool:
        """Return whether the folded `word` stands in a name; Chinese may be a piece of it."""
        if is_chinese(word):
            return len(word) >= _SHORTEST_CHINESE and any(word in name for name in self.joined)
        return word in self.words


@dataclass(frozen=True)
class Catalogue:
    """Items by what they are called; built once where many words are looked up."""

    entries: tuple[Entry, ...]

    @cached_property
    def by_code(self) -> Mapping[str, list[int]]:
        """Places of the entries by code."""
        return _places([entry.code] for entry in self.entries)

    @cached_property
    def by_name(self) -> Mapping[str, list[int]]:
        """Places of the entries by code, alias and label, run together."""
        return _places(entry.joined for entry in self.entries)

    @cached_property
    def by_word(self) -> Mapping[str, list[int]]:
        """Places of the entries by each word of their names."""
        return _places(entry.words for entry in self.entries)

    def holding(self, word: str) -> Collection[int]:
        """Return the places of the entries in whose names the folded `word` stands."""
        if not is_chinese(word):
            return self.by_word.get(word, ())
        return [place for place, entry in enumerate(self.entries) if entry.holds(word)]


Reading = tuple[Match, int]


def catalogue(items: Sequence[Item]) -> Catalogue:
    """Return `items` ready for many look-ups. The index of the same items is made only once."""
    return _catalogue(tuple(items))


def match(words: Sequence[str], items: Sequence[Item]) -> Reading | None:
    """Return the item named at the front of `words`, and how many words name it.

    The longest run counts. Exact: a code, or an alias or label that no other item has. Words:
    some words of one item's names in any order, or a piece of its Chinese label, that fit no
    other. Typo: one slip up to five letters, two in longer words, clear of the second best and
    not a critical item. None: nothing fits, or several do.
    """
    book = catalogue(items)
    found = [exact(words, book), by_words(words, book)]
    sure = max((reading for reading in found if reading), key=lambda it: it[1], default=None)
    return sure or by_typo(words, book)


def near(words: Sequence[str], items: Sequence[Item]) -> tuple[Item, ...]:
    """Return up to five items that `words` may have meant, best first."""
    return like(words, catalogue(items))


def exact(words: Sequence[str], book: Catalogue) -> Reading | None:
    """Read a code, or a whole alias or label, at the front of `words`."""
    for count in _runs(words):
        typed = "".join(_folded(words[:count]))
        called = book.by_code.get(typed) or book.by_name.get(typed, [])
        if len(called) == 1:
            return _reading(book.entries[called[0]], "exact", words, count)
    return None


def by_words(words: Sequence[str], book: Catalogue) -> Reading | None:
    """Read words that one item alone has in its names."""
    held = set(range(len(book.entries)))
    found = None
    for count in reversed(_runs(words)):
        said = _telling(_folded(words[count - 1 : count]))
        held = held.intersection(*(book.holding(word) for word in said))
        if said and len(held) == 1:
            found = _reading(book.entries[min(held)], "words", words, count)
        if not held:
            break
    return found


def by_typo(words: Sequence[str], book: Catalogue) -> Reading | None:
    """Read misspelt words, if one uncritical item is clearly the closest."""
    for count in _runs(words):
        typed = _folded(words[:count])
        costs = sorted((_cost(typed, entry), place) for place, entry in enumerate(book.entries))
        if not costs or costs[0][0] >= _FAR:
            continue
        best = book.entries[costs[0][1]]
        clear = len(costs) == 1 or costs[1][0] - costs[0][0] >= _CLEAR
        if clear and not best.item.critical:
            return _reading(best, "typo", words, count)
    return None


def like(words: Sequence[str], book: Catalogue) -> tuple[Item, ...]:
    """Return up to five items that share a word, its beginning, sound or spelling with `words`.

    Of two words misspelt alike, the one goes first that is a whole name: `laet` is sooner late
    than often late.
    """
    typed = _folded(words[:_LONGEST])
    scores = ((*_likeness(typed, entry), place) for place, entry in enumerate(book.entries))
    best = sorted(score for score in scores if score[0] < _FAR)
    return tuple(book.entries[place].item for *_, place in best[:MOST_NEAR])


@lru_cache(maxsize=32)
def _catalogue(items: tuple[Item, ...]) -> Catalogue:
    return Catalogue(tuple(_entry(item) for item in items))


def _entry(item: Item) -> Entry:
    names = [words for name in item.names if (words := words_of(name))]
    return Entry(
        item=item,
        code="".join(words_of(item.code)),
        spelt=tuple(" ".join(words) for words in names),
        joined=tuple("".join(words) for words in names),
        words=frozenset(word for words in names for word in words),
    )


def _places(keys_of_each: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, keys in enumerate(keys_of_each):
        for key in set(keys):
            found[key].append(place)
    return dict(found)


def _runs(words: Sequence[str]) -> range:
    """Return the lengths a run at the front may have, longest first; it holds no bare signs."""
    lettered = takewhile(words_of, words[:_LONGEST])
    return range(sum(1 for _ in lettered), 0, -1)


def _folded(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(folded for word in words for folded in words_of(word))


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in _SMALL_WORDS]


def _reading(
    entry: Entry, how: Literal["exact", "words", "typo"], words: Sequence[str], count: int
) -> Reading:
    return Match(entry.item, how, " ".join(words[:count])), count


def _cost(typed: Sequence[str], entry: Entry) -> int:
    """Return how many slips lie between the typed words and the item; _FAR: too many."""
    return min([_FAR, *_whole_costs(" ".join(typed), entry), *_word_costs(typed, entry)])


def _whole_costs(typed: str, entry: Entry) -> Iterator[int]:
    """Yield the slips in a whole name; a Chinese name of the same sound is one off."""
    sounds = set(possible_syllables(typed)) if is_chinese(typed) else set()
    for name in entry.spelt:
        if slips(typed, name) <= forgiven(typed):
            yield slips(typed, name)
        elif sounds and is_chinese(name) and not sounds.isdisjoint(possible_syllables(name)):
            yield 1


def _word_costs(typed: Sequence[str], entry: Entry) -> Iterator[int]:
    """Yield the slips over all words, if each is nearly a word of the item's names."""
    said = _telling(typed)
    each = [min((slips(word, known) for known in entry.words), default=_FAR) for word in said]
    fits = all(
        not cost or (cost <= forgiven(word) and len(word) >= _SHORTEST_SLIPPED)
        for word, cost in zip(said, each, strict=True)
    )
    if said and fits:
        yield sum(each)


def _likeness(typed: Sequence[str], entry: Entry) -> tuple[int, int]:
    """Return how far the best of the typed words is from the item; _FAR: nothing in common.

    The second figure is, if that word was misspelt, how far the whole name is that it stands in.
    """
    said = _telling(typed)
    whole = _whole_costs(" ".join(said), entry)
    nearest = min([_FAR, *(_distance(word, entry) for word in said), *whole])
    if nearest in (0, _FAR):
        return nearest, 0
    meant = [name for name in entry.spelt if _is_in(name, said, nearest)]
    return nearest, min(slips(" ".join(typed), name) for name in meant or entry.spelt)


def _is_in(name: str, said: Sequence[str], nearest: int) -> bool:
    return any(slips(word, part) <= nearest for word in said for part in (name, *name.split()))


def _distance(word: str, entry: Entry) -> int:
    if entry.holds(word):
        return 0
    known = [*entry.words, *entry.joined]
    if len(word) >= _SHORTEST_BEGINNING and any(name.startswith(word) for name in known):
        return 1
    allowed = forgiven(word) and min(forgiven(word) + 1, len(word) // 2)  # else xyz is like by
    nearest = min((slips(word, name) for name in known), default=_FAR)
    return nearest if nearest <= allowed else _FAR
