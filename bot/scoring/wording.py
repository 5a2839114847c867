"""One line of arithmetic, in both languages."""

from collections.abc import Iterable
from fractions import Fraction

from bot.scoring.figures import add, display, is_shown_exactly
from bot.scoring.text import Text

MINUS = "−"


def number(value: Fraction) -> str:
    """Write a number as people read it: two decimals at most, a true minus sign."""
    text = str(value.numerator) if value.denominator == 1 else f"{display(value):f}"
    return text.replace("-", MINUS)


def signed(value: Fraction) -> str:
    """Write a term of a sum: `+ 3`, `− 2`."""
    return f"{MINUS if value < 0 else '+'} {number(abs(value))}"


def bracketed(value: Fraction) -> str:
    """Write a number that stands beside an operator: a negative one in brackets."""
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


def labelled(arithmetic: str, label: Text) -> Text:
    """Write a term and what it stands for: `− 2 × 3 (Tone)`."""
    return Text(en=f"{arithmetic} ({label.en})", zh=f"{arithmetic} ({label.zh})")


def stated(what: Text, then: str) -> Text:
    """Write `no data: 4`."""
    return Text(en=f"{what.en}: {then}", zh=f"{what.zh}：{then}")


def counted(named: Iterable[tuple[Text, int]]) -> Text:
    """Write `4 × Very satisfied, 1 × Fair`."""
    pairs = tuple(named)
    return Text(
        en=", ".join(f"{count} × {label.en}" for label, count in pairs),
        zh="，".join(f"{count} × {label.zh}" for label, count in pairs),
    )


def weighted(terms: Iterable[tuple[Fraction, Fraction]], mean: Fraction) -> str:
    """Write a weighted mean: `(3.5 × 1 + 3 × 2) ÷ 3 = 3.17`; equal weights are not written."""
    pairs = tuple(terms)
    weights = {weight for _, weight in pairs}
    if len(weights) == 1:
        sum_ = " + ".join(bracketed(value) for value, _ in pairs)
        return f"({sum_}) ÷ {len(pairs)} {equals(mean)}"
    sum_ = " + ".join(f"{bracketed(value)} × {number(weight)}" for value, weight in pairs)
    total = add(weight for _, weight in pairs)
    return f"({sum_}) ÷ {number(total)} {equals(mean)}"
