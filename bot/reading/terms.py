"""Read quarters and years the way people type them, in English and Chinese."""

import re
import unicodedata

from bot.errors import UserError
from bot.periods import Period, Term
from bot.reading.days import YEAR

_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_WORDS = {
    "year": ("year", None),
    "annual": ("year", None),
    "年度": ("year", None),
    "全年": ("year", None),
    "this year": ("year", 0),
    "今年": ("year", 0),
    "本年": ("year", 0),
    "last year": ("year", -1),
    "去年": ("year", -1),
    "上年": ("year", -1),
    "quarter": ("quarter", None),
    "季度": ("quarter", None),
    "this quarter": ("quarter", 0),
    "本季度": ("quarter", 0),
    "这个季度": ("quarter", 0),
    "last quarter": ("quarter", -1),
    "上季度": ("quarter", -1),
    "上个季度": ("quarter", -1),
}
_QUARTERS = (
    re.compile(rf"q(?P<quarter>[1-4])(?:[ /-]?(?P<year>{YEAR}))?"),
    re.compile(rf"(?P<year>{YEAR})[ /-]?q(?P<quarter>[1-4])"),
    re.compile(rf"(?:(?P<year>{YEAR})年)?第?(?P<quarter>[1-4一二三四])季度?"),
)
_YEAR = re.compile(rf"(?P<year>{YEAR})年?(?:度|全年)?")


def read_term(words: str, *, today: Period) -> Term | None:
    """Read a quarter or a year: 2026, year, q3, 2026-q3, 第三季度, 去年; None for other words.

    `year` and `quarter` alone are those of the last month, whose cards are out. A quarter without
    a year is the latest one that has begun. Raises UserError `future_date` (word, day) for one
    that has not.
    """
    typed = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
    if typed in _WORDS:
        return _relative(*_WORDS[typed], today)
    found = next((it for form in _QUARTERS if (it := form.fullmatch(typed))), None)
    whole = _YEAR.fullmatch(typed)
    if found is not None:
        term = _quarter(found, today)
    elif whole is not None:
        term = Term(int(whole["year"]))
    else:
        return None
    if term.first > today:
        raise UserError("future_date", word=words, day=term.first.first)
    return term


def _relative(unit: str, off: int | None, today: Period) -> Term:
    if unit == "year":
        return Term(today.plus(-1).year if off is None else today.year + off)
    months = -1 if off is None else 3 * off
    return Term.quarter_of(today.plus(months))


def _quarter(found: re.Match[str], today: Period) -> Term:
    word = found["quarter"]
    term = Term(int(found["year"] or today.year), _NUMBERS.get(word) or int(word))
    if found["year"] is None and term.first > today:
        return Term(term.year - 1, term.quarter)
    return term
