"""A file of entries that cannot be: refused as a whole, and every mistake with its place."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scored_file import run

from bot.scoring import cli, entry_file, rubric
from bot.scoring.rubric import RubricError

CARE = rubric.read("care-agents")


def test_all_mistakes_are_told_and_nothing_is_scored(tmp_path: Path) -> None:
    wrong = """\
code,count,points,value,level,rating,by,date,note
lat,,,,,,,,
,1,,,,,,,
late,-1,,,,,,,
late,1.5,,,,,,,
late,,-9,,,,,,
D1,,-2,,,,,,
late,,,5,,,,,
calls,,,1e400,,,,,
calls,,,NaN,,,,,
calls,,,,,,,,
csat,,,6,,,,,
survey,,,,great,,,,
survey,,,,,,,,
cooperation,,,,,3,,,
cooperation,,,,,3,boss,,
cooperation,,,,,3,customer,,
cooperation,,,,,5,peer,,
cooperation,,,,,,peer,,
late,,,,,,,19.11.2026,
late,,,,,,,20261119,
late,,,,,,,,,surplus
"""
    assert run(tmp_path, "w.csv", wrong) == (
        2,
        "",
        """\
w.csv:2: the rubric has no `lat`; near it: late
w.csv:3: `code` is missing
w.csv:4: `count` must be a whole number from 0, not `-1`
w.csv:5: `count` must be a whole number from 0, not `1.5`
w.csv:6: `C5` may have -3 to -1 points, not -9
w.csv:7: `D1` is always -1 points, not -2
w.csv:8: `C5` is logged: leave `value` empty
w.csv:9: `value` must be a plain number such as 12 or 2.5, not `1e400`
w.csv:10: `value` must be a plain number such as 12 or 2.5, not `NaN`
w.csv:11: `value` is missing
w.csv:12: `value` of `csat` must lie between 1 and 5
w.csv:13: `survey` has no level `great`; there are: very-satisfied, satisfied, fair, dissatisfied
w.csv:14: `level` is missing; there are: very-satisfied, satisfied, fair, dissatisfied
w.csv:15: who rates? Write `by`: superior, peer, self
w.csv:16: `cooperation` is not rated by `boss`, a kind of rater; by: superior, peer, self
w.csv:17: `cooperation` is not rated by `customer`; by: superior, peer, self
w.csv:18: `rating` of `cooperation` must lie between 0 and 4
w.csv:19: `cooperation` is rated: write one `rating`
w.csv:20: `date` must be a day such as 2026-11-19, not `19.11.2026`
w.csv:21: `date` must be a day such as 2026-11-19, not `20261119`
w.csv:22: more cells than columns
""",
    )


def test_of_very_many_mistakes_the_first_are_told(tmp_path: Path) -> None:
    code, out, err = run(tmp_path, "w.csv", "code\n" + "lat\n" * 150)
    assert (code, out, len(err.splitlines())) == (2, "", 101)
    assert err.splitlines()[-2:] == [
        "w.csv:101: the rubric has no `lat`; near it: late",
        "… and 50 more",
    ]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.csv", "", "a.csv:1: the first line names the columns, `code` at least; there are:"),
        ("a.csv", "code,cout\n", "a.csv:1: the first line names the columns, not `cout`; there"),
        ("a.csv", "code,code\n", "a.csv:1: the first line names the columns, not `code`; there"),
        ("a.csv", 'code,note\nlate,"x\n', "a.csv:2: not CSV: unexpected end of data"),
        ("a.csv", b"code\nl\xe4te\n", "a.csv:2: this is not UTF-8"),
        ("a.json", "{}", "a.json:1: `[` is expected here; a JSON file of entries is a list"),
        ("a.json", "", "a.json:1: `[` is expected here; a JSON file of entries is a list"),
        ("a.json", "[\n5]", 'a.json:2: an entry is an object: {"code": …}'),
        ("a.json", '[{"code": "late"}\n{"code": "late"}]', "a.json:2: `,` is expected here"),
        ("a.json", '[{"code": "late"}]\n[]', "a.json:2: something follows the list"),
        ("a.json", '[{"code": "late"},\n {"code" "late"}]', "a.json:2: not JSON: Expecting ':'"),
        ("a.json", '[{"code": "late"}, ', "a.json:1: not JSON: Expecting value"),
        ("a.json", '[\n\n{"code": "late", "code": "A4"}]', "a.json:3: `code` must be text or a"),
        ("a.json", '[{"code": "late", "vale": 5}]', "a.json:1: there is no `vale`; did you mean"),
        ("a.json", '[{"code": "late", "count": true}]', "a.json:1: `count` must be text or a"),
        ("a.json", '[{"code": "late", "count": NaN}]', "a.json:1: `count` must be a whole number"),
        ("a.json", "[" * 100_000, "a.json:1: nested too deeply"),
        ("a.json", '[{"code": "late"},\n]', "a.json:2: not JSON: Expecting value"),
        (
            "a.json",
            '[{"code": "' + "x" * 1000 + '"}]',
            f"a.json:1: the rubric has no `{'x' * 60}…`",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_where(
    tmp_path: Path, name: str, text: str | bytes, told: str
) -> None:
    code, out, err = run(tmp_path, name, text)
    assert (code, out) == (2, "")
    assert err.startswith(told), err


def test_a_file_or_rubric_that_is_not_there(tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    missing = str(tmp_path / "no.csv")
    assert cli.score_files("care-agents", missing, as_json=False, out=out, err=err) == 2
    assert cli.score_files("care-agent", missing, as_json=False, out=out, err=err) == 2
    assert cli.score_files("own.yaml", missing, as_json=False, out=out, err=err) == 2
    assert out.getvalue() == ""
    assert err.getvalue().splitlines() == [
        f"{missing}: cannot be read: No such file or directory",
        "care-agent: no rubric of the catalogue, and no .yaml file; near it: care-agents",
        "own.yaml: cannot be read: No such file or directory",
    ]


@given(st.text(max_size=80), st.sampled_from(["a.csv", "a.json"]))
def test_no_file_does_worse_than_a_message(text: str, name: str) -> None:
    try:
        entry_file.read(text, name=name, rubric=CARE)
    except RubricError as error:
        refused = error
    else:
        return
    assert refused.problems
