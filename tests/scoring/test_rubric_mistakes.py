"""A rubric file with mistakes is refused as a whole, with every mistake and its line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_rubric import GOOD, grades, told

from bot.scoring import rubric
from bot.scoring.rubric import Problem, RubricError

KINDS = (
    "deductions, shortfall, table, choice, rating, levels, compliance, ratio, "
    "excess, band, interpolate, compare, average, parts, figure, time"
)


def test_a_good_file_is_read() -> None:
    read = rubric.load(GOOD, name="care.yaml")
    assert [entry.code for entry in read.entries] == ["late"]


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    bad = """\
id: bad one
version: 1.5
label: {en: Bad, zh: 1}
source: S
appraises: agnt
total: 100
colour: red
sections:
  - id: a
    label: {en: A, zh: 甲}
    points: 60
    lines:
      - id: x
        label: {en: X, zh: 子}
        pionts: 60
        rule: deductions
        reasons:
          - code: late
            label: {en: Late, zh: 迟到}
            aliases: [tardy]
            points: 2
          - code: tardy
            label: {en: Late}
            points: -1e400
      - id: x
        label: {en: Y, zh: 丑}
        rule: deduction
      - id: z
        label: {en: Z, zh: 丙}
        rule: shortfall
        quota: many
  - id: b
    label: {en: B, zh: 乙}
    points: -3
    lines: []
grades:
  - {code: A, label: {en: A, zh: A}}
  - {code: B, label: {en: B, zh: B}, from: 80}
"""
    assert told(bad) == [
        "1: `bad one` cannot stand in `id`: write one word of letters and digits",
        "2: `version` must be a whole number",
        "3: `zh` must be text (put a number in quotes)",
        "5: `appraises`: must be 'agent', 'supervisor', 'unit' or 'company'",
        "7: `colour` is no setting of this place",
        "15: `pionts` is no setting of this place; did you mean `points`?",
        "22: `tardy` is taken: it stands at care.yaml:20 already",
        "23: `zh` is missing",
        "24: `-1e400` is no plain number such as 12 or 2.5 (put text in quotes)",
        "25: `x` is taken: it stands at care.yaml:13 already",
        f"27: there is no rule `deduction`; there are: {KINDS}",
        "28: `each` is missing",
        "31: `quota` must be a number",
        "34: `points`: must be greater than or equal to 0",
        "35: `lines` has too few entries",
        "36: only the last grade may leave out `from`",
    ]


@pytest.mark.parametrize(
    ("written", "instead", "expected"),
    [
        ("points: 10\n", "points: 9\n", "10: the lines of `conduct` add up to 9, not 10"),
        ("points: -2", "points: 2", "11: `late` takes points away: write them as -2"),
        ("points: -2", "points: .nan", "19: `.nan` is no plain number such as 12 or 2.5"),
        ("points: -2", "points: -.inf", "19: `-.inf` is no plain number such as 12 or 2.5"),
        ("points: -2", "points: 0x10", "19: `0x10` is no plain number such as 12 or 2.5"),
        ("points: -2", "points: 1_000", "19: `1_000` is no plain number such as 12 or 2.5"),
        ("points: -2", 'points: "-2"', "19: `points` must be a number"),
        ("points: -2", "points: -2000000000", "19: `points`: must be greater than or equal to"),
        ("points: -2", "points: -2\n            points: -3", "20: `points` is written twice"),
        (
            "points: -2",
            "points: -2\n            between: [-3, 3]",
            "16: `between` must stay on one",
        ),
        ("points: -2", "points: -2\n            between: [-3, -4]", "16: `points` lie outside"),
        ("points: -2", "points: -2\n            every: 0", "20: `every`: must be greater than or"),
        (
            "points: -2",
            "points: -2\n            critical: maybe",
            "20: `critical` must be yes or no",
        ),
        ("[tardy]", "[late]", "18: `late` is taken: it stands at care.yaml:16 already"),
        ("[tardy]", "[LATE]", "18: `LATE` is taken: it stands at care.yaml:16 already"),
        ("[tardy]", "[two words]", "18: `two words` cannot stand in `aliases`"),
        ("[tardy]", "tardy", "18: `aliases` must be a list"),
        ("{en: Late, zh: 迟到}", "Late", "17: `label` must be a group of settings"),
        ("{en: Late, zh: 迟到}", '{en: " ", zh: 迟到}', "17: `en` is empty"),
        ("{en: Late, zh: 迟到}", "{en: Late, zh: }", "17: `zh` is empty"),
        ("version: 1", "version: one", "2: `version` must be a whole number"),
        ("source: ours", "source: *x", "4: anchors (&) and aliases (*) are not used here"),
        ("source: ours", "source: &x ours", "4: anchors (&) and aliases (*) are not used here"),
        ("source: ours", "source: !!python/name:os.system x", "4: tags (!) are not used here"),
        ("source: ours", "source: ours\n---\nid: other", "5: a second document begins"),
        ("source: ours", "source: [ours", "5: not readable as YAML: while parsing a flow sequence"),
        ("source: ours", "source: a: b", "4: not readable as YAML: mapping values are not allowed"),
        ("source: ours", "? [a]\n: ours", "4: a key must be a word"),
        ("sections:", "section:", "7: `section` is no setting of this place; did you mean"),
        (
            "appraises: agent",
            "opinion_needs: [x]\nappraises: agent",
            "5: nothing records `x`",
        ),
        (
            "rule: deductions",
            "rule: deductions\n        needs: x",
            "11: `discipline` reads `x`, which is not among",
        ),
        ("        rule: deductions\n", "", "11: `rule` is missing"),
        ("version: 1", "version: 1\nyear: {below: 90}", "3: `times` is missing"),
        ("total: 10\n", "total: 10\nfloor: 9\nceiling: 8\n", "7: `floor` lies above `ceiling`"),
    ],
)
def test_each_mistake_has_its_line_and_its_words(written: str, instead: str, expected: str) -> None:
    assert GOOD.count(written) == 1
    assert any(it.startswith(expected) for it in told(GOOD.replace(written, instead))), told(
        GOOD.replace(written, instead)
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("rule: shortfall, quota: 5, each: 1", "`each`: must be less than 0"),
        ("rule: excess, limit: 1, step: 0, each: -1", "`step`: must be greater than 0"),
        ("rule: figure, kpi: csta, inputs: []", "there is no KPI `csta`; there are: share, mean,"),
        ("rule: figure, kpi: share, inputs: [a]", "`share` takes 2 inputs: part, whole"),
        ("rule: figure, inputs: [a]", "`inputs` are for a `kpi`"),
        ("rule: compare", "write either a `target` or `against`"),
        ("rule: compare, target: 1, against: a", "write either a `target` or `against`"),
        ("rule: interpolate, anchors: [[1, 0], [1, 5]]", "the figures of `anchors` must rise"),
        ("rule: interpolate, anchors: [[1, 0]]", "`anchors` has too few entries"),
        ("rule: rating, raters: {superior: 0}", "at least one of the `raters` needs a weight"),
        ("rule: rating, raters: {boss: 1}", "`boss`: must be 'self', 'superior', 'peer',"),
        (
            "rule: table, rows: [{points: 1}, {up_to: 1, points: 2}]",
            "the last row, and only the last",
        ),
        (
            "rule: table, rows: [{up_to: 2, points: 1}, {up_to: 1, points: 2}, {points: 0}]",
            "`up_to` must rise from row to row",
        ),
        ("rule: choice, rows: [{up_to: 1, from: 5, to: 4}, {from: 0, to: 3}]", "`from` lies above"),
        ("rule: levels, levels: []", "`levels` has too few entries"),
        (
            "rule: table, rows: [{up_to: 1, points: 11}, {points: 2}]",
            "11: `x` can give 11 points, more than its 10",
        ),
        (
            "rule: choice, rows: [{up_to: 1, from: 8, to: 12}, {from: 0, to: 3}]",
            "11: `x` can give 12 points, more than its 10",
        ),
        ("rule: rating, between: [0, 20]", "11: `x` can give 20 points, more than its 10"),
        (
            (
                "rule: levels, levels: [{code: a, label: {en: A, zh: 甲}, points: 10}, "
                "{code: b, label: {en: B, zh: 乙}, aliases: [A], points: 5}]"
            ),
            "11: `A` is taken: it stands at care.yaml:11 already",
        ),
        ("rule: time, within: {amount: 3, unit: weeks}", "`unit`: must be 'minutes', 'hours',"),
        ("rule: deductions, floor: 11", "the `floor` of `x`, 11, lies above its 10 points"),
        (
            "rule: shortfall, quota: 5, each: -1, floor: 10.5",
            "the `floor` of `x`, 10.5, lies above its 10 points",
        ),
        (
            (
                "rule: band, tolerance: 1, below: {step: 1, each: 2, limit: 9}, "
                "above: {step: 1, each: -2, limit: 0}"
            ),
            "the `limit` of `below`, 9, lies below the 10 points",
        ),
        (
            (
                "rule: compliance, marks: [{code: a, label: {en: A, zh: 甲}, points: 1.5}, "
                "{code: b, label: {en: B, zh: 乙}, points: 0}]"
            ),
            "a mark is a share from 0 to 1: `a` has 1.5",
        ),
    ],
)
def test_each_rule_checks_its_own_settings(line: str, expected: str) -> None:
    start = GOOD.index("      - id: discipline")
    flow = f"      - {{id: x, label: {{en: X, zh: 子}}, points: 10, {line}}}\n"
    assert any(expected in it for it in told(GOOD[:start] + flow)), told(GOOD[:start] + flow)


@pytest.mark.parametrize(
    ("general", "section", "expected"),
    [
        ("{rule: ratings}", "{}", f"7: there is no rule `ratings`; there are: {KINDS}"),
        ("{rule: rating, raters: {boss: 1}}", "{}", "7: `boss`: must be 'self', 'superior', "),
        ("{rule: rating}", "{raters: {superior: -1}}", "11: `superior`: must be greater than or"),
        ("{rule: rating, raters: {self: 0}}", "{}", "7: at least one of the `raters` needs a"),
        ("{rule: rating, colour: red}", "{}", "7: `colour` is no setting of this place"),
    ],
)
def test_what_every_line_takes_over_is_told_once(general: str, section: str, expected: str) -> None:
    head = GOOD[: GOOD.index("    lines:")].replace("sections:", f"each_line: {general}\nsections:")
    rows = "".join(f"      - {{id: {it}, label: {{en: X, zh: 子}}}}\n" for it in "abc")
    (problem,) = told(f"{head}    each_line: {section}\n    lines:\n{rows}")
    assert problem.startswith(expected)


def test_no_two_sections_or_grades_are_called_the_same() -> None:
    twice = GOOD + GOOD[GOOD.index("  - id: conduct") :].replace("discipline", "other").replace(
        "late", "early"
    ).replace("tardy", "soon")
    assert "20: `conduct` is taken: it stands at care.yaml:8 already" in told(twice)
    same = grades("9", "8").replace("code: B", "code: A")
    assert told(GOOD + same) == ["22: `A` is taken: it stands at care.yaml:21 already"]


def test_what_is_no_number_is_told_once() -> None:
    for written in (".nan", "1e400", "-.inf", "0x10"):
        for place in ("total: 10", "        points: 10"):
            text = GOOD.replace(place, place.replace("10", written))
            line = text[: text.index(written)].count("\n") + 1
            assert told(text) == [
                f"{line}: `{written}` is no plain number such as 12 or 2.5 (put text in quotes)"
            ]


def test_a_weight_stays_in_its_range() -> None:
    ranged = GOOD.replace("    lines:", "    points: 10\n    between: [30, 40]\n    lines:")
    assert told(ranged) == ["8: the points of `conduct` must lie between 30 and 40"]


def test_a_file_must_score_or_be_signed() -> None:
    head = GOOD[: GOOD.index("total:")]
    assert told(head) == ["1: there are no `sections`"]
    assert rubric.load(head + "signatures: [{label: {en: Boss, zh: 上级}}]\n", name="x").items == ()
    assert told("") == ["1: the file is empty"]
    assert told("just words") == ["1: `care.yaml` must be a group of settings, one under the other"]


def test_every_sum_that_does_not_fit_is_told() -> None:
    second = GOOD[GOOD.index("  - id: conduct") :].replace("conduct", "more")
    two = GOOD.replace("    lines:", "    points: 6\n    lines:", 1) + (
        second.replace("    lines:", "    points: 4\n    lines:", 1)
        .replace("discipline", "diligence")
        .replace("late", "early")
        .replace("tardy", "soon")
    )
    assert told(two) == [
        "11: the lines of `conduct` add up to 10, not 6",
        "24: the lines of `more` add up to 10, not 4",
    ]
    assert told(two.replace("points: 4", "points: 5")) == ["6: the sections add up to 11, not 10"]
    assert told(two.replace("total: 10\n", "")) == ["1: `total` is missing"]


def test_bombs_are_refused_before_they_go_off() -> None:
    doubling = "\n".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))
    assert told(f"a0: &a0 x\n{doubling}") == ["1: anchors (&) and aliases (*) are not used here"]
    assert told("[" * 5000) == ["1: nested more than 24 levels deep"]
    assert told("a: x\n" * 100_000) == ["1: more than 400000 characters"]
    assert told("\x00") == ["1: not readable as YAML: control characters are not allowed"]


@settings(max_examples=150)
@given(st.data())
def test_no_damage_to_a_file_is_worse_than_a_message(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 12)))
    instead = data.draw(st.text(max_size=6) | st.sampled_from(["- ", ": ", "{", "[", "\n  ", "*a"]))
    problems = problems_of(GOOD[:start] + instead + GOOD[end:])
    assert all(it.place.startswith("care.yaml:") and it.message for it in problems)


def problems_of(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a file: nothing, or at least one problem."""
    try:
        rubric.load(text, name="care.yaml")
    except RubricError as error:
        return error.problems
    return ()


def test_steps_and_signatures_go_by_names_of_their_own() -> None:
    bad = f"""{GOOD}
process:
  - {{label: {{en: Set goals, zh: 设定目标}}, from_day: 5, to_day: 3}}
  - {{label: {{en: Collect, zh: 收集}}, every: week, to_day: 3}}
"""
    assert told(bad) == [
        "22: `from_day` 5 is after `to_day` 3",
        "23: a step of every week has no days of the month",
    ]
    twice = f"""{GOOD}
process:
  - {{label: {{en: Set goals, zh: 设定目标}}}}
  - {{id: set-goals, label: {{en: Collect, zh: 收集}}}}
signatures:
  - {{label: {{en: Leader, zh: 领导}}, by: superior}}
  - {{label: {{en: leader, zh: 上级}}}}
"""
    assert told(twice) == [
        "23: another of the `process` is called `set-goals`",
        "26: another of the `signatures` is called `leader`",
    ]
