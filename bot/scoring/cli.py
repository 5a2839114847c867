"""What `python -m bot` does with rubrics and files of entries. Exit codes: 0 well, 2 a mistake."""

import difflib
import json
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, TextIO

from bot.scoring import codes, compared, entry_file, listing, rubric, wording
from bot.scoring.card import Line, Scorecard, Subtotal
from bot.scoring.figures import write
from bot.scoring.outcome import Pay, pay
from bot.scoring.rubric import Rubric, RubricError
from bot.scoring.score import no_opinion, score
from bot.scoring.source import Problem, quoted
from bot.scoring.terminal import padded
from bot.scoring.text import Text

WELL, MISTAKEN = 0, 2
LABEL_WIDTH = 36
POINTS_WIDTH = 12
_HUNDRED = 100
_MOST_TOLD = 100  # mistakes
_MOST_BYTES = 4 * entry_file.MOST_CHARACTERS
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,12})?", re.ASCII)

NO_OPINION = Text(
    en="No opinion: nothing was recorded that this rubric needs for one.",
    zh="不出具考评意见：未记录该方案所需的数据。",
)
PAY = Text(en="Performance pay", zh="绩效工资")
TOTAL = Text(en="Total", zh="总分")
NONE = Text(en="none", zh="无")
SCORED_ON = Text(en="Points that rest on data", zh="有数据的分值")


def score_files(
    rubric_name: str,
    facts_path: str,
    *,
    as_json: bool,
    base: str | None = None,
    out: TextIO,
    err: TextIO | None = None,
    language: str = "en",
) -> int:
    """Score a file of entries by a rubric of the catalogue or a file, and print the scorecard.

    With a mistake in either file nothing is scored: all mistakes are printed to `err`, each with
    its file and line. A rubric that gives no opinion prints a card without items, or says so. With
    a `base` performance pay is worked out, too.
    """
    try:
        chosen = choose(rubric_name)
        paid = None if base is None else _base(base, chosen)
        facts = entry_file.read(_text(facts_path), name=facts_path, rubric=chosen)
    except RubricError as error:
        return _refused(error, err)
    card = score(chosen, facts)
    if as_json:
        print(json.dumps(_json(chosen, card, paid), ensure_ascii=False, indent=2), file=out)
    else:
        print("\n".join(_shown(chosen, card, paid, language)), file=out)
    return WELL


def list_rubrics(out: TextIO, *, as_markdown: bool = False) -> int:
    """Print the catalogue: a line a scheme, or the page `docs/schemes.md`."""
    print(listing.page() if as_markdown else listing.lines(), file=out, end="")
    return WELL


def show_rubric(name: str, *, out: TextIO, err: TextIO | None = None, language: str = "en") -> int:
    """Print what is scored by a rubric, and every code that a file of entries may hold."""
    try:
        told = codes.lines(choose(name), language)
    except RubricError as error:
        return _refused(error, err)
    print("\n".join(told), file=out)
    return WELL


def check_file(path: str, *, out: TextIO, err: TextIO | None = None) -> int:
    """Check a rubric file and say what is in it, or print all its mistakes."""
    try:
        checked = rubric.load(_text(path), name=path)
    except RubricError as error:
        return _refused(error, err)
    items, entries = len(checked.items), len(checked.entries)
    measures = len(checked.measures)
    said = f"{items} items, {entries} entries to log, {measures} measures to record"
    print(f"{checked.id} v{checked.version} is well: {said}.", file=out)
    return WELL


def compare_rubrics(
    before: str, after: str, *, out: TextIO, err: TextIO | None = None, language: str = "en"
) -> int:
    """Print what the second of two rubrics counts otherwise; names or .yaml files."""
    try:
        told = compared.lines(choose(before), choose(after), language)
    except RubricError as error:
        return _refused(error, err)
    print("\n".join(told), file=out)
    return WELL


def print_schema(out: TextIO) -> int:
    """Print the JSON schema of rubric files."""
    print(json.dumps(rubric.schema(), ensure_ascii=False, indent=2, sort_keys=True), file=out)
    return WELL


def choose(name: str) -> Rubric:
    """Return a rubric of the catalogue or of a .yaml file; raise RubricError for neither."""
    if name in rubric.names():
        return rubric.read(name)
    if Path(name).suffix in {".yaml", ".yml"}:
        return rubric.load(_text(name), name=name)
    near = difflib.get_close_matches(name, rubric.names(), n=3)
    hint = f"; near it: {', '.join(near)}" if near else ""
    raise RubricError([Problem(name, f"no rubric of the catalogue, and no .yaml file{hint}")])


def _text(path: str) -> str:
    """Read a file, no further than any file of ours goes: a device may have no end."""
    try:
        with Path(path).open("rb") as file:
            read = file.read(_MOST_BYTES + 1)
        if len(read) > _MOST_BYTES:
            raise RubricError([Problem(f"{path}:1", f"more than {_MOST_BYTES} bytes")])
        return read.decode("utf-8-sig")
    except OSError as error:
        raise RubricError([Problem(path, f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RubricError([Problem(f"{path}:{line}", "this is not UTF-8")]) from None


def _base(written: str, chosen: Rubric) -> Fraction:
    """Read the base of pay; raise RubricError for no amount, or a rubric without pay."""
    if chosen.pay is None:
        raise RubricError([Problem("--base", f"`{chosen.id}` has no `pay`")])
    if _AMOUNT.fullmatch(written) is None:
        what = f"an amount is written as 2000 or 1999.50, not `{quoted(written)}`"
        raise RubricError([Problem("--base", what)])
    return Fraction(written)


def _json(chosen: Rubric, card: Scorecard | None, base: Fraction | None) -> dict[str, Any]:
    """Return the card as JSON, with the pay where a base was named."""
    kept = (card or no_opinion(chosen)).to_json()
    if base is None:
        return kept
    paid = _pay(chosen, card, base)
    if paid is None:
        return {**kept, "pay": None}
    amounts = {"before_cut": paid.before_cut, "cut": paid.cut, "amount": paid.amount}
    return {**kept, "pay": {name: write(amount) for name, amount in amounts.items()}}


def _pay(chosen: Rubric, card: Scorecard | None, base: Fraction) -> Pay | None:
    return None if chosen.pay is None or card is None else pay(chosen.pay, base, card.final)


def _refused(error: RubricError, err: TextIO | None) -> int:
    """Print the mistakes, as many as somebody reads."""
    told, more = error.problems[:_MOST_TOLD], len(error.problems) - _MOST_TOLD
    rest = [f"… and {more} more"] if more > 0 else []
    print("\n".join([*map(str, told), *rest]), file=err or sys.stderr)
    return MISTAKEN


def _shown(
    chosen: Rubric, card: Scorecard | None, base: Fraction | None, language: str
) -> Iterator[str]:
    yield f"{chosen.label.in_(language)} ({chosen.id} v{chosen.version})"
    if card is None:
        yield NO_OPINION.in_(language)
        return
    for section in card.sections:
        yield ""
        yield _heading(section, language)
        yield from (_line(line, language) for line in section.lines)
    yield ""
    grade = f"  {card.grade.code} ({card.grade.label.in_(language)})" if card.grade else ""
    total = NONE.in_(language) if card.total is None else wording.number(card.total)
    if card.percent is not None and card.full != _HUNDRED:
        total += f" / {wording.number(card.full)} = {wording.number(card.percent)} %"
    yield f"{padded(TOTAL.in_(language), LABEL_WIDTH)} {total}{grade}"
    of = f"{wording.number(card.of)} / {wording.number(card.full)}"
    yield f"{padded(SCORED_ON.in_(language), LABEL_WIDTH)} {of}"
    if base is not None:
        yield f"{padded(PAY.in_(language), LABEL_WIDTH)} {_paid(chosen, card, base, language)}"


def _paid(chosen: Rubric, card: Scorecard, base: Fraction, language: str) -> str:
    paid = _pay(chosen, card, base)
    if paid is None or card.final is None:
        return NONE.in_(language)
    computed = f"{wording.number(base)} × {wording.number(card.final)} ÷ 100"
    words = f"{computed} {wording.equals(paid.before_cut)}"
    cut = f" {wording.MINUS} {wording.number(paid.cut)} {wording.equals(paid.amount)}"
    return f"{words}{cut if paid.cut else ''}"


def _heading(section: Subtotal, language: str) -> str:
    points = "" if section.points is None else wording.number(section.points)
    of = f" / {wording.number(section.of)}" if section.of else ""
    return f"{padded(section.label.in_(language), LABEL_WIDTH)} {points}{of}".rstrip()


def _line(line: Line, language: str) -> str:
    points = "–" if line.points is None else wording.number(line.points)
    of = "" if line.of is None else f" / {wording.number(line.of)}"
    label = padded(f"  {line.label.in_(language)}", LABEL_WIDTH)
    return f"{label} {padded(points + of, POINTS_WIDTH)} {line.why.in_(language)}"
