"""Who is meant: exact or offered, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words.cast import ANA, GONE, HARDY, LI_NA, MIRA, OUYANG, PEOPLE, SUN, TOM, WANG_FANG, Person

from bot.names import Found, find
from bot.spelling import fold


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("U1", MIRA),
        ("mira", MIRA),
        ("@mira", MIRA),
        ("＠ＭＩＲＡ", MIRA),
        ("Mira Chen", MIRA),
        ("chen, mira", MIRA),
        ("MIRACHEN", MIRA),
        ("chen", MIRA),
        ("1042", MIRA),
        ("tommy", TOM),
        ("@hardy", HARDY),
        ("ana maria nunez", ANA),
        ("Núñez", ANA),
        ("lina.li", LI_NA),
        ("小娜", LI_NA),
        ("xiaona", LI_NA),
        ("王芳", WANG_FANG),
        ("wangfang", WANG_FANG),
        ("Wang Fang", WANG_FANG),
        ("fang wang", WANG_FANG),
        ("wf", WANG_FANG),
        ("小明", OUYANG),
        ("ouyang xiaoming", OUYANG),
        ("xiao ming ouyang", OUYANG),
        ("xiaoming", OUYANG),
        ("oyxm", OUYANG),
        ("@piet", GONE),
        ("piet", GONE),
        ("U9", GONE),
        ("sun li", SUN),
    ],
)
def test_exact_words_name_one_person(words: str, person: Person) -> None:
    assert find(words, PEOPLE) == Found(person)


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("tom", (HARDY, TOM)),
        ("mirra", (MIRA,)),
        ("mria", (ANA, MIRA)),
        ("mira chn", (MIRA,)),
        ("wangfan", (WANG_FANG,)),
        ("王方", (WANG_FANG,)),
        ("王", (WANG_FANG,)),
        ("oy", (OUYANG,)),
        ("piet gone", (GONE,)),
        ("gone", (GONE,)),
        ("nobody", ()),
        ("", ()),
        ("😀", ()),
        ("mira jones", ()),
    ],
)
def test_anything_else_offers_candidates(words: str, near: tuple[Person, ...]) -> None:
    assert find(words, PEOPLE) == Found(None, near)


def test_of_two_with_one_name_the_callers_own_is_meant() -> None:
    assert find("tom", PEOPLE, nearby={TOM.id}) == Found(TOM)
    assert find("tom", PEOPLE, nearby={TOM.id, HARDY.id}) == Found(None, (HARDY, TOM))


def test_candidates_who_are_nearby_come_first_and_five_are_enough() -> None:
    crowd = [Person(f"U{n}", f"Alex Number{n}") for n in range(9)]
    assert find("alex", crowd, nearby={"U8", "U7"}).near == (
        crowd[7],
        crowd[8],
        crowd[0],
        crowd[1],
        crowd[2],
    )


def test_somebody_who_left_does_not_stand_in_the_way_of_a_namesake() -> None:
    gone = Person("U1", "Kim Lee", "kim", active=False)
    kim = Person("U2", "Kim Ray", "kray")
    assert find("kim", [gone, kim]) == Found(kim)
    assert find("@kim", [gone, kim]) == Found(gone)


def test_a_handle_and_a_part_of_a_name_tie_without_the_at_sign() -> None:
    by_handle = Person("U1", "Lee Ray", "sam")
    by_name = Person("U2", "Sam Fox", "fox")
    assert find("sam", [by_handle, by_name]) == Found(None, (by_handle, by_name))
    assert find("@sam", [by_handle, by_name]) == Found(by_handle)


def test_a_surname_is_read_as_surnames_are() -> None:
    shan = Person("U1", "单伟")
    assert find("shanwei", [shan]) == Found(shan)
    assert find("danwei", [shan]) == Found(None, (shan,))


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Ｍｉｒａ", "mira"),
        ("Straße", "strasse"),
        ("Ægir Ødegård", "aegir odegard"),
        ("İstanbul", "istanbul"),
        ("か\u3099", "が"),
        ("mi\u200bra\u202e", "mira"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_folding_forgets_only_what_nobody_means(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


_NAMES = st.one_of(
    st.text("abcAÉß '-.", min_size=1, max_size=8),
    st.text("王李芳娜明欧阳", min_size=1, max_size=4),
    st.text(max_size=6),
)
_PEOPLE = st.lists(
    st.builds(
        Person,
        id=st.integers(1, 20).map("U{}".format),
        name=st.builds("{} {}".format, _NAMES, _NAMES) | _NAMES,
        handle=_NAMES,
        nickname=st.just("") | _NAMES,
        staff_no=st.just("") | st.integers(1, 9).map(str),
        active=st.booleans(),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda person: person.id,
)


@given(people=_PEOPLE, data=st.data())
def test_twins_are_never_told_apart(people: list[Person], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(people))
    twin = Person("UTWIN", one.name, one.handle, one.nickname, one.staff_no, active=one.active)
    words = data.draw(
        st.sampled_from([one.name, one.handle, f"@{one.handle}", one.nickname, one.staff_no])
    )
    found = find(words, [*people, twin]).exact
    assert found is None or found.id not in {one.id, twin.id}


@given(people=_PEOPLE, words=_NAMES, nearby=st.sets(st.integers(1, 20).map("U{}".format)))
def test_the_order_of_the_roster_does_not_matter(
    people: list[Person], words: str, nearby: set[str]
) -> None:
    found = find(words, people, nearby=nearby)
    assert find(words, people[::-1], nearby=nearby) == found
    assert len(found.near) <= 5
    assert found.exact is None or not found.near


@given(people=_PEOPLE, words=_NAMES)
def test_who_left_is_exact_only_by_a_mark_of_their_own(people: list[Person], words: str) -> None:
    found = find(words, people).exact
    if found is not None and not found.active:
        typed = fold(words).strip().removeprefix("@")
        own = (found.id, found.handle, found.staff_no)
        assert typed in {fold(mark).removeprefix("@") for mark in own}
