"""Read one word as an option of a record: points, a count, a reference, a flag, key:value."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.errors import UserError
from bot.reading.numerals import NUMERAL, read_numeral

MOST_TIMES = 20
"""How often one record may count."""

FLAGS = frozenset({"public", "quiet"})

_NUMBER = r"(?:0|(?!0)\d{1,3})(?:[.,]\d{1,2})?"
_MINUS = re.compile("[−–‐‑]")
_BARE = re.compile(_NUMBER)
_POINTS = (
    re.compile(rf"(?P<number>[+-]{_NUMBER})"),
    re.compile(rf"(?:pts?|points)[:=]?(?P<number>[+-]?{_NUMBER})"),
    re.compile(rf"(?P<number>[+-]?{_NUMBER})(?:分|pts?|points?)"),
    re.compile(rf"(?P<verb>[扣减加])(?P<number>{_NUMBER}|{NUMERAL})分?"),
)
_TIMES = (
    re.compile(r"[x×](\d{1,9})"),
    re.compile(r"(\d{1,9})[x×次]"),
    re.compile(rf"({NUMERAL})次"),
    re.compile(r"(?:count|times)[:=](\d{1,9})"),
)
_REF = re.compile(r"(?:#|ref[:=])(?P<token>\S+)", re.IGNORECASE)
_PAIR = re.compile(r"(?P<key>[a-z][a-z_-]*)[:=](?P<value>\S.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Points:
    """Points as typed: without a sign they are positive."""

    value: Decimal


@dataclass(frozen=True)
class Count:
    """How many times it happened."""

    times: int


@dataclass(frozen=True)
class Ref:
    """A ticket, a call or a link."""

    token: str


@dataclass(frozen=True)
class Flag:
    """`!public` or `!quiet`, without the mark."""

    name: str


@dataclass(frozen=True)
class Pair:
    """A key, in lower case, and its value as typed."""

    key: str
    value: str


Option = Points | Count | Ref | Flag | Pair


def read_option(word: str) -> Option | None:
    """Read `word` (plain width) as an option, or None.

    Points are -3, pts=3, 3分, 扣3分; a number alone may be a staff number or a day as well, so
    `read_number` reads it. Raises UserError `bad_count` (word, limit) for x0 and x21.
    """
    said = _MINUS.sub("-", word).casefold()
    ref = _REF.fullmatch(word)
    if ref is not None:
        return Ref(ref["token"])
    if said[:1] == "!" and said[1:] in FLAGS:
        return Flag(said[1:])
    return _points(said) or _count(said) or read_pair(word)


def read_pair(word: str) -> Pair | None:
    """Read `key:value` or `key=value`, whatever the key."""
    match = _PAIR.fullmatch(word)
    return Pair(match["key"].lower(), match["value"]) if match else None


def read_number(word: str) -> Decimal | None:
    """Read a number without a sign: 3, 0.5, or 0,5 with a decimal comma."""
    return _decimal(word) if _BARE.fullmatch(word) else None


def plain_number(typed: str) -> str:
    """Return a number as `Decimal` reads it: its minus a hyphen, its comma a point."""
    return _MINUS.sub("-", typed.strip()).replace(",", ".")


def _points(said: str) -> Points | None:
    for form in _POINTS:
        match = form.fullmatch(said)
        if match is not None:
            value = _decimal(match["number"])
            return Points(-value if match.groupdict().get("verb") in ("扣", "减") else value)
    return None


def _count(said: str) -> Count | None:
    for form in _TIMES:
        match = form.fullmatch(said)
        if match is not None and not 1 <= read_numeral(match[1]) <= MOST_TIMES:
            raise UserError("bad_count", word=said, limit=MOST_TIMES)
        if match is not None:
            return Count(read_numeral(match[1]))
    return None


def _decimal(number: str) -> Decimal:
    plain = number.replace(",", ".")
    return Decimal(read_numeral(plain)) if re.fullmatch(NUMERAL, plain) else Decimal(plain)
