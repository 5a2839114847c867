"""A typed line, read as a record. Today is Thursday, 19 November 2026; Jo Park types."""

from datetime import date, time
from decimal import Decimal

import pytest
from words.cast import (
    FRAUD,
    HANDOVER,
    HARDY,
    ITEMS,
    JO,
    LATE,
    LI_NA,
    MIRA,
    PEOPLE,
    SUN,
    THURSDAY,
    TOM,
    TONE,
    WANG_FANG,
    Line,
    Person,
    at,
    exactly,
    typed,
)

from bot.errors import UserError
from bot.reading.dates import When
from bot.reading.grammar import (
    Record,
    Target,
    first_word,
    read,
    read_changes,
    read_lines,
    split_note,
)
from bot.reading.items import Match


def test_two_words_are_a_complete_record() -> None:
    assert typed("@mira late") == Record(
        targets=(at(MIRA, "@mira"),), item=exactly(LATE, "late"), typed="@mira late"
    )


def test_a_record_with_everything_in_it() -> None:
    line = (
        "<@U1|mira>, @hardy and 李娜 tone -3 mon 14:30 x2 !public #T-4821 sev:major "
        "<https://a.example/c?x=1&amp;y=2|a.example> -- called &lt;him&gt; careless"
    )
    assert typed(line) == Record(
        targets=(at(MIRA, "<@U1|mira>"), at(HARDY, "@hardy"), at(LI_NA, "李娜")),
        item=exactly(TONE, "tone"),
        points=Decimal(-3),
        count=2,
        when=When(date(2026, 11, 16), time(14, 30)),
        note="called <him> careless",
        ref="T-4821 https://a.example/c?x=1&y=2",
        options={"sev": "major"},
        flags=frozenset({"public"}),
        typed=line,
    )


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("<@U1> late", ["U1"]),
        ("<@W0NEW|new> late", ["W0NEW"]),
        ("<!subteam^S1|@care> late", ["S1"]),
        ("<!subteam^S1> <@U1> late", ["S1", "U1"]),
        ("mira chen late", ["U1"]),
        ("late chen mira", ["U1"]),
        ("“Mira Chen” late", ["U1"]),
        ('late "tommy"', ["U2"]),
        ("mira,hardy late", ["U1", "U3"]),
        ("mira、hardy，李娜 late", ["U1", "U3", "U5"]),
        ("mira &amp; hardy & 李娜 late", ["U1", "U3", "U5"]),
        ("mira 和 hardy late", ["U1", "U3"]),
        ("me late", ["UJO"]),
        ("我 late", ["UJO"]),
        ("mira <@U1> @mira late", ["U1"]),
        ("1042 late", ["U1"]),
        ("wf late", ["U4"]),
        ("<@U1>迟到", ["U1"]),
        ("@王芳迟到", ["U4"]),
        ("王芳和李娜昨天迟到", ["U4", "U5"]),
        ("ana maría late", ["U7"]),
    ],
)
def test_people_are_named_in_many_ways(line: str, ids: list[str]) -> None:
    assert [target.id for target in typed(line).targets] == ids


def test_somebody_the_roster_does_not_know_is_a_target_without_a_person() -> None:
    assert typed("<@U0NEW> late").targets == (Target("person", "U0NEW", None, "<@U0NEW>"),)


@pytest.mark.parametrize(
    ("line", "doubtful"),
    [
        ("tom late", (("tom", (HARDY, TOM)),)),
        ("@tom late", (("@tom", (HARDY, TOM)),)),
        ("mirra late", (("mirra", (MIRA,)),)),
        ("@nobody late", (("@nobody", ()),)),
        ('"Mira Chan" late', (('"Mira Chan"', (MIRA,)),)),
        ("late 李那", (("李那", (LI_NA,)),)),
        ("late sun", (("sun", (SUN,)),)),
        ("late 77", (("77", (LI_NA,)),)),
    ],
)
def test_nobody_is_guessed(line: str, doubtful: tuple[tuple[str, tuple[Person, ...]], ...]) -> None:
    record = typed(line)
    assert (record.targets, record.doubtful, record.unknown) == ((), doubtful, ())
    assert record.item == exactly(LATE, "late")


def test_a_joining_word_may_begin_a_name_but_is_none_by_itself() -> None:
    the_anh = Person("UT", "The Anh")
    record = read("the anh late for", people=[the_anh], items=[LATE], today=THURSDAY, me="UT")
    assert (record.targets, record.unknown) == ((at(the_anh, "the anh"),), ())


def test_of_two_namesakes_the_callers_own_is_meant() -> None:
    assert typed("tom late", nearby=frozenset({TOM.id})).targets == (at(TOM, "tom"),)


def test_beside_somebody_named_a_word_that_is_a_day_or_a_number_is_that() -> None:
    day = typed("@mira late sun")
    assert (day.targets, day.when) == ((at(MIRA, "@mira"),), When(date(2026, 11, 15)))
    number = typed("late 77 <@U1>")
    assert (number.targets, number.points) == ((at(MIRA, "<@U1>"),), Decimal(77))
    longer = typed("@mira late sun li")
    assert longer.targets == (at(MIRA, "@mira"), at(SUN, "sun li"))


def test_a_name_that_is_an_item_as_well_is_asked_for() -> None:
    grace = Person("UG", "Grace Hopper", "hopper")
    period = Line("grace", ("Beyond grace period",))

    def said(line: str) -> Record:
        return read(line, people=[grace, MIRA], items=[period, LATE], today=THURSDAY, me="UG")

    assert said("grace late").doubtful == (("grace", (grace,)),)
    assert said("@mira grace").item == exactly(period, "grace")
    assert said("@mira grace late").near == (LATE, period)
    assert said("grace hopper late").targets == (at(grace, "grace hopper"),)
    assert said("@hopper grace").targets == (at(grace, "@hopper"),)


def test_words_of_a_label_are_not_taken_for_a_person() -> None:
    mark = Person("UM", "Mark Fox", "mfox")
    timing = Line("timing", ("Mark time wrong",))
    record = read("mark time", people=[mark], items=[timing], today=THURSDAY, me="UM")
    assert (record.targets, record.item) == ((), Match(timing, "words", "mark time"))


@pytest.mark.parametrize(
    ("line", "match"),
    [
        ("@mira late for the shift", Match(LATE, "words", "late for the shift")),
        ("@mira lte", Match(LATE, "typo", "lte")),
        ("late @mira shift", exactly(LATE, "late")),
        ('@mira "late for shift"', exactly(LATE, "late for shift")),
        ("@mira item:late", exactly(LATE, "late")),
        ('@mira item:"end of shift"', Match(HANDOVER, "words", "end of shift")),
        ("@mira 迟到", Match(LATE, "words", "迟到")),
        ("王芳迟到扣3分", Match(LATE, "words", "迟到")),
    ],
)
def test_the_item_is_found_by_its_names(line: str, match: Match) -> None:
    record = typed(line)
    assert (record.item, record.near, record.unknown) == (match, (), ())


@pytest.mark.parametrize(
    ("line", "near", "unknown"),
    [
        ("@mira late tone", (LATE, TONE), ()),
        ("@mira shift", (LATE, HANDOVER), ("shift",)),
        ("@mira fruad", (FRAUD,), ("fruad",)),
        ("@mira gossip", (), ("gossip",)),
        ("@mira", (), ()),
    ],
)
def test_an_item_that_is_not_clear_is_suggested(
    line: str, near: tuple[Line, ...], unknown: tuple[str, ...]
) -> None:
    record = typed(line)
    assert (record.item, record.near, record.unknown) == (None, near, unknown)


@pytest.mark.parametrize(
    ("line", "points"),
    [
        ("@mira late 3", "3"),
        ("@mira late -3", "-3"),
        ("@mira late −3", "-3"),
        ("@mira late +3", "3"),
        ("@mira late -0.5", "-0.5"),
        ("@mira late -1,5", "-1.5"),
        ("@mira late －３", "-3"),
        ("@mira late pts=3", "3"),
        ("@mira late pts:-3", "-3"),
        ("@mira late 3分", "3"),
        ("@mira late 扣3分", "-3"),
        ("@mira late 加两分", "2"),
        ("@mira late 3pts.", "3"),
        ("@mira late", None),
    ],
)
def test_points_keep_the_sign_that_was_typed(line: str, points: str | None) -> None:
    record = typed(line)
    assert record.points == (None if points is None else Decimal(points))
    assert record.unknown == ()


def test_references_are_tickets_calls_and_links() -> None:
    record = typed("@mira late https://a.example/t/1, ref:CALL-9 #T-1 #T-1")
    assert (record.ref, record.unknown) == ("https://a.example/t/1 CALL-9 T-1", ())


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("@mira late x2", 2),
        ("@mira late 2x", 2),
        ("@mira late ×20", 20),
        ("@mira late 两次", 2),
        ("@mira late count:3", 3),
    ],
)
def test_a_count(line: str, count: int) -> None:
    assert typed(line).count == count


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("mon @mira late 14:30", When(date(2026, 11, 16), time(14, 30))),
        ("@mira late on:mon", When(date(2026, 11, 16))),
        ('@mira late on:"17 nov"', When(date(2026, 11, 17))),
        ("@mira late Nov 17, 2026", When(date(2026, 11, 17))),
        ("@mira late 14:30", When(THURSDAY, time(14, 30))),
        ("@mira late yesteday", When(date(2026, 11, 18))),
        ("@mira late 上周五", When(date(2026, 11, 13))),
        ("@mira late", None),
    ],
)
def test_the_day_and_the_time(line: str, when: When | None) -> None:
    record = typed(line)
    assert (record.when, record.unknown) == (when, ())


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("@mira late -- was 5 late, @tom saw it", "was 5 late, @tom saw it"),
        ("@mira late — iPhones write dashes", "iPhones write dashes"),
        ("@mira late——中文破折号", "中文破折号"),
        ("@mira late\nfirst\nsecond", "first\nsecond"),
        ("@mira late\r\n-- after both", "after both"),
        ("@mira late -- one -- two", "one -- two"),
        ("@mira late note: see call", "see call"),
        ("@mira late note:“see call” x2", "see call"),
        ("@mira late -- &amp;lt; &lt;!channel&gt;", "&lt; <!channel>"),
        ("@mira late -- <!channel>", "<!channel>"),
        ("@mira late -- told <@U2|tom> in <#C1|care>", "told @tom in #care"),
        ("@mira late -- <@U2>, <!subteam^S1|@care>, <#C1|>", "@U2, @care, #C1"),
        ("@mira late -- see <https://a.example/1|a.example>", "see https://a.example/1"),
        ("@mira late -- a\x00b\x07c\u202ed", "abcd"),
        ("@mira late --", ""),
        ("@mira late-- no mark", ""),
    ],
)
def test_the_note_is_plain_text_after_its_mark(line: str, note: str) -> None:
    record = typed(line)
    assert record.note == note
    assert record.item is not None
    assert record.item.item == LATE


@pytest.mark.parametrize(
    ("line", "unknown"),
    [
        ("@mira late blah blub", ("blah", "blub")),
        ("@mira late <!channel>", ("<!channel>",)),
        ("@mira late 😀", ("😀",)),
        ("@mira 😀 late", ("😀",)),
        ("@mira late !publik", ("!publik",)),
        ("@mira late AT&amp;T", ("AT&T",)),
        ("@mira late mon tue", ("tue",)),
        ("@mira late 14:30 15:30", ("15:30",)),
        ("mon 9:00 @mira late 10:00", ("10:00",)),
        ("@mira late -3 -4", ("-4",)),
        ("@mira late pts:many", ("pts:many",)),
        ("@mira late -1000", ("-1000",)),
        ("@mira late sev:major sev:minor", ("sev:minor",)),
        ("@mira late on:never", ("on:never",)),
    ],
)
def test_words_nobody_understands_are_reported(line: str, unknown: tuple[str, ...]) -> None:
    record = typed(line)
    assert (record.unknown, record.note, record.doubtful) == (unknown, "", ())


@pytest.mark.parametrize(
    ("line", "name", "context"),
    [
        ("@mira late x0", "bad_count", {"word": "x0", "limit": 20}),
        ("@mira late 21x", "bad_count", {"word": "21x", "limit": 20}),
        ("@mira late tomorrow", "future_date", {"word": "tomorrow", "day": date(2026, 11, 20)}),
        ("@mira late 31 nov", "no_such_date", {"word": "31 nov"}),
        ("王芳明天迟到", "future_date", {"word": "明天", "day": date(2026, 11, 20)}),
        ("late " + "x" * 4000, "too_long", {"limit": 4000}),
        (" ".join(f"<@U{n}>" for n in range(51)), "too_many_people", {"limit": 50}),
        (" ".join(f"@n{n}" for n in range(51)), "too_many_people", {"limit": 50}),
    ],
)
def test_a_line_that_cannot_be_is_refused(line: str, name: str, context: dict[str, object]) -> None:
    with pytest.raises(UserError) as refused:
        typed(line)
    assert (refused.value.name, refused.value.context) == (name, context)


def test_a_batch_keeps_its_line_numbers_and_its_refusals() -> None:
    lines = read_lines(
        "@mira late\n\n  \n@hardy tone x99\r\nwf late",
        people=PEOPLE,
        items=ITEMS,
        today=THURSDAY,
        me=JO.id,
    )
    assert [number for number, _ in lines] == [1, 4, 5]
    assert lines[0][1] == typed("@mira late")
    assert isinstance(lines[1][1], UserError)
    assert lines[2][1] == typed("wf late")
    assert typed("wf late").targets == (at(WANG_FANG, "wf"),)


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("Void D-1042 -- Reason", "void", "D-1042 -- Reason"),
        ("  list ", "list", ""),
        ("batch\n@mira late", "batch", "\n@mira late"),
        ("撤销 D-1", "撤销", "D-1"),
        ("", "", ""),
    ],
)
def test_the_first_word_is_the_verb(text: str, verb: str, rest: str) -> None:
    assert first_word(text) == (verb, rest)


def test_changes_are_pairs() -> None:
    assert read_changes('item:tone PTS:-3 on:"17 nov" to:<@U2|tom> ref=<https://a.example|a>') == {
        "item": "tone",
        "pts": "-3",
        "on": "17 nov",
        "to": "<@U2>",
        "ref": "https://a.example",
    }
    with pytest.raises(UserError, match=r"^unknown_option$"):
        read_changes("item:tone nonsense")


def test_a_note_is_parted_from_what_stands_before_it() -> None:
    assert split_note("D-1042 -- wrong agent") == ("D-1042 ", "wrong agent")
    assert split_note("D-1042") == ("D-1042", "")
