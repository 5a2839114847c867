"""How a grade is told: by its letter, or by its name where it has none."""

from __future__ import annotations

import pytest

from bot.scoring.outcome import Grade
from bot.scoring.text import Text
from bot.words import words_for


@pytest.mark.parametrize(
    ("code", "label", "language", "short", "full"),
    [
        ("A", Text(en="Excellent", zh="优秀"), "en", "A", "*A* Excellent"),
        ("A", Text(en="Excellent", zh="优秀"), "zh", "A", "*A* 优秀"),
        ("qualified", Text(en="Qualified", zh="合格"), "en", "Qualified", "*Qualified*"),
        ("qualified", Text(en="Qualified", zh="合格"), "zh", "合格", "*合格*"),
        ("B", Text(en="B", zh="B"), "zh", "B", "*B*"),
        ("top", Text(en="<Top>", zh="优"), "en", "top", "*top* &lt;Top&gt;"),
    ],
)
def test_a_grade_is_told_by_its_letter_or_its_name(
    code: str, label: Text, language: str, short: str, full: str
) -> None:
    words = words_for(language, {})
    assert (words.grade(Grade(code, label)), words.graded(Grade(code, label))) == (short, full)
    assert words.grade(None) == ""
