"""Sort the tokens of a line by what they say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from bot import names
from bot.errors import UserError
from bot.reading import items, joined
from bot.reading.dates import read_day
from bot.reading.options import Count, Flag, Pair, Points, Ref, read_option
from bot.reading.pick import Run
from bot.reading.records import Doubt, Target
from bot.reading.spans import Book, Day, Either, Me, Number, Piece, Said, Who, read_run
from bot.reading.tokens import Token

MOST_TARGETS = 50
"""How many people one line may be about."""

_OWN_KEYS = frozenset({"pts", "pt", "points", "count", "times", "ref"})
"""Keys of the grammar; a value that does not fit them is not understood."""

_DAY_KEYS = frozenset({"on", "date", "day", "when"})


@dataclass
class Gathered:
    """What the tokens say, kind by kind, in the order typed; said twice stays twice."""

    targets: dict[str, Target] = field(default_factory=dict)
    doubtful: list[Doubt] = field(default_factory=list)
    either: list[Piece] = field(default_factory=list)
    days: list[tuple[str, Day]] = field(default_factory=list)
    points: list[tuple[str, Decimal]] = field(default_factory=list)
    counts: list[tuple[str, int]] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    runs: list[Run] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def aim(self, target: Target) -> None:
        """Add somebody the line is about, once. Raises UserError `too_many_people` (limit)."""
        self.targets.setdefault(target.id, target)
        self._count_people()

    def doubt(self, typed: str, candidates: tuple[names.Named, ...]) -> None:
        """Add words that may mean somebody. Raises UserError `too_many_people` (limit)."""
        self.doubtful.append((typed, candidates))
        self._count_people()

    def _count_people(self) -> None:
        if len(self.targets) + len(self.doubtful) > MOST_TARGETS:
            raise UserError("too_many_people", limit=MOST_TARGETS)


def gather(found: Sequence[Token], book: Book) -> Gathered:
    """Return what the tokens say.

    Words that name a person and say something else as well are no person if somebody else is
    named for sure, and doubtful if nobody is. Raises UserError `too_many_people`, and as
    `read_day` and `read_option` do.
    """
    said = Gathered()
    words = joined.part(found, book)
    for plain, together in groupby(words, key=_is_plain):
        run = tuple(together)
        if plain:
            for piece in read_run(run, book):
                _add_piece(said, piece, book)
        else:
            for token in run:
                _add_token(said, token, book)
    _settle(said)
    return said


def _is_plain(token: Token) -> bool:
    return token.kind == "word" and read_option(token.text) is None


def _add_piece(said: Gathered, piece: Piece, book: Book) -> None:
    match piece.meaning:
        case Me():
            said.aim(Target("person", book.me, book.people.people.get(book.me), piece.typed))
        case Who(hits):
            _add_person(said, piece.typed, hits, book)
        case Either():
            said.either.append(piece)
        case Day() | Number() | Said() as meaning:
            _add_other(said, piece, meaning)


def _add_person(
    said: Gathered, typed: str, hits: tuple[names.Named, ...], book: Book, words: str = ""
) -> None:
    if len(hits) == 1:
        said.aim(Target("person", hits[0].id, hits[0], typed))
    else:
        said.doubt(typed, names.near(words or typed, book.people, nearby=book.nearby))


def _add_other(said: Gathered, piece: Piece, meaning: Day | Number | Said) -> None:
    match meaning:
        case Day():
            said.days.append((piece.typed, meaning))
        case Number(value):
            said.points.append((piece.typed, value))
        case Said():
            said.runs.append(piece.words)


def _settle(said: Gathered) -> None:
    named = bool(said.targets or said.doubtful)
    for piece in said.either:
        if isinstance(piece.meaning, Either) and named:
            _add_other(said, piece, piece.meaning.other)
        elif isinstance(piece.meaning, Either):
            said.doubt(piece.typed, piece.meaning.hits[: names.MOST_NEAR])


def _add_token(said: Gathered, token: Token, book: Book) -> None:
    match token.kind:
        case "person":
            person = book.people.people.get(token.text)
            said.aim(Target("person", token.text, person, token.typed))
        case "group":
            said.aim(Target("group", token.text, None, token.typed))
        case "link":
            said.refs.append(token.text)
        case "quoted":
            _add_quoted(said, token, book)
        case "word":
            _add_option(said, token, book)


def _add_quoted(said: Gathered, token: Token, book: Book) -> None:
    """Take a quotation for a person's name, unless only an item goes by it."""
    hits = names.named(token.text, book.people, nearby=book.nearby)
    item = items.exact(token.text.split(), book.items)
    if item and not hits and item[1] == len(token.text.split()):
        said.runs.append(tuple(Token("word", word, word) for word in token.text.split()))
    else:
        _add_person(said, token.typed, hits, book, words=token.text)


def _add_option(said: Gathered, token: Token, book: Book) -> None:
    match read_option(token.text):
        case Points(value):
            said.points.append((token.typed, value))
        case Count(times):
            said.counts.append((token.typed, times))
        case Ref(ref):
            said.refs.append(ref)
        case Flag(name):
            said.flags.add(name)
        case Pair() as pair:
            _add_pair(said, token, pair, book)


def _add_pair(said: Gathered, token: Token, pair: Pair, book: Book) -> None:
    words = pair.value.split()
    day = read_day(words, today=book.today) if pair.key in _DAY_KEYS else None
    if day and day[1] == len(words):
        said.days.append((token.typed, Day(day[0])))
    elif pair.key == "item":
        said.runs.append(tuple(Token("word", word, token.typed) for word in words))
    elif pair.key == "note":
        said.notes.append(pair.value)
    elif pair.key in _OWN_KEYS | _DAY_KEYS or said.options.get(pair.key, pair.value) != pair.value:
        said.unknown.append(token.typed)
    else:
        said.options[pair.key] = pair.value
