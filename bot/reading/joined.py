"""Part Chinese words that are written without a space between them: 王芳迟到扣3分."""

import re
from collections.abc import Sequence

from bot.errors import UserError
from bot.reading.options import read_option
from bot.reading.spans import Book, is_known
from bot.reading.tokens import Token

_CHINESE = "[\u3400-\u4dbf\u4e00-\u9fff]"
_ATOM = re.compile(rf"{_CHINESE}|(?:(?!{_CHINESE}).)+")
_SHORTEST = 3
_MOST_ATOMS = 24
_LONGEST = 8
_MOST_WORDS = 16  # of this kind in one line; each costs some hundred look-ups

Cut = tuple[str, ...]


def part(found: Sequence[Token], book: Book) -> list[Token]:
    """Return the tokens with every word that runs several together parted.

    A word is parted only if every part means something by itself, into as few parts as can be,
    and only if there is one such way.
    """
    long = dict.fromkeys(token for token in found if _is_long(token))
    parts = {token: _parts(token, book) for token in list(long)[:_MOST_WORDS]}
    return [word for token in found for word in parts.get(token, [token])]


def _is_long(token: Token) -> bool:
    atoms = len(_ATOM.findall(token.text))
    return token.kind == "word" and _SHORTEST <= atoms <= _MOST_ATOMS


def _parts(token: Token, book: Book) -> list[Token]:
    if _means_something(token.text, book):
        return [token]
    ways = _ways(_ATOM.findall(token.text), book)
    if len(ways) != 1:
        return [token]
    return [Token("word", word, word) for word in ways[0]]


def _ways(atoms: list[str], book: Book) -> list[Cut]:
    """Return the shortest ways to cut `atoms` into known words."""
    best: list[list[Cut]] = [[()]]
    for end in range(1, len(atoms) + 1):
        ways = [
            (*way, word)
            for start in range(max(0, end - _LONGEST), end)
            if best[start] and _means_something(word := "".join(atoms[start:end]), book)
            for way in best[start]
        ]
        fewest = min((len(way) for way in ways), default=0)
        best.append([way for way in ways if len(way) == fewest][:2])
    return best[-1]


def _means_something(word: str, book: Book) -> bool:
    """Return whether `word` is an option, a person, an item or a day, be it a refused one."""
    try:
        return read_option(word) is not None or is_known(word, book)
    except UserError:
        return True
