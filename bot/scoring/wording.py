"""One line of arithmetic, in both languages."""

from fractions import Fraction

from bot.scoring.figures import display, is_shown_exactly
from bot.scoring.text import Text

MINUS = "−"


def number(value: Fraction | None) -> str:
    """Write a number as people read it: two decimals at most, a true minus sign."""
    return "" if value is None else f"{display(value):f}".replace("-", MINUS)


def signed(value: Fraction) -> str:
    """Write a term of a sum: `+ 3`, `− 2`."""
    return f"{MINUS if value < 0 else '+'} {number(abs(value))}"


def bracketed(value: Fraction) -> str:
    """Write a number that stands behind an operator: a negative one in brackets."""
    return f"({number(value)})" if value < 0 else number(value)


def equals(value: Fraction) -> str:
    """Write `= 8`, or `≈ 13.33` where two decimals are not the whole number."""
    return f"{'=' if is_shown_exactly(value) else '≈'} {number(value)}"


def same(words: str) -> Text:
    """Return arithmetic that needs no translation."""
    return Text(en=words, zh=words)


def held(sum_: Fraction, result: Fraction) -> Text:
    """Write the end of a sum that a floor or a cap may have held: `= −4, floor 0`."""
    end = equals(sum_)
    if sum_ < result:
        return Text(en=f"{end}, floor {number(result)}", zh=f"{end}，最低 {number(result)}")
    if sum_ > result:
        return Text(en=f"{end}, at most {number(result)}", zh=f"{end}，最高 {number(result)}")
    return same(end)


def join(*parts: Text, by: str = " ") -> Text:
    """Return the texts one after the other."""
    return Text(en=by.join(part.en for part in parts), zh=by.join(part.zh for part in parts))
