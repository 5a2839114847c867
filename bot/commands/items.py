"""Find the item of a rubric that somebody means, or say which ones it may have been."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.spelling import forgiven, is_chinese, possible_syllables, slips, words_of

MOST_NEAR = 5
"""How many items are offered."""

_LONGEST = 8
_CLEAR = 2  # slips by which the second best must be worse
_SHORTEST_SLIPPED = 4  # letters of a label's word that is recognised by itself in spite of a slip
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
    """An item with its names folded."""

    item: Item
    code: str
    names: tuple[str, ...]
    words: frozenset[str]


Catalogue = tuple[Entry, ...]
Reading = tuple[Match, int]


def catalogue(items: Sequence[Item]) -> Catalogue:
    """Return `items` ready for many look-ups."""
    return tuple(_entry(item) for item in items)


def match(words: Sequence[str], items: Sequence[Item]) -> Reading | None:
    """Return the item named at the front of `words`, and how many words name it.

    The longest run counts. Exact: a code, or an alias or label that no other item has. Words:
    some words of one item's names in any order, or a piece of its Chinese label, that fit no
    other. Typo: one slip up to five letters, two in longer words, clear of the second best and
    not a critical item. None: nothing fits, or several do.
    """
    entries = catalogue(items)
    found = [exact(words, entries), by_words(words, entries)]
    sure = max((reading for reading in found if reading), key=lambda it: it[1], default=None)
    return sure or by_typo(words, entries)


def near(words: Sequence[str], items: Sequence[Item]) -> tuple[Item, ...]:
    """Return up to five items that `words` may have meant, best first."""
    return like(words, catalogue(items))


def exact(words: Sequence[str], entries: Catalogue) -> Reading | None:
    """Read a code, or a whole alias or label, at the front of `words`."""
    for count in _runs(words):
        typed = "".join(_folded(words[:count]))
        coded = [entry for entry in entries if entry.code == typed]
        called = coded or [entry for entry in entries if typed in entry.names]
        if typed and len(called) == 1:
            return _reading(called[0], "exact", words, count)
    return None


def by_words(words: Sequence[str], entries: Catalogue) -> Reading | None:
    """Read words that one item alone has in its names."""
    for count in _runs(words):
        typed = [word for word in _folded(words[:count]) if word not in _SMALL_WORDS]
        held = [entry for entry in entries if typed and all(holds(entry, it) for it in typed)]
        if len(held) == 1 and not _ends_small(words[:count]):
            return _reading(held[0], "words", words, count)
    return None


def by_typo(words: Sequence[str], entries: Catalogue) -> Reading | None:
    """Read misspelt words, if one uncritical item is clearly the closest."""
    for count in _runs(words):
        typed = _folded(words[:count])
        costs = sorted((_cost(typed, entry), number) for number, entry in enumerate(entries))
        if not costs or costs[0][0] >= _FAR:
            continue
        best = entries[costs[0][1]]
        clear = len(costs) == 1 or costs[1][0] - costs[0][0] >= _CLEAR
        if clear and not best.item.critical:
            return _reading(best, "typo", words, count)
    return None


def like(words: Sequence[str], entries: Catalogue) -> tuple[Item, ...]:
    """Return up to five items that share a word, its beginning, sound or spelling with `words`."""
    typed = _folded(words[:_LONGEST])
    scores = ((_likeness(typed, entry), number) for number, entry in enumerate(entries))
    best = sorted(score for score in scores if score[0] < _FAR)
    return tuple(entries[number].item for _, number in best[:MOST_NEAR])


def holds(entry: Entry, word: str) -> bool:
    """Return whether the folded `word` stands in a name of the entry's item."""
    if is_chinese(word):
        return len(word) >= _SHORTEST_CHINESE and any(word in name for name in entry.names)
    return word in entry.words


def _entry(item: Item) -> Entry:
    names = [words_of(name) for name in item.names]
    return Entry(
        item=item,
        code="".join(words_of(item.code)),
        names=tuple("".join(words) for words in names),
        words=frozenset(word for words in names for word in words),
    )


def _runs(words: Sequence[str]) -> range:
    return range(min(len(words), _LONGEST), 0, -1)


def _folded(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(folded for word in words for folded in words_of(word))


def _ends_small(words: Sequence[str]) -> bool:
    return _folded(words)[-1:] == () or _folded(words)[-1] in _SMALL_WORDS


def _reading(
    entry: Entry, how: Literal["exact", "words", "typo"], words: Sequence[str], count: int
) -> Reading:
    return Match(entry.item, how, " ".join(words[:count])), count


def _cost(typed: Sequence[str], entry: Entry) -> int:
    """Return how many slips lie between the typed words and the item; _FAR: too many."""
    whole = "".join(typed)
    return min([_FAR, *_whole_costs(whole, entry), *_word_costs(typed, entry)])


def _whole_costs(whole: str, entry: Entry) -> Iterator[int]:
    sounds = possible_syllables(whole) if is_chinese(whole) else ()
    for name in entry.names:
        if slips(whole, name) <= forgiven(whole):
            yield slips(whole, name)
        elif sounds and is_chinese(name) and set(sounds) & set(possible_syllables(name)):
            yield 1


def _word_costs(typed: Sequence[str], entry: Entry) -> Iterator[int]:
    """Yield the slips over all words, if each is nearly a word of the item's names."""
    said = [word for word in typed if word not in _SMALL_WORDS]
    each = [min((slips(word, known) for known in entry.words), default=_FAR) for word in said]
    fits = all(
        not cost or (cost <= forgiven(word) and len(word) >= _SHORTEST_SLIPPED)
        for word, cost in zip(said, each, strict=True)
    )
    if said and fits:
        yield sum(each)


def _likeness(typed: Sequence[str], entry: Entry) -> int:
    """Return how far the best of the typed words is from the item; _FAR: nothing in common."""
    said = [word for word in typed if word not in _SMALL_WORDS]
    return min(
        [_FAR, *(_distance(word, entry) for word in said), *_whole_costs("".join(said), entry)]
    )


def _distance(word: str, entry: Entry) -> int:
    if holds(entry, word):
        return 0
    known = [*entry.words, *entry.names]
    if len(word) >= _SHORTEST_SLIPPED - 1 and any(name.startswith(word) for name in known):
        return 1
    allowed = forgiven(word) and forgiven(word) + 1
    nearest = min((slips(word, name) for name in known), default=_FAR)
    return nearest if nearest <= allowed else _FAR
