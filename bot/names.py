"""Find a person by what somebody typed, or say who it might have been. Nobody is guessed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.spelling import (
    fold,
    forgiven,
    is_chinese,
    possible_syllables,
    usual_syllables,
    words_of,
)

MOST_NEAR = 5
"""How many candidates are offered: as many as fit a row of buttons."""

_SHORTEST_PART = 2
_LONGEST_TYPED = 60
_DOUBLE_SURNAMES = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 "
    "皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐"
)


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
    """People by every key they answer to; built once where many words are looked up.

    `marks` are keys nobody shares by rights (id, @handle, staff number), `names` those of active
    people, `loose` all of them with rarer readings, for suggestions only.
    """

    people: Mapping[str, Named]
    marks: Mapping[str, tuple[Named, ...]]
    names: Mapping[str, tuple[Named, ...]]
    loose: Mapping[str, tuple[Named, ...]]
    longest: int
    _memo: dict[str, tuple[Named, ...]] = field(default_factory=dict, compare=False, repr=False)


def directory(people: Iterable[Named]) -> Directory:
    """Return `people` ordered for look-ups."""
    marks: dict[str, list[Named]] = {}
    names: dict[str, list[Named]] = {}
    loose: dict[str, list[Named]] = {}
    everyone = {person.id: person for person in people}
    for person in everyone.values():
        for mark in _marks(person):
            marks.setdefault(mark, []).append(person)
        keys = _keys(person.name, person.nickname, person.handle)
        for key in keys if person.active else ():
            names.setdefault(key, []).append(person)
        for key in keys | _rare_keys(person.name, person.nickname):
            loose.setdefault(key, []).append(person)
    longest = max((key.count(" ") + 1 for key in names), default=1)
    return Directory(everyone, _frozen(marks), _frozen(names), _frozen(loose), longest)


def find(words: str, people: Sequence[Named], *, nearby: Collection[str] = ()) -> Found:
    """Return whom `words` name among `people`.

    Exact: an id, a handle, a staff number; or a full name (either order), a nickname, one part of
    the name, pinyin (wangfang, fang wang) or initials (wf) of a Chinese name, if one active
    person answers to it, or one of the people `nearby` (ids, the caller's own). Case, accents
    and width do not matter. A slip of the finger finds candidates, never a person.
    """
    return look_up(words, directory(people), nearby=nearby)


def look_up(words: str, book: Directory, *, nearby: Collection[str] = ()) -> Found:
    """Do as `find`, in a directory that is built already."""
    hits = named(words, book, nearby=nearby)
    if len(hits) == 1:
        return Found(hits[0])
    return Found(None, near(words, book, nearby=nearby))


def named(words: str, book: Directory, *, nearby: Collection[str] = ()) -> tuple[Named, ...]:
    """Return everyone `words` name exactly: one is who is meant, several are a tie."""
    typed = fold(words).strip()
    marked = book.marks.get(typed, ())
    if marked and (typed.startswith("@") or not _is_handle(typed, marked)):
        return marked
    hits = book.names.get(" ".join(words_of(words)), ()) or marked
    own = tuple(person for person in hits if person.id in nearby)
    return own if len(own) == 1 else _ordered(hits, nearby)


def near(
    words: str, book: Directory, *, nearby: Collection[str] = (), beginnings: bool = True
) -> tuple[Named, ...]:
    """Return up to five people `words` may mean: ties first, then slips and like sounds.

    With `beginnings` also those whose name only begins with the words.
    """
    typed = " ".join(words_of(words))
    if not typed or len(typed) > _LONGEST_TYPED:
        return ()
    hits = named(words, book, nearby=nearby)
    ranks = {person.id: -1 for person in hits}
    for key, distance in _like(typed, book, beginnings=beginnings):
        for person in book.loose[key]:
            ranks[person.id] = min(distance, ranks.get(person.id, distance))
    best = sorted(ranks, key=lambda id_: (ranks[id_] >= 0, *_rank(book.people[id_], nearby, ranks)))
    return tuple(book.people[id_] for id_ in best[:MOST_NEAR])


def _like(typed: str, book: Directory, *, beginnings: bool) -> Iterator[tuple[str, int]]:
    """Yield the keys that resemble `typed`, each with how far off it is."""
    slack = forgiven(typed)
    if slack:
        found = process.extract(
            typed, list(book.loose), scorer=OSA.distance, score_cutoff=slack, limit=None
        )
        yield from ((key, int(distance)) for key, distance, _ in found)
    if beginnings and (len(typed) >= _SHORTEST_PART or is_chinese(typed)):
        yield from ((key, 1) for key in book.loose if key.startswith(typed))
    if is_chinese(typed):
        sounds = {"".join(syllables) for syllables in possible_syllables(typed)}
        yield from ((sound, 1) for sound in sorted(sounds) if sound in book.loose)


def _rank(
    person: Named, nearby: Collection[str], ranks: Mapping[str, int]
) -> tuple[bool, bool, int, str, str]:
    far = person.id not in nearby
    return (not person.active, far, ranks[person.id], person.name, person.id)


def _ordered(people: Iterable[Named], nearby: Collection[str]) -> tuple[Named, ...]:
    return tuple(sorted(people, key=lambda p: (p.id not in nearby, p.name, p.id)))


def _is_handle(typed: str, people: Iterable[Named]) -> bool:
    return all(typed == fold(person.handle) for person in people)


def _frozen(lists: Mapping[str, list[Named]]) -> dict[str, tuple[Named, ...]]:
    return {key: tuple(people) for key, people in lists.items()}


def _marks(person: Named) -> set[str]:
    handle = fold(person.handle)
    marks = {fold(person.id), f"@{fold(person.id)}", fold(person.staff_no), handle}
    return {mark for mark in marks | {f"@{handle}" if handle else ""} if mark}


@lru_cache(maxsize=65536)
def _keys(name: str, nickname: str, handle: str) -> frozenset[str]:
    """Return what a person answers to: the name whole, turned round, in parts, and in pinyin."""
    parts = [words for part in name.split() if (words := words_of(part))]
    whole = [" ".join(words) for words in parts]
    keys = {*_joined(whole), *_joined(whole[-1:] + whole[:-1]), *_joined(words_of(nickname))}
    keys |= {" ".join(words_of(handle)), *whole}
    keys |= {"".join(words) for words in parts}
    for word in (*whole, *words_of(nickname)):
        keys |= _chinese_keys(word)
    return frozenset(key for key in keys if len(key) >= _SHORTEST_PART)


def _joined(words: Sequence[str]) -> tuple[str, str]:
    return " ".join(words), "".join(words)


def _chinese_keys(word: str) -> set[str]:
    """Return the given name, the pinyin in its usual writings, and the initials, if Chinese."""
    if not is_chinese(word) or len(word) < _SHORTEST_PART:
        return set()
    split = 2 if len(word) > _SHORTEST_PART and word[:2] in _DOUBLE_SURNAMES else 1
    keys = {word[split:]}
    for syllables in usual_syllables(word):
        family, given = syllables[:split], syllables[split:]
        surname, forename = "".join(family), "".join(given)
        keys |= {*_joined((surname, forename)), *_joined((forename, surname))}
        keys |= {" ".join(syllables), " ".join((*given, surname))}
        keys |= {"".join(syllable[0] for syllable in syllables)}
        keys |= {forename} if len(given) > 1 else set()
    return keys


@lru_cache(maxsize=65536)
def _rare_keys(name: str, nickname: str) -> frozenset[str]:
    """Return the Chinese parts in every reading, run together."""
    parts = [*words_of(name), *words_of(nickname)]
    readings = (possible_syllables(part) for part in parts if is_chinese(part))
    return frozenset("".join(syllables) for each in readings for syllables in each)
