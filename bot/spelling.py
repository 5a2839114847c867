"""How a word is compared with another: folded, counted in slips of the finger, spelt in pinyin."""

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, lazy_pinyin, pinyin
from rapidfuzz.distance import OSA

_ACCENTS = re.compile("[\u0300-\u036f]")  # of Latin, Greek and Cyrillic; other scripts need theirs
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn"})
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_PLAIN_WORDS = re.compile("[a-z0-9]+")
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")

SHORT_WORD = 5
"""Letters up to which one slip is forgiven; longer words are forgiven two."""

_SHORTEST_WORD = 3
_SHORTEST_CHINESE = 4
_MOST_READINGS = 24

# Characters that are read otherwise when they are a surname.
_SURNAME_READINGS = {
    "单": ("shan",),
    "曾": ("zeng",),
    "解": ("xie",),
    "仇": ("qiu",),
    "查": ("zha",),
    "盖": ("ge", "gai"),
    "区": ("ou",),
    "朴": ("piao", "pu"),
    "种": ("chong",),
    "乐": ("yue", "le"),
    "任": ("ren",),
    "纪": ("ji",),
    "那": ("na",),
    "缪": ("miao",),
    "员": ("yun",),
    "黑": ("he",),
    "折": ("she",),
    "召": ("shao",),
    "翟": ("zhai", "di"),
    "葛": ("ge",),
    "覃": ("qin", "tan"),
    "卜": ("bu",),
    "祭": ("zhai",),
    "隗": ("wei", "kui"),
    "尉": ("wei", "yu"),
    "洗": ("xian",),
    "吕": ("lv", "lu", "lyu"),
    "率": ("shuai",),
}


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return `text` without the differences nobody means: width, case, accents, unseen marks.

    Folding twice changes nothing. Full-width letters become plain ones, `ß` becomes `ss`, `Ø`
    becomes `o`; vowel signs of scripts that need them stay.
    """
    if text.isascii() and text.isprintable():
        return text.lower()
    wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = _ACCENTS.sub("", wide).translate(_LETTERS)
    seen = "".join(letter for letter in bare if unicodedata.category(letter) not in _UNSEEN)
    return unicodedata.normalize("NFKC", seen)


@lru_cache(maxsize=65536)
def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of `text`; punctuation parts words, an apostrophe does not."""
    kept = _APOSTROPHES.sub("", fold(text))
    if kept.isascii():
        return tuple(_PLAIN_WORDS.findall(kept))
    return tuple("".join(c if _is_letter(c) else " " for c in kept).split())


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def slips(typed: str, meant: str) -> int:
    """Return how many letters were missed, added, changed or swapped with their neighbour."""
    return OSA.distance(typed, meant)


def forgiven(typed: str) -> int:
    """Return how many slips a word of this length is forgiven.

    None up to two letters, one up to five, then two. A Chinese character says as much as several
    letters: one slip from four characters on.
    """
    if is_chinese(typed):
        return int(len(typed) >= _SHORTEST_CHINESE)
    if len(typed) < _SHORTEST_WORD:
        return 0
    return 1 if len(typed) <= SHORT_WORD else 2


def is_chinese(text: str) -> bool:
    """Return whether `text` is Chinese characters and nothing else."""
    return _CHINESE.fullmatch(text) is not None


@lru_cache(maxsize=16384)
def usual_syllables(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways a Chinese name is read aloud, in pinyin without tones.

    One way for nearly every name; more where a surname has several readings (翟: zhai, di).
    """
    usual = lazy_pinyin(name, style=Style.NORMAL)
    surname = _SURNAME_READINGS.get(name[:1], (usual[0],)) if usual else ()
    return tuple((first, *usual[1:]) for first in surname)


@lru_cache(maxsize=16384)
def possible_syllables(words: str) -> tuple[tuple[str, ...], ...]:
    """Return every reading of Chinese `words`, rare ones too, up to two dozen."""
    each = pinyin(words, style=Style.NORMAL, heteronym=True)
    return tuple(islice(product(*each), _MOST_READINGS))
