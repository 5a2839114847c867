"""Files of entries are scored as the ledger is."""

import json
from itertools import permutations
from pathlib import Path

import pytest
from scored_file import run
from scoring_cases import exact, line

from bot.scoring import entry_file, rubric
from bot.scoring.rubric import RubricError
from bot.scoring.score import score

MONTH = """\
code,count,points,value,level,rating,by,date,note
late,1,,,,,,2026-11-03,"missed the stand-up, again"
语气,2,,,,,,2026-11-05,
F2,,-3,,,,,,
survey,,,,一般,,,,
training,,,6,,,,,
cooperation,,,,,3,superior,2026-11-20,
cooperation,,,,,1,superior,2026-11-10,
cooperation,,,,,3.5,peer,,

praise,,,,,,,,
"""

SHOWN = """\
Customer care agents (care-agents v1)

Service quality                      36 / 40
  Service language and behaviour     11 / 15      15 − 2 × 2 (Unfriendly tone) = 11
  Work attitude                      15 / 15      nothing recorded: 15
  Knowledge and skills               10 / 10      nothing recorded: 10

Efficiency and process               23 / 25
  Work discipline                    10 / 12      12 − 1 × 2 (Late for shift) = 10
  Records                            4 / 4        nothing recorded: 4
  Appearance and guidance            5 / 5        nothing recorded: 5
  Call-backs                         4 / 4        no data: 4 kept

Customer satisfaction                17 / 20
  Satisfaction survey                3 / 6        1 × Fair: 3
  CSAT                               4 / 4        no data: 4 kept
  Complaints upheld                  10 / 10      nothing recorded: 10

Teamwork and growth                  9.17 / 15
  Obedience and teamwork             3 / 6        6 − 3 (Did not cooperate with colleagues) = 3
  Teamwork rating                    3.17 / 4     supervisor, peers: (3 × 2 + 3.5 × 1) ÷ 3 ≈ 3.17
  Training hours                     3 / 5        5 − (8 − 6) × 1 = 3

Commendations                        3
  Commendations                      3            1 × 3 (Praised by a customer) = 3

Total                                88.17  B (Good)
Points that rest on data             92 / 100
"""


def test_a_csv_file_is_scored_and_shown(tmp_path: Path) -> None:
    assert run(tmp_path, "month.csv", MONTH) == (0, SHOWN, "")


def test_a_byte_order_mark_and_foreign_line_ends_do_no_harm(tmp_path: Path) -> None:
    text = MONTH.replace("\n", "\r\n").encode("utf-8-sig")
    assert run(tmp_path, "month.csv", text) == (0, SHOWN, "")


def test_the_same_month_as_json_is_the_same_card(tmp_path: Path) -> None:
    entries = [
        {"code": "late", "date": "2026-11-03"},
        {"code": "A4", "count": 2},
        {"code": "uncooperative", "points": -3},
        {"code": "survey", "level": "fair", "note": None},
        {"code": "training", "value": 6},
        {"code": "cooperation", "rating": 3, "by": "superior"},
        {"code": "cooperation", "rating": 3.5, "by": "peer"},
        {"code": "praise"},
    ]
    assert run(tmp_path, "month.json", json.dumps(entries)) == (0, SHOWN, "")


def test_the_result_as_json_is_exact(tmp_path: Path) -> None:
    code, out, err = run(tmp_path, "month.csv", MONTH, as_json=True)
    assert (code, err) == (0, "")
    card = json.loads(out)
    assert (card["total"], card["of"], card["full"]) == ("529/6", "92", "100")
    assert card["grade"] == {"code": "B", "label": {"en": "Good", "zh": "良好"}}
    rated = next(item for item in card["items"] if item["id"] == "cooperation")
    assert (rated["points"], rated["of"]) == ("19/6", "4")


def test_a_total_out_of_another_sum_is_told_in_percent_too(tmp_path: Path) -> None:
    rows = "code,level\n" + "".join(f"row-a-{n},conforms\n" for n in range(1, 5))
    code, out, _ = run(
        tmp_path, "k.csv", f"{rows}row-b-1,fails\n", by="kf-unplaced-spot-check-rows"
    )
    assert (code, " ".join(out.splitlines()[-2].split())) == (0, "Total 16 / 28 = 57.14 %")


def test_no_opinion_is_a_card_without_results(tmp_path: Path) -> None:
    how = {"by": "department-satisfaction-appraisal"}
    code, out, err = run(tmp_path, "none.json", "[]", as_json=True, **how)
    assert (code, json.loads(out), err) == (
        0,
        {
            "rubric": "department-satisfaction-appraisal",
            "version": 1,
            "total": None,
            "of": "0",
            "full": "100",
            "complete": False,
            "grade": None,
            "sections": [],
            "items": [],
            "unscored": [],
        },
        "",
    )
    code, out, _ = run(tmp_path, "none.json", "[]", language="zh", **how)
    assert (code, out.splitlines()[1]) == (0, "不出具考评意见：未记录该方案所需的数据。")


@pytest.mark.parametrize(
    ("rating", "base", "pay", "told"),
    [
        ("85", "2000", ["1700", "0", "1700"], "2000 × 85 ÷ 100 = 1700"),
        ("60", "1999.5", ["1199.7", "0", "1199.7"], "1999.5 × 60 ÷ 100 = 1199.7"),
        ("59.5", "2000", ["1190", "357", "833"], "2000 × 59.5 ÷ 100 = 1190 − 357 = 833"),
        ("", "2000", None, "none"),
    ],
)
def test_pay_is_worked_out_of_a_base(
    tmp_path: Path, rating: str, base: str, pay: list[str] | None, told: str
) -> None:
    rows = "code,rating,by\n" + (f"reception,{rating},superior\n" if rating else "")
    how = {"by": "satisfaction-performance-pay", "base": base}
    code, out, _ = run(tmp_path, "s.csv", rows, as_json=True, **how)
    said = json.loads(out)["pay"]
    assert (code, said) == (0, pay and dict(zip(("before_cut", "cut", "amount"), pay, strict=True)))
    _, out, _ = run(tmp_path, "s.csv", rows, **how)
    assert out.splitlines()[-1].split(maxsplit=2) == ["Performance", "pay", told]


@pytest.mark.parametrize(
    ("by", "base", "told"),
    [
        ("care-agents", "2000", "--base: `care-agents` has no `pay`\n"),
        (
            "satisfaction-performance-pay",
            "1e400",
            "--base: an amount is written as 2000 or 1999.50, not `1e400`\n",
        ),
    ],
)
def test_a_base_that_cannot_be(tmp_path: Path, by: str, base: str, told: str) -> None:
    assert run(tmp_path, "s.csv", "code\n", by=by, base=base) == (2, "", told)


def test_a_rubric_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text((rubric.CATALOGUE / "care-agents.yaml").read_text("utf-8"), "utf-8")
    assert run(tmp_path, "month.csv", MONTH, by=str(path)) == (0, SHOWN, "")


def test_a_scale_takes_its_levels_and_numbers_only_where_it_says_so() -> None:
    support = rubric.read("support-centre-supervisor-table")
    with pytest.raises(RubricError, match="`superior` has no level `70`; there are: 80, 60, 30, 0"):
        entry_file.read("code,rating\nsuperior,70\n", name="a.csv", rubric=support)
    rows = ["code,rating,level,date", "superior,,60,2026-11-20", "superior,80,,2026-11-19"]
    facts = entry_file.read("\n".join(rows), name="a.csv", rubric=support)
    assert [(fact.level, fact.value) for fact in facts] == [("60", None)]
    aspects = rubric.read("agent-standard-five-aspects")
    rows = ["code,rating,by", "product,good,superior", "product,75.5,self"]
    facts = entry_file.read("\n".join(rows), name="a.csv", rubric=aspects)
    assert [(fact.rater, fact.level, str(fact.value)) for fact in facts] == [
        ("superior", "good", "None"),
        ("self", "", "75.5"),
    ]
    with pytest.raises(RubricError, match="`rating` of `product` must lie between 0 and 100"):
        entry_file.read("code,rating,by\nproduct,101,self\n", name="a.csv", rubric=aspects)


@pytest.mark.parametrize(
    ("rows", "points"),
    [
        (["superior,80,", "superior,90,"], "17"),
        (["superior,80,2026-11-20", "superior,90,2026-11-19", "superior,40,"], "16"),
        (["peer,80,2026-11-20", "peer,90,2026-11-19", "subordinate,60,", "subordinate,70,"], "15"),
    ],
)
def test_the_order_of_the_entries_plays_no_part(rows: list[str], points: str) -> None:
    """Of one day the mean counts; a later day replaces, but no colleague's rating another's."""
    angles = rubric.read("supervisor-scheme-design")
    for order in permutations(rows):
        written = "\n".join(["code,by,rating,date", *(f"quality,{row}" for row in order)])
        card = score(angles, entry_file.read(written, name="a.csv", rubric=angles))
        assert exact(line(card, "quality").points) == points


@pytest.mark.parametrize(("count", "rating", "span"), [(2, 8, "4 and 7"), (5, 4, "0 and 3")])
def test_points_are_picked_from_the_range_that_the_facts_leave(
    tmp_path: Path, count: int, rating: int, span: str
) -> None:
    rows = f"code,count,rating\ncomplaints,,{rating}\ncomplaint,{count},\n"
    assert run(tmp_path, "w.csv", rows, by="tech-company-agent-monthly") == (
        2,
        "",
        f"w.csv:2: `rating` of `complaints` must lie between {span} here, not {rating}\n",
    )
    right = rows.replace(f",,{rating}", ",,3").replace(f",{count},", ",3,")
    assert run(tmp_path, "w.csv", right, by="tech-company-agent-monthly")[0] == 0


@pytest.mark.parametrize("mark", [";", "\t"])
def test_the_csv_of_any_spreadsheet_is_read(tmp_path: Path, mark: str) -> None:
    rows = MONTH.replace('"missed the stand-up, again"', "missed").replace(",", mark)
    assert run(tmp_path, "m.csv", rows) == (0, SHOWN, "")


def test_labels_will_do_where_no_other_is_the_same(tmp_path: Path) -> None:
    entries = [
        {"code": "客户回访", "value": 599},
        {"code": "Missed card or entry without a ticket"},
        {"code": "工作态度", "rating": 3, "by": "上级"},
    ]
    how = {"by": "front-desk-supervisor-table"}
    code, out, _ = run(tmp_path, "m.json", json.dumps(entries), as_json=True, **how)
    found = {item["id"]: item["points"] for item in json.loads(out)["items"]}
    named = ("callbacks", "cashier", "attitude")
    assert (code, *(found[id_] for id_ in named)) == (0, "5", "5", "3")
    how = {"by": "kf-unplaced-spot-check-rows"}
    rows = "code,level\nrow-a-1,Basically conforms\n子项1,符合\n"
    told = "m.csv:3: the rubric has no `子项1`\n"
    assert run(tmp_path, "m.csv", rows, **how) == (2, "", told)
