"""Cut what was typed into tokens: mentions, links, quotations, words; and the note off its end."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from bot.errors import UserError

LIMIT = 4000
"""Characters one record may have."""

Kind = Literal["person", "group", "link", "quoted", "word", "break"]

_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
    "\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_NEW_LINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_YEAR_COMMA = re.compile(r"(?<=\d)[,，]\s*(?=(?:19|20)\d\d(?!\d))")
_QUOTES = '"“”„«»「」『』'
_NOTE_MARK = re.compile(
    rf"(?:^|(?<=\s))--(?=\s|$)|—+|\n|(?:^|(?<=\s))note[:：](?!\s*[{_QUOTES}])", re.IGNORECASE
)
_TOKEN = re.compile(
    rf"""
      <@(?P<person>[UW][A-Z0-9]+)(?:\|[^<>]*)?>
    | <!subteam\^(?P<group>S[A-Z0-9]+)(?:\|[^<>]*)?>
    | <(?P<link>https?://[^\s<>|]+)(?:\|[^<>]*)?>
    | <(?:mailto|tel):[^<>|]*\|(?P<label>[^<>]*)>
    | (?P<url>https?://[^\s<>]+)
    | (?P<key>[A-Za-z]+[:=：＝])
      (?: [{_QUOTES}](?P<said>[^{_QUOTES}\n]+)[{_QUOTES}]
        | <(?P<whom>@[UW][A-Z0-9]+)(?:\|[^<>]*)?> | <(?P<where>https?://[^\s<>|]+)(?:\|[^<>]*)?> )
    | [{_QUOTES}](?P<quoted>[^{_QUOTES}\n]+)[{_QUOTES}]
    | (?P<break>[,，、；]+)
    | (?P<word><[^<>\s]*>|(?:[+-]?\d+,\d{{1,2}}(?![\d,])|[^\s,，、；<{_QUOTES}])+|\S)
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile("&(amp|lt|gt);")
_ESCAPED = {"amp": "&", "lt": "<", "gt": ">"}
_SLACK_LINK = re.compile(r"<(https?://[^\s<>|]+)(?:\|[^<>]*)?>")
_SLACK_NAME = re.compile(
    r"<(?P<mark>[@#]|!subteam\^)(?P<id>[A-Z0-9]+)(?:\|[@#]?(?P<name>[^<>|]*))?>"
)

_NAMED_PERSON = re.compile(r"<@[UW][A-Z0-9]+\|([^<>|]+)>")


@dataclass(frozen=True)
class Token:
    """A piece of the text: what it says in plain letters (a mention: its id), and as typed."""

    kind: Kind
    text: str
    typed: str


def clean(text: str) -> str:
    """Return `text` without control characters and with plain line ends.

    Marks that turn the direction of writing go too: a name must not look like another one. Raises
    UserError `too_long` (limit) over 4,000 characters.
    """
    if len(text) > LIMIT:
        raise UserError("too_long", limit=LIMIT)
    return _UNWANTED.sub("", _NEW_LINES.sub("\n", text)).strip()


def split_note(text: str) -> tuple[str, str]:
    """Part cleaned `text` at the first ` -- `, `—`, `note:` or line end into a head and a note.

    The note is plain text: Slack's escapes are undone once, its links and mentions are the words
    a reader sees. Whoever shows it to Slack must escape it.
    """
    mark = _NOTE_MARK.search(text)
    if mark is None:
        return text, ""
    rest = text[mark.end() :].strip()
    if mark[0] == "\n":
        rest = re.sub(r"^(?:--\s|—+|note[:：])\s*", "", rest, flags=re.IGNORECASE)
    return text[: mark.start()], plain(rest).strip()


def plain(text: str) -> str:
    """Return what Slack sent as its reader sees it: links and mentions as words, no escapes."""
    return unescape(_SLACK_LINK.sub(r"\1", _SLACK_NAME.sub(_name, text)))


def retyped(text: str) -> str:
    """Return what Slack sent as one types it into a form, where nobody escapes anything."""
    return unescape(_NAMED_PERSON.sub(r"@\1", text))


def _name(mention: re.Match[str]) -> str:
    """Write `<@U2|tom>` as @tom and `<#C1|care>` as #care; where Slack gives no name, the id."""
    return ("#" if mention["mark"] == "#" else "@") + (mention["name"] or mention["id"])


def unescape(text: str) -> str:
    """Undo Slack's three escapes, once."""
    return _ESCAPE.sub(lambda escape: _ESCAPED[escape[1]], text)


def tokens(head: str) -> list[Token]:
    """Return the tokens of a record's head, in order."""
    return [_token(match) for match in _TOKEN.finditer(_YEAR_COMMA.sub(" ", head))]


def _token(match: re.Match[str]) -> Token:
    found = match.groupdict()
    if found["key"]:
        value = f"<{found['whom']}>" if found["whom"] else found["said"] or found["where"] or ""
        return Token("word", f"{found['key'][:-1]}:{unescape(value)}", unescape(match[0]))
    kinds: tuple[Kind, ...] = ("person", "group", "link", "quoted", "break")
    for kind in kinds:
        if found[kind]:
            return Token(kind, unescape(found[kind]), unescape(match[0]))
    if found["url"]:
        return Token("link", unescape(found["url"]).rstrip(".,;:!?，。；、)"), match[0])
    typed = unescape(found["label"] or match[0])
    return Token("word", _wide(typed), typed)


def _wide(word: str) -> str:
    """Return `word` in plain width, without the punctuation of a sentence at its end."""
    plain = unicodedata.normalize("NFKC", word)
    return plain.rstrip(".;:。?!") or plain
