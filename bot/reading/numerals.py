"""Small whole numbers, in digits and in Chinese numerals."""

NUMERAL = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
"""The pattern of a Chinese numeral from 1 to 99."""

_DIGITS = "零一二三四五六七八九"


def read_numeral(word: str) -> int:
    """Return 3 for 3, 三, and 23 for 二十三; `word` is digits or fits NUMERAL."""
    if word.isdecimal():
        return int(word)
    tens, ten, ones = word.replace("两", "二").rpartition("十")
    if not ten:
        return _DIGITS.index(ones)
    return 10 * (_DIGITS.index(tens) if tens else 1) + (_DIGITS.index(ones) if ones else 0)
