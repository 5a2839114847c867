"""Numbers of entries and cases."""

import pytest

from bot.reading.ids import read_id


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("D-1042", ("D", 1042)),
        ("c-7", ("C", 7)),
        ("x88", ("X", 88)),
        (" a 21 ", ("A", 21)),
        ("Ｉ－１４０", ("I", 140)),
        ("D–1042", ("D", 1042)),
        ("D-0", None),
        ("D-", None),
        ("E-1", None),
        ("D-1042x", None),
        ("D-1234567890", None),
        ("1042", None),
        ("", None),
    ],
)
def test_an_id_is_a_letter_and_a_number(words: str, found: tuple[str, int] | None) -> None:
    assert read_id(words) == found
