"""The worked examples of the inspection forms, whose sub-items conform more or less."""

from scoring_cases import exact, known, line, marks, points, sections

from bot.scoring import entry_file, rubric
from bot.scoring.facts import Fact
from bot.scoring.score import score


def test_all_sub_items_of_business_reception_conform() -> None:
    facts = [
        *marks("moving-in", "CCCCCCC"),
        *marks("renovation", "CCCCCCC"),
        *marks("fees", "CCCCC"),
        *marks("enquiries", "CCCCCC"),
        *marks("records", "CCCCCC"),
    ]
    card = score(rubric.read("kf03-business-reception"), facts)
    assert [it for it in points(card).values() if it] == ["30", "40", "30", "40", "30"]
    assert exact(known(card).total) == "170"
    assert exact(known(card).percent) == "100"
    assert line(card, "renovation").why.en == "46 × 1 = 46; 46 × 40 ÷ 46 = 40"


def test_marks_below_conforming_cost_their_share() -> None:
    card = score(rubric.read("kf03-business-reception"), marks("fees", "CBGNC"))
    assert line(card, "fees").why.en == "12 × 1 + 6 × 0.8 + 6 × 0.6 + 6 × 0 = 20.4"
    part = line(card, "fees").parts[1]
    assert (exact(part.points), exact(part.of)) == ("4.8", "6")


def test_of_two_inspections_the_last_mark_counts_unless_the_file_wants_the_mean() -> None:
    rows = "code,level,date\nhours,conforms,2026-11-20\nhours,generally,2026-11-05\n"
    telephone = rubric.read("kf01-telephone-answering")
    text = (rubric.CATALOGUE / "kf01-telephone-answering.yaml").read_text("utf-8")
    line_ = "        points: 10\n        rule: compliance\n"
    averaged = rubric.load(text.replace(line_, f"{line_}        collect: mean\n"), name="own.yaml")
    for form, points_ in ((telephone, "10"), (averaged, "8")):
        card = score(form, entry_file.read(rows, name="a.csv", rubric=form))
        assert points(card)["hours"] == points_


def test_what_was_not_inspected_is_left_out() -> None:
    card = score(rubric.read("kf03-business-reception"), marks("fees", "CB"))
    assert line(card, "fees").why.en == "6 × 1 + 6 × 0.8 = 10.8; 10.8 × 30 ÷ 12 = 27"
    assert [it.points is None for it in line(card, "fees").parts] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_all_ten_rows_of_the_telephone_form_conform() -> None:
    form = rubric.read("kf01-telephone-answering")
    rows = [it.line.id for it in form.items if it.line.is_scored]
    card = score(form, [Fact(row, level="conforms") for row in rows])
    found = points(card)
    assert [found[row] for row in rows] == ["10", "10", "5", "15", "10", "10", "20", "10", "5", "5"]
    assert exact(known(card).total) == "100"


def test_all_unplaced_rows_conform() -> None:
    card = score(
        rubric.read("kf-unplaced-spot-check-rows"),
        [*marks("row-a", "CCCC"), *marks("row-b", "CCCCCC")],
    )
    assert points(card) == {"row-a": "16", "row-b": "12"}
    assert exact(known(card).total) == "28"


def test_all_steps_of_complaint_handling_conform() -> None:
    card = score(
        rubric.read("kf-complaint-handling"),
        [*marks("receive", "C" * 10), *marks("handle", "C" * 5)],
    )
    assert sections(card) == {"complaints": "65", "times": None}
    assert exact(known(card).percent) == "100"
