"""Which item words mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words.cast import FRAUD, HANDOVER, ITEMS, LATE, RECORD, TONE, Line

from bot.reading.items import Match, match, near


@pytest.mark.parametrize(
    ("typed", "item", "how", "count"),
    [
        ("late mira", LATE, "exact", 1),
        ("Tardy", LATE, "exact", 1),
        ("late for shift mon", LATE, "exact", 3),
        ("Late-For-Shift", LATE, "exact", 1),
        ("ｌａｔｅ", LATE, "exact", 1),
        ("上班迟到", LATE, "exact", 1),
        ("迟到 昨天", LATE, "words", 1),
        ("shift late", LATE, "words", 2),
        ("late to the shift", LATE, "words", 4),
        ("impatient with mira", TONE, "words", 1),
        ("customer", TONE, "words", 1),
        ("不耐烦", TONE, "words", 1),
        ("refund", FRAUD, "words", 1),
        ("end of shift", HANDOVER, "words", 3),
        ("lte", LATE, "typo", 1),
        ("laet", LATE, "typo", 1),
        ("recrod incmplete", RECORD, "typo", 2),
        ("impatiant", TONE, "typo", 1),
        ("未交接办", HANDOVER, "typo", 1),
        ("上班池到", LATE, "typo", 1),
    ],
)
def test_words_mean_an_item(typed: str, item: Line, how: str, count: int) -> None:
    words = typed.split()
    found = match(words, ITEMS)
    assert found is not None
    assert (found[0].item, found[0].how, found[0].typed, found[1]) == (
        item,
        how,
        " ".join(words[:count]),
        count,
    )


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("fruad", (FRAUD,)),
        ("fraudulant", (FRAUD,)),
        ("shift", (LATE, HANDOVER)),
        ("incom", (RECORD,)),
        ("la", ()),
        ("到", ()),
        ("for the", ()),
        ("?", ()),
        ("", ()),
    ],
)
def test_what_is_not_clear_is_only_suggested(typed: str, suggested: tuple[Line, ...]) -> None:
    assert match(typed.split(), ITEMS) is None
    assert near(typed.split(), ITEMS) == suggested


def test_a_chinese_word_of_the_same_sound_is_a_typo() -> None:
    quality = Line("quality", ("质量",))
    assert match(["志量"], [quality, LATE]) == (Match(quality, "typo", "志量"), 1)


def test_a_slip_between_two_items_is_not_decided() -> None:
    rude, rule = Line("rude"), Line("rule")
    assert match(["rue"], [rude, rule]) is None
    assert near(["rue"], [rude, rule]) == (rude, rule)


def test_a_short_word_is_like_none_with_which_it_shares_a_letter() -> None:
    praise = Line("praise", ("praised by a customer",))
    assert near(["xyz"], [praise]) == ()
    assert near(["buy"], [praise]) == (praise,)


def test_a_name_that_says_nothing_more_is_suggested_first() -> None:
    often, late = Line("C4", ("often-late",)), Line("C5", ("late",))
    assert match(["laet"], [often, late]) is None
    overdue = Line("sla-miss", ("overdue", "Let an answer become overdue"))
    assert near(["laet"], [often, overdue, late]) == (late, often, overdue)


def test_a_code_goes_before_the_alias_of_another_item() -> None:
    tone, manners = Line("tone"), Line("manners", ("tone",))
    found = match(["tone"], [manners, tone])
    assert found == (Match(tone, "exact", "tone"), 1)


def test_a_sign_between_the_words_is_not_swallowed() -> None:
    assert match(["late", "😀"], ITEMS) == (Match(LATE, "exact", "late"), 1)
    assert match(["😀", "late"], ITEMS) is None


_TYPED = "late for shift tone 迟到 lte fraud frud record with x"
_WORDS = st.sampled_from(_TYPED.split())


@given(st.lists(_WORDS | st.text(max_size=6), max_size=6))
def test_a_match_takes_words_from_the_front_and_a_slip_never_means_a_critical_item(
    words: list[str],
) -> None:
    found = match(words, ITEMS)
    if found is not None:
        matched, count = found
        assert matched.typed == " ".join(words[:count])
        assert not (matched.how == "typo" and matched.item.critical)


@given(st.lists(_WORDS | st.text(max_size=6), max_size=6), st.permutations(ITEMS))
def test_the_order_of_the_rubric_does_not_matter(words: list[str], items: list[Line]) -> None:
    assert match(words, items) == match(words, ITEMS)
    assert len(near(words, items)) <= 5
