"""Any words in any order: a record is read, or refused by name, and what is written reads back."""

from datetime import date, time
from decimal import Decimal
from itertools import chain
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words.cast import (
    ANA,
    FRAUD,
    HARDY,
    ITEMS,
    JO,
    LATE,
    MIRA,
    PEOPLE,
    THURSDAY,
    TONE,
    WANG_FANG,
    at,
    exactly,
    typed,
)

from bot.errors import UserError
from bot.names import find
from bot.reading.dates import When
from bot.reading.grammar import Record, Target, read_lines
from bot.reading.spans import MYSELF
from bot.spelling import fold

_TYPED = """
@mira mira chen 王芳 tom @nobody <@U1|x> <@U1 <!subteam^S1|@a> <!here> late lte tone 迟到 王芳迟到
-3 3 3分 x2 x99 mon 03/04 14:30 11月 31号 #T-1 # ref: https://a.example <https://a|b> !public !x
-- — — " “ ” ' ， 、 and 和 & &amp; &lt; | < > key:value :: pts: on:mon item:late
note: \u202e \x00 😀
"""
_CHUNKS = st.lists(st.sampled_from(_TYPED.split()) | st.text(max_size=8), max_size=12)


@given(chunks=_CHUNKS, gap=st.sampled_from([" ", "", "\n", "\u3000"]))
def test_any_text_is_read_or_refused_by_name(chunks: list[str], gap: str) -> None:
    try:
        record = typed(gap.join(chunks))
    except UserError as refusal:
        assert refusal.name  # noqa: PT017 - a refusal is one of two good outcomes
    else:
        assert 1 <= record.count <= 20
        assert record.when is None or record.when.day <= THURSDAY
        record.note.encode()
        record.typed.encode()


@given(text=st.text(alphabet=st.characters(), max_size=200))
def test_no_text_of_any_script_breaks_the_reader(text: str) -> None:
    record = typed(f"@mira late -- {text}")
    assert (record.targets, record.item) == ((at(MIRA, "@mira"),), exactly(LATE, "late"))


@pytest.mark.parametrize(
    "piece",
    ["a ", "late ", "1 2 ", "on 3 days ago ", "王芳啊迟到 ", "😀", "<", '"', "-- ", "1,", ":"],
)
def test_a_very_long_text_is_refused_and_a_long_one_is_read(piece: str) -> None:
    with pytest.raises(UserError, match=r"^too_long$"):
        typed(piece * 40_000)
    long = piece * (4000 // len(piece))
    assert typed(long).typed == long.strip()


_WHO = {
    "<@U1>": MIRA,
    "@hardy": HARDY,
    "mira chen": MIRA,
    '"Ana María Núñez"': ANA,
    "王芳": WANG_FANG,
}
_WHAT = {"late": LATE, "late for shift": LATE, "tone": TONE, "骗取退款": FRAUD}
_WHEN = {
    "yesterday": When(date(2026, 11, 18)),
    "19 nov": When(THURSDAY),
    "mon 14:30": When(date(2026, 11, 16), time(14, 30)),
    "上周五": When(date(2026, 11, 13)),
}


@given(
    who=st.lists(st.sampled_from(sorted(_WHO)), min_size=1, max_size=3),
    what=st.sampled_from(sorted(_WHAT)),
    when=st.none() | st.sampled_from(sorted(_WHEN)),
    points=st.none() | st.integers(-99, 99).filter(bool),
    count=st.none() | st.integers(1, 20),
    flag=st.none() | st.sampled_from(["!public", "!quiet"]),
    order=st.randoms(use_true_random=False),
)
def test_the_order_of_the_parts_does_not_matter(
    *,
    who: list[str],
    what: str,
    when: str | None,
    points: int | None,
    count: int | None,
    flag: str | None,
    order: Random,
) -> None:
    counted = [f"x{count}"] if count else []
    parts = [*who, what, *filter(None, [when, flag]), *counted]
    parts += [f"{points:+d}"] if points else []
    order.shuffle(parts)
    record = typed(" ".join(parts))
    assert {target.id for target in record.targets} == {_WHO[name].id for name in who}
    assert record.item == exactly(_WHAT[what], what)
    assert record.when == (_WHEN[when] if when else None)
    assert record.points == (Decimal(points) if points else None)
    assert record.count == (count or 1)
    assert record.flags == ({flag[1:]} if flag else set())
    assert (record.doubtful, record.unknown) == ((), ())


@given(
    strange=st.sampled_from(["qwzzx", "😀", "¿?", "%%", "!publik", "<!here>", "-1000", "囧囧囧"]),
    order=st.randoms(use_true_random=False),
)
def test_a_strange_word_is_never_lost_and_spoils_nothing(strange: str, order: Random) -> None:
    parts = ["mira chen", "late for shift", "19 nov", "-3", "x2", "#T-1", strange]
    order.shuffle(parts)
    assert typed(" ".join(parts)) == Record(
        targets=(at(MIRA, "mira chen"),),
        item=exactly(LATE, "late for shift"),
        points=Decimal(-3),
        count=2,
        when=When(THURSDAY),
        ref="T-1",
        unknown=(strange,),
        typed=" ".join(parts),
    )


@given(chunks=_CHUNKS, nearby=st.sets(st.sampled_from([person.id for person in PEOPLE])))
def test_whoever_is_named_goes_by_the_words_that_were_typed(
    chunks: list[str], nearby: set[str]
) -> None:
    for _, record in read_lines(
        " ".join(chunks), people=PEOPLE, items=ITEMS, today=THURSDAY, me=JO.id, nearby=nearby
    ):
        targets = record.targets if isinstance(record, Record) else ()
        for target in targets:
            words = target.typed.strip('"“”')
            named = find(words, PEOPLE, nearby=nearby).exact
            mentioned = target.kind == "group" or words.startswith("<@")
            assert mentioned or named == target.person or fold(words) in MYSELF


_TOKENS = st.text("abcXYZ0123456789-_./", min_size=1, max_size=12).filter(str.isalnum)
_NOTES = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40).filter(
    lambda note: not any(sign in note for sign in "&<>—") and not note.startswith("--")
)


def written(record: Record) -> str:
    """Write a record the way Slack would hand it over."""
    parts = [
        *(f"<@{t.id}>" if t.kind == "person" else f"<!subteam^{t.id}>" for t in record.targets),
        *([record.item.item.code] if record.item else []),
        *([f"pts={record.points}"] if record.points is not None else []),
        f"x{record.count}",
        *([record.when.day.isoformat()] if record.when else []),
        *([f"{record.when.at:%H:%M}"] if record.when and record.when.at else []),
        *([f"ref:{record.ref}"] if record.ref else []),
        *chain(f"{key}:{value}" for key, value in record.options.items()),
        *(f"!{flag}" for flag in sorted(record.flags)),
    ]
    return " ".join(parts) + (f" -- {record.note}" if record.note else "")


@given(
    record=st.builds(
        Record,
        targets=st.lists(
            st.sampled_from(
                [
                    at(MIRA, "<@U1>"),
                    at(HARDY, "<@U3>"),
                    Target("group", "S7", None, "<!subteam^S7>"),
                ]
            ),
            unique=True,
        ).map(tuple),
        item=st.none() | st.sampled_from([exactly(LATE, "late"), exactly(FRAUD, "fraud")]),
        points=st.none() | st.decimals(-999, 999, places=1),
        count=st.integers(1, 20),
        when=st.none()
        | st.builds(When, st.dates(date(1999, 1, 1), THURSDAY), st.none() | st.just(time(8, 15))),
        note=_NOTES,
        ref=st.just("") | _TOKENS,
        options=st.dictionaries(st.sampled_from(["sev", "src", "to"]), _TOKENS),
        flags=st.frozensets(st.sampled_from(["public", "quiet"])),
    )
)
def test_a_record_that_is_written_down_reads_back_the_same(record: Record) -> None:
    line = written(record)
    read_back = typed(line)
    expected = Record(**{**vars(record), "typed": line})
    assert read_back == expected
