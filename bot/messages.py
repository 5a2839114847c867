"""Sentences from templates, structure from here; the reader's language is an argument.

A template file holds one block a message. Its text becomes Slack blocks by paragraphs: `# ` is a
header, `~ ` small print, `---` a line, anything else a section.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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

from bot.errors import UserError
from bot.periods import Period
from bot.scoring.score import display

_HERE = Path(__file__).parent
_DAY = {"en": "EEE d MMM", "zh": "M月d日 EEE"}
_DAY_OF_YEAR = {"en": "EEE d MMM y", "zh": "y年M月d日 EEE"}
_MONTH = {"en": "MMMM", "zh": "M月"}
_MONTH_OF_YEAR = {"en": "MMMM y", "zh": "y年M月"}
_SECTION = 2900  # Slack's limit for a section is 3,000 characters
_BLOCKS = 50
_MARKS = ("#", "~", "---")


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

    def points(self, value: Decimal | Fraction) -> str:
        """Return points with their sign: +3, −2."""
        return ("+" if value > 0 else "") + self.number(value)

    def day(self, value: date, today: date | None = None, at: str | None = None) -> str:
        """Return a day; with its year unless it is this year's; with its time if there is one."""
        near = today is not None and value.year == today.year
        pattern = (_DAY if near else _DAY_OF_YEAR)[self.language]
        written = format_date(value, pattern, locale=self.language)
        return f"{written} {at}" if at else written

    def month(self, value: Period, *, year: bool = False) -> str:
        """Return a month by name."""
        pattern = (_MONTH_OF_YEAR if year else _MONTH)[self.language]
        return format_date(value.first, pattern, locale=self.language)

    def moment(self, value: datetime, zone: str) -> str:
        """Return an instant as day and time where the reader is."""
        pattern = _DAY[self.language] + " HH:mm"
        return format_datetime(value, pattern, tzinfo=ZoneInfo(zone), locale=self.language)

    def listed(self, values: Iterable[str]) -> str:
        """Return several things as a list in a sentence."""
        return ("、" if self.language == "zh" else ", ").join(values)

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


@dataclass(frozen=True)
class Button:
    """A button that stands for a typed command: pressing it is typing `/command words`."""

    label: str
    command: str
    words: str = ""
    style: str = ""
    sure: str = ""  # a template that asks before it is done
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Say:
    """Sentences from a template, perhaps with a button beside them."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    button: Button | None = None


@dataclass(frozen=True)
class Buttons:
    """A row of buttons."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class Table:
    """Rows of text under a header, with the columns that hold numbers aligned right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Chart:
    """Up to six named series over at most twenty categories; a gap is a missing point."""

    kind: str  # bar | line | area
    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal, ...]], ...]


@dataclass(frozen=True)
class Sent:
    """A message that went out, put back word for word."""

    text: str
    blocks: tuple[dict[str, Any], ...]


Part = Say | Buttons | Table | Chart | Sent


@dataclass(frozen=True)
class Message:
    """What Slack gets: the text for notifications and old clients, and the blocks."""

    text: str
    blocks: list[dict[str, Any]]


@dataclass(frozen=True)
class Reply:
    """A command's answer, still without a language, or the form it opens."""

    parts: tuple[Part, ...] = ()
    replaces: bool = False  # put it in the place of the message whose button was pressed
    form: Callable[[Words], dict[str, Any]] | None = None

    def render(self, words: Words) -> Message:
        """Return the message in this language."""
        return render(self.parts, words)


def reply(template: str, *buttons: Button, replaces: bool = False, **context: Any) -> Reply:  # noqa: ANN401 - template values
    """Return an answer of one template and one row of buttons."""
    parts: tuple[Part, ...] = (Say(template, context),)
    return Reply(parts + ((Buttons(buttons),) if buttons else ()), replaces=replaces)


def refusal(error: UserError) -> Reply:
    """Return the answer to what cannot be done."""
    buttons = error.context.get("buttons", ())
    return reply(f"errors.{error.name}", *buttons, **error.context)


def render(parts: Sequence[Part], words: Words) -> Message:
    """Return the parts as one message, inside Slack's limits."""
    blocks: list[dict[str, Any]] = []
    texts: list[str] = []
    for part in parts:
        if isinstance(part, Say):
            said = words.say(part.template, part.context)
            texts.append(said)
            blocks += _paragraphs(said, _accessory(part.button, words, len(blocks)))
        elif isinstance(part, Sent):
            texts.append(part.text)
            blocks += part.blocks
        else:
            texts += _rows(part) if isinstance(part, Table) else []
            blocks.append(_block(part, words, len(blocks)))
    text = "\n".join(texts)
    return Message(_plain(text)[:_SECTION] or "…", blocks[:_BLOCKS])


def words_for(locale: str) -> Words:
    """Return the words of a Slack locale: Chinese for zh…, English for every other."""
    return _words("zh" if locale.lower().startswith("zh") else "en")


@cache
def _words(language: str) -> Words:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        undefined=StrictUndefined,
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        autoescape=False,  # noqa: S701 - HTML's escapes are wrong in Slack; `finalize` does ours
    )
    catalogue = _catalogue(language)
    words = Words(language, environment, catalogue.gettext)
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        lambda text: _Sentence(catalogue.gettext(text)),
        lambda one, many, n: _Sentence(catalogue.ngettext(one, many, n)),
        newstyle=True,
    )
    for name in ("number", "points", "day", "month", "moment", "listed", "text", "label"):
        environment.filters[name] = getattr(words, name)
    environment.filters["quoted"] = _quoted
    return words


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


def _paragraphs(text: str, accessory: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    for kind, words in _marked(text):
        if kind == "---":
            yield {"type": "divider"}
        elif kind == "#":
            yield {"type": "header", "text": _plain_text(_unescaped(words)[:150])}
        elif kind == "~":
            yield {"type": "context", "elements": [_mrkdwn(words[:_SECTION])]}
        else:
            section = {"type": "section", "text": _mrkdwn(_shortened(words))}
            if accessory is not None:
                section["accessory"], accessory = accessory, None
            yield section


def _marked(text: str) -> Iterator[tuple[str, str]]:
    """Yield each paragraph with its mark; a marked line is a paragraph of its own."""
    open_lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        mark, _, rest = line.partition(" ")
        if line.strip() and mark not in _MARKS:
            open_lines.append(line)
            continue
        if open_lines:
            yield "", "\n".join(open_lines)
            open_lines = []
        if mark in _MARKS:
            yield mark, rest


def _block(part: Buttons | Table | Chart, words: Words, index: int) -> dict[str, Any]:
    if isinstance(part, Buttons):
        elements = [_button(one, words, f"{index}.{n}") for n, one in enumerate(part.buttons)]
        return {"type": "actions", "elements": elements}
    if isinstance(part, Chart):
        return _chart(part)
    return _table(part)


def _rows(table: Table) -> list[str]:
    """Return the rows as lines, for whoever sees no tables."""
    return [escape(" · ".join(row)) for row in (table.header, *table.rows)]


def _table(table: Table) -> dict[str, Any]:
    settings = [
        {"align": "right" if column in table.numeric else "left", "is_wrapped": True}
        for column in range(len(table.header))
    ]
    rows = [
        [{"type": "raw_text", "text": cell or "–"} for cell in row]
        for row in (table.header, *table.rows[:99])
    ]
    return {"type": "table", "column_settings": settings, "rows": rows}


def _chart(chart: Chart) -> dict[str, Any]:
    """Write a chart as docs.slack.dev describes the data visualization block."""
    series = [
        {
            "name": name,
            "data": [
                {"label": label, "value": float(value)}
                for label, value in zip(chart.categories, values, strict=True)
            ],
        }
        for name, values in chart.series
    ]
    return {
        "type": "data_visualization",
        "title": chart.title[:50],
        "chart": {
            "type": chart.kind,
            "series": series,
            "axis_config": {"categories": list(chart.categories)},
        },
    }


def _button(button: Button, words: Words, place: str) -> dict[str, Any]:
    element: dict[str, Any] = {
        "type": "button",
        "action_id": f"run:{button.command}:{place}",
        "text": _plain_text(_unescaped(words.label(button.label) % button.context)[:75]),
        "value": button.words[:2000] or " ",
    }
    if button.style:
        element["style"] = button.style
    if button.sure:
        element["confirm"] = {
            "title": _plain_text(words.label("Are you sure?")),
            "text": _mrkdwn(words.say(button.sure, button.context)[:300]),
            "confirm": _plain_text(words.label("Yes")),
            "deny": _plain_text(words.label("Cancel")),
        }
    return element


def _accessory(button: Button | None, words: Words, index: int) -> dict[str, Any] | None:
    return None if button is None else _button(button, words, f"{index}.a")


def _mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def _plain_text(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": True}


def _shortened(text: str) -> str:
    return text if len(text) <= _SECTION else text[: _SECTION - 1] + "…"


def _unescaped(text: str) -> str:
    """Undo the escapes for the places where Slack shows plain text as it is."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _plain(text: str) -> str:
    """Return the text without our paragraph marks, for notifications."""
    lines = [line.removeprefix("# ").removeprefix("~ ") for line in text.splitlines()]
    return "\n".join(line for line in lines if line not in ("", "---"))
