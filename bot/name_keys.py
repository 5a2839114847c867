"""What a person answers to: marks of their own, and every usual way to write the name."""

from collections.abc import Sequence
from functools import lru_cache

from bot.spelling import fold, is_chinese, possible_syllables, usual_syllables, words_of

SHORTEST_NAME = 2
"""Letters or characters a name, or a part of one, must have to be recognised by itself."""

_DOUBLE_SURNAMES = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 "
    "皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐"
)


@lru_cache(maxsize=65536)
def marks(id_: str, handle: str, staff_no: str) -> frozenset[str]:
    """Return what is one person's own: the id and the handle, with or without @, and the number."""
    id_, handle = fold(id_), fold(handle)
    return frozenset({id_, f"@{id_}", handle, f"@{handle}", fold(staff_no)} - {"", "@"})


@lru_cache(maxsize=65536)
def names(name: str, nickname: str, handle: str) -> frozenset[str]:
    """Return the name whole and turned round, its parts, nickname and handle, and all in pinyin."""
    parts = [words for part in name.split() if (words := words_of(part))]
    whole = [" ".join(words) for words in parts]
    keys = {*_joined(whole), *_joined(whole[-1:] + whole[:-1]), *_joined(words_of(nickname))}
    keys |= {" ".join(words_of(handle)), *whole, *("".join(words) for words in parts)}
    for word in (*whole, *words_of(nickname)):
        keys |= _chinese(word)
    return frozenset(key for key in keys if len(key) >= SHORTEST_NAME)


@lru_cache(maxsize=65536)
def sounds(name: str, nickname: str) -> frozenset[str]:
    """Return the Chinese words of a name in every reading, rare ones too, each run together."""
    words = (word for word in (*words_of(name), *words_of(nickname)) if is_chinese(word))
    return frozenset("".join(each) for word in words for each in possible_syllables(word))


def _joined(words: Sequence[str]) -> tuple[str, str]:
    return " ".join(words), "".join(words)


def _chinese(word: str) -> set[str]:
    """Return the given name, the pinyin in its usual writings, and the initials of a full name."""
    if not is_chinese(word) or len(word) < SHORTEST_NAME:
        return set()
    split = 2 if len(word) > SHORTEST_NAME and word[:2] in _DOUBLE_SURNAMES else 1
    keys = {word[split:]}
    for syllables in usual_syllables(word):
        surname, forename = "".join(syllables[:split]), "".join(syllables[split:])
        keys |= {*_joined((surname, forename)), *_joined((forename, surname))}
        keys |= {" ".join(syllables), " ".join((*syllables[split:], surname))}
        keys |= {"".join(syllable[0] for syllable in syllables)}
        keys |= {forename} if len(word) - split > 1 else set()
    return keys
