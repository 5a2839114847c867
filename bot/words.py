"""One language: its sentences from templates, its numbers, days and months.

A template file holds one block a message (`conduct.logged` is the block `logged` of `conduct.txt`).
Sentences are written with the commands' own names and said with those of the workspace.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.periods import Period
from bot.scoring.outcome import Grade
from bot.scoring.score import display
from bot.settings import DEFAULT_COMMANDS

_HERE = Path(__file__).parent
_DAY = {"en": "EEE d MMM", "zh": "M月d日 EEE"}
_DAY_OF_YEAR = {"en": "EEE d MMM y", "zh": "y年M月d日 EEE"}
_MONTH = {"en": "MMMM", "zh": "M月"}
_MONTH_OF_YEAR = {"en": "MMMM y", "zh": "y年M月"}
_FILTERS = (
    *("number", "money", "points", "day", "month", "moment", "listed", "text", "label"),
    *("grade", "graded"),
)
_LONGEST_LETTER = 3  # signs: A+, B12; a longer code of a grade is a word for the machine alone
_NAMES = "|".join(DEFAULT_COMMANDS)
_COMMAND = re.compile(
    rf"(?:(?<=^/)|(?<=[^\w/]/)|(?<=/perf ))(?:{_NAMES})(?![\w-])", re.ASCII
)  # the second word of `/perf score` is a command, too


class Markup(str):
    """Text that is already Slack's markup: it is not escaped again."""

    __slots__ = ()


class _Sentence(str):
    """A translated sentence; what is put into its gaps is escaped."""

    __slots__ = ()

    def __mod__(self, values: Any) -> Markup:  # noqa: ANN401 - a mapping, from Jinja
        return Markup(str.__mod__(self, {name: escape(one) for name, one in values.items()}))


def escape(value: object) -> str:
    """Return text as Slack shows it and never obeys it: no ping, no link, no control character."""
    if isinstance(value, Markup):
        return value
    text = "".join(char for char in str(value) if char in "\n\t" or char.isprintable())
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@dataclass(frozen=True)
class Words:
    """One language: its sentences, and how it writes points, numbers, days and months."""

    language: str
    environment: Environment
    gettext: Callable[[str], str]

    def say(self, template: str, context: Mapping[str, Any]) -> str:
        """Render `file.block` as Slack markup."""
        file, _, block = template.partition(".")
        source = self.environment.get_template(f"{file}.txt")
        filled = source.new_context(dict(context))
        return str("".join(source.blocks[block](filled))).strip()

    def label(self, text: str) -> str:
        """Return a short label, such as a button's, as plain text."""
        return self.gettext(text)

    def number(self, value: Decimal | Fraction | int | None) -> str:
        """Return a number, at most two decimals; a dash where there is no result."""
        if value is None:
            return "–"
        return _figure(display(Fraction(value)), self.language)

    def money(self, value: Decimal | Fraction) -> str:
        """Return an amount to the cent, half a cent rounded up."""
        cents = display(Fraction(value))
        return str(format_decimal(cents, format="#,##0.00", locale=self.language))

    def points(self, value: Decimal | Fraction) -> str:
        """Return points with their sign: +3, −2."""
        return ("+" if value > 0 else "") + self.number(value)

    def day(self, value: date, today: date | None = None, at: str | None = None) -> str:
        """Return a day; with its year unless it is this year's; with its time if there is one."""
        near = today is not None and value.year == today.year
        pattern = (_DAY if near else _DAY_OF_YEAR)[self.language]
        written = _date(value, pattern, self.language)
        return f"{written} {at}" if at else written

    def month(self, value: Period, *, year: bool = False) -> str:
        """Return a month by name."""
        pattern = (_MONTH_OF_YEAR if year else _MONTH)[self.language]
        return _date(value.first, pattern, self.language)

    def moment(self, value: datetime, zone: str) -> str:
        """Return an instant as day and time where the reader is."""
        pattern = _DAY[self.language] + " HH:mm"
        return format_datetime(value, pattern, tzinfo=ZoneInfo(zone), locale=self.language)

    def listed(self, values: Iterable[str]) -> str:
        """Return several things as a list in a sentence."""
        return ("、" if self.language == "zh" else ", ").join(values)

    def grade(self, value: Grade | None) -> str:
        """Return a grade in short: its letter, or its name where it has none."""
        if value is None:
            return ""
        return value.code if len(value.code) <= _LONGEST_LETTER else self.text(value.label)

    def graded(self, value: Grade) -> Markup:
        """Return a grade in full: `*A* Excellent`, or `*Qualified*` where it has no letter."""
        short, label = self.grade(value), self.text(value.label)
        return Markup(f"*{escape(short)}*" + ("" if short == label else f" {escape(label)}"))

    def text(self, value: Any) -> str:  # noqa: ANN401 - anything with English and Chinese
        """Return the side of a bilingual text that this language reads."""
        return str(value.in_(self.language))


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a label that is translated later, where it is shown."""
    return text


@lru_cache(maxsize=4096)
def _figure(shown: Decimal, language: str) -> str:
    """Write a rounded number; a month end writes the same few over and over."""
    written = format_decimal(shown, format="#,##0.##", locale=language)
    return str(written).replace("-", "−")


@lru_cache(maxsize=4096)
def _date(value: date, pattern: str, language: str) -> str:
    """Return a day or month as the language writes it, with those before it at hand."""
    return format_date(value, pattern, locale=language)


def words_for(locale: str, commands: Mapping[str, str]) -> Words:
    """Return the words of a Slack locale: Chinese for zh…, English for every other.

    `commands` are those with another name in the workspace (`Settings.commands`).
    """
    language = "zh" if locale.lower().startswith("zh") else "en"
    return _words(language, tuple(sorted(commands.items())))


def prepare(commands: Mapping[str, str]) -> None:
    """Compile every sentence in both languages, which takes a second or two.

    Left to the first requests, many at once would each do it, and be too late for Slack.
    """
    for locale in ("en-US", "zh-CN"):
        environment = words_for(locale, commands).environment
        for file in environment.list_templates():
            environment.get_template(file)


@cache
def _words(language: str, renamed: tuple[tuple[str, str], ...]) -> Words:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        undefined=StrictUndefined,
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        autoescape=False,  # noqa: S701 - HTML's escapes are wrong in Slack; `finalize` does ours
    )
    catalogue, called = _catalogue(language), dict(renamed)
    words = Words(language, environment, lambda text: _called(catalogue.gettext(text), called))
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        lambda text: _Sentence(words.gettext(text)),
        lambda one, many, n: _Sentence(_called(catalogue.ngettext(one, many, n), called)),
        newstyle=True,
    )
    for name in _FILTERS:
        environment.filters[name] = getattr(words, name)
    environment.filters["quoted"] = _quoted
    environment.filters["called"] = lambda name: called.get(name, name)
    return words


def _called(sentence: str, called: Mapping[str, str]) -> str:
    """Return a sentence of ours with the commands by the names the workspace has for them.

    Its gaps are still open, so nothing that people wrote is touched.
    """
    return _COMMAND.sub(lambda name: called.get(name[0], name[0]), sentence)


def _catalogue(language: str) -> NullTranslations:
    """Read the translations straight from their source: nothing to build, nothing to forget."""
    compiled = io.BytesIO()
    folder = {"zh": "zh_Hans", "en": "en"}[language]
    path = _HERE / "locales" / folder / "LC_MESSAGES" / "messages.po"
    if path.exists():
        with path.open("rb") as source:
            write_mo(compiled, read_po(source, locale=folder))
        compiled.seek(0)
        return GNUTranslations(compiled)
    return NullTranslations()


def _quoted(text: str) -> Markup:
    """Return a person's words as a quotation, each line marked."""
    return Markup("\n".join(f"> {line}" for line in escape(text).splitlines()))
