"""Files of entries, JSON or CSV, checked against a rubric: the same facts without a database."""

import csv
import difflib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.scoring.entry_words import COLUMNS, Mistake, Row, Vocabulary, day
from bot.scoring.facts import Fact, gather
from bot.scoring.kinds.levels import OWN_VOICES
from bot.scoring.kinds.tables import Choice
from bot.scoring.rubric import Rubric
from bot.scoring.source import Problem, RubricError, quoted

MOST_CHARACTERS = 20_000_000

_DELIMITERS = ",;\t"  # what spreadsheets write, by country


@dataclass(frozen=True)
class Placed:
    """An entry as it stands in the file, and where."""

    place: str
    entry: object


def read(text: str, *, name: str, rubric: Rubric) -> list[Fact]:
    """Return the facts of a file; raise RubricError with every mistake and its line.

    A name that ends in `.csv` is read as CSV with a header, any other as a JSON list of objects.
    """
    if len(text) > MOST_CHARACTERS:
        raise RubricError([Problem(f"{name}:1", f"more than {MOST_CHARACTERS} characters")])
    placed = _from_csv(text, name) if name.lower().endswith(".csv") else _from_json(text, name)
    vocabulary = Vocabulary(rubric)
    dated: list[_Dated] = []
    problems: list[Problem] = []
    for one in placed:
        try:
            row = _row(one.entry)
            dated.append(_Dated(day(row), one.place, vocabulary.fact(row)))
        except Mistake as mistake:
            problems.append(Problem(one.place, str(mistake)))
    if problems:
        raise RubricError(problems)
    in_force = _in_force(dated, rubric)
    problems += _picks_outside(in_force, rubric)
    if problems:
        raise RubricError(problems)
    return [one.fact for one in in_force]


@dataclass(frozen=True)
class _Dated:
    """A fact with its day (ISO, "" without one) and where it stands."""

    day: str
    place: str
    fact: Fact


def _in_force(dated: Sequence[_Dated], rubric: Rubric) -> list[_Dated]:
    """Return the facts without those that a record of a later day takes the place of.

    Where they stand in the file plays no part: of one day all stay, and count by their mean.
    """
    replaced = {code for code, it in rubric.measure_by_code.items() if it.collect == "replace"}
    latest: dict[tuple[str, str], str] = {}
    kept = []
    for one in sorted(dated, key=lambda it: it.day, reverse=True):
        voice = (one.fact.code, one.fact.rater)
        adds = one.fact.code not in replaced or one.fact.rater in OWN_VOICES
        if adds or one.day == latest.setdefault(voice, one.day):
            kept.append(one)
    return kept


def _picks_outside(dated: Sequence[_Dated], rubric: Rubric) -> Iterator[Problem]:
    """Yield the points that were picked outside the range that the facts leave to the rater."""
    choices = [item.line for item in rubric.items if isinstance(item.line, Choice)]
    if not choices:
        return
    found = gather((one.fact for one in dated), rubric.measure_by_code)
    for line, row in ((line, line.row(found)) for line in choices):
        picks = [it for it in dated if it.fact.code == line.id and it.fact.value is not None]
        for one in picks:
            picked = one.fact.value or Decimal(0)
            if row is not None and not row.from_ <= picked <= row.to:
                span = f"must lie between {row.from_} and {row.to} here"
                yield Problem(one.place, f"`rating` of `{line.id}` {span}, not {picked}")


def _row(entry: object) -> Row:
    """Return the filled-in cells of an entry; raise Mistake."""
    if not isinstance(entry, dict):
        raise Mistake('an entry is an object: {"code": …}')
    for key, value in entry.items():
        if not key:
            raise Mistake("more cells than columns")
        if key not in COLUMNS:
            near = difflib.get_close_matches(key, COLUMNS, n=1)
            hint = f"; did you mean `{near[0]}`?" if near else ""
            raise Mistake(f"there is no `{quoted(key)}`{hint}")
        if value is not None and not isinstance(value, str):
            raise Mistake(f"`{key}` must be text or a number, written once")
    cells = {key: value.strip() for key, value in entry.items() if value is not None}
    return {key: value for key, value in cells.items() if value}


def _from_csv(text: str, name: str) -> Iterator[Placed]:
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=lambda mark: len(set(first.split(mark)) & set(COLUMNS)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header, name)
        for cells in reader:
            place = f"{name}:{reader.line_num}"
            if any(cell.strip() for cell in cells):
                # A cell beyond the header has no column: its column is named "".
                columns = [*header, *("" for _ in cells[len(header) :])]
                yield Placed(place, dict(zip(columns, cells, strict=False)))
    except csv.Error as error:
        raise RubricError([Problem(f"{name}:{reader.line_num}", f"not CSV: {error}")]) from None


def _check_header(header: list[str], name: str) -> None:
    strange = [cell for cell in header if cell not in COLUMNS or header.count(cell) > 1]
    if strange or "code" not in header:
        what = f"not `{quoted(strange[0])}`" if strange else "`code` at least"
        message = f"the first line names the columns, {what}; there are: {', '.join(COLUMNS)}"
        raise RubricError([Problem(f"{name}:1", message)])


def _from_json(text: str, name: str) -> Iterator[Placed]:
    """Yield the entries of a JSON list, each with the line it begins on."""
    decoder = json.JSONDecoder(
        object_pairs_hook=_pairs, parse_int=str, parse_float=str, parse_constant=str
    )
    at = _expect(text, _skip(text, 0), "[", name)
    line, counted = 1, 0
    goes_on = text[at : at + 1] != "]"
    while goes_on:
        line, counted = line + text.count("\n", counted, at), at
        try:
            entry, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            problem = Problem(f"{name}:{error.lineno}", f"not JSON: {error.msg}")
            raise RubricError([problem]) from None
        except RecursionError:
            raise RubricError([Problem(f"{name}:{line}", "nested too deeply")]) from None
        yield Placed(f"{name}:{line}", entry)
        at = _skip(text, at)
        goes_on = text[at : at + 1] != "]"
        at = _expect(text, at, ",", name) if goes_on else at
    _expect(text, _skip(text, at + 1), "", name)


def _expect(text: str, at: int, sign: str, name: str) -> int:
    """Return where the text goes on after `sign` ("": the end); raise RubricError without it."""
    if (text[at : at + 1] if sign else text[at:]) != sign:
        wanted = f"`{sign}` is expected here" if sign else "something follows the list"
        message = f"{wanted}; a JSON file of entries is a list: [ {{…}}, {{…}} ]"
        line = text.count("\n", 0, at) + 1
        raise RubricError([Problem(f"{name}:{line}", message)])
    return _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the object; a key that is written twice holds both values, which no cell may."""
    found: dict[str, object] = {}
    for key, value in pairs:
        found[key] = [found[key], value] if key in found else value
    return found
