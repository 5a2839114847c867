"""Exact numbers, and how they are written and read."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scoring import figures, wording
from bot.scoring.score import display
from bot.scoring.text import Text


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("100", "100"),
        ("89.5", "89.5"),
        ("40/3", "13.33"),
        ("2.675", "2.68"),
        ("0.005", "0.01"),
        ("0.0049", "0"),
        ("-0.005", "-0.01"),
        ("-0.001", "0"),
        ("1200", "1200"),
        ("1/3", "0.33"),
    ],
)
def test_two_decimals_half_up_and_no_zeros_behind(number: str, shown: str) -> None:
    assert str(display(Fraction(number))) == shown


def test_no_result_is_shown_as_none() -> None:
    assert display(None) is None


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("0", "0"),
        ("100", "100"),
        ("89.5", "89.5"),
        ("-0.05", "-0.05"),
        ("1/8", "0.125"),
        ("40/3", "40/3"),
        ("-7/6", "-7/6"),
        ("1/1024", "0.0009765625"),
    ],
)
def test_numbers_are_written_without_loss(number: str, written: str) -> None:
    assert figures.write(Fraction(number)) == written


@given(st.fractions())
def test_what_is_written_is_read_back(number: Fraction) -> None:
    assert figures.parse(figures.write(number)) == number


@pytest.mark.parametrize("text", ["", "1e5", "nan", "1/0", "1/-3", " 1", "1.", ".5", "１", "0x1"])
def test_nothing_else_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        figures.parse(text)


@given(st.lists(st.fractions(max_denominator=1000)))
def test_adding_is_adding(numbers: list[Fraction]) -> None:
    assert figures.add(numbers) == sum(numbers)


def test_words_follow_the_language() -> None:
    text = Text(en="Late", zh="迟到")
    spoken = {it: text.in_(it) for it in ("en", "en-US", "de", "zh", "zh-CN", "ZH_Hans", "")}
    assert spoken == {
        "en": "Late",
        "en-US": "Late",
        "de": "Late",
        "zh": "迟到",
        "zh-CN": "迟到",
        "ZH_Hans": "迟到",
        "": "Late",
    }


def test_arithmetic_is_written_with_true_signs() -> None:
    assert wording.number(Fraction(-5, 2)) == "−2.5"
    assert wording.equals(Fraction(40, 3)) == "≈ 13.33"
    assert wording.bracketed(Fraction(-2)) == "(−2)"
    assert wording.signed(Fraction(3)) == "+ 3"
    assert wording.weighted(
        [(Fraction(3), Fraction(1)), (Fraction(4), Fraction(1))], Fraction(7, 2)
    ) == ("(3 + 4) ÷ 2 = 3.5")
    assert figures.is_shown_exactly(Fraction("0.25"))
    assert figures.clamp(Fraction(5), None, Decimal(3)) == 3
