"""The guides for rubrics and files of entries: their examples work, their tables are complete."""

import json
import re
from pathlib import Path
from typing import get_args

from bot.scoring import entry_file, kpi, rubric
from bot.scoring.entry_words import COLUMNS
from bot.scoring.rules import RULES
from bot.scoring.score import score

DOCS = Path(__file__).resolve().parents[2] / "docs"
RUBRICS = (DOCS / "rubrics.md").read_text("utf-8")
FACTS = (DOCS / "facts.md").read_text("utf-8")


def blocks(page: str, kind: str) -> list[str]:
    """Return the code blocks of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def first_cells(page: str, header: str) -> list[str]:
    """Return what stands in backticks in the first cells of the table that has this header."""
    table = page[page.index(header) :].split("\n\n", 1)[0]
    return re.findall(r"^\| (`[^|]*`) \|", table, re.MULTILINE)


def test_the_smallest_rubric_is_a_rubric() -> None:
    own = rubric.load(blocks(RUBRICS, "yaml")[1], name="care-small.yaml")
    assert [entry.code for entry in own.entries] == ["late", "praise"]
    card = score(own, [])
    assert card is not None
    assert card.total == 100


def test_the_example_files_are_scored() -> None:
    care = rubric.read("care-agents")
    for name, text in (("a.csv", blocks(FACTS, "csv")[0]), ("a.json", blocks(FACTS, "json")[0])):
        assert score(care, entry_file.read(text, name=name, rubric=care)) is not None


def test_the_example_of_a_result_has_its_keys() -> None:
    shown = json.loads(blocks(FACTS, "json")[1])
    card = score(rubric.read("care-agents"), [])
    assert card is not None
    real = card.to_json()
    assert shown.keys() == real.keys()
    assert shown["items"][0].keys() == real["items"][0].keys()


def test_every_rule_is_in_the_guide() -> None:
    written = {cell.strip("`") for cell in first_cells(RUBRICS, "| `rule` | points |")} - {"rule"}
    assert written == {get_args(kind.model_fields["rule"].annotation)[0] for kind in RULES}


def test_every_kpi_is_in_the_guide() -> None:
    table = RUBRICS[RUBRICS.index("| `kpi` | inputs, in order |") :].split("\n\n", 1)[0]
    rows = [
        f"| `{it.name}` | {', '.join(it.inputs)} | {it.unit or '–'} |"
        for it in kpi.FORMULAS.values()
    ]
    assert table.splitlines()[2:] == rows


def test_every_column_is_in_the_guide() -> None:
    cells = first_cells(FACTS, "| column | for |")
    assert tuple(cell.strip("`") for cell in cells) == COLUMNS


def test_every_setting_of_a_rubric_is_in_the_guide() -> None:
    told = set(re.findall(r"`([a-z_]+)(?::[^`]*)?`", RUBRICS)) | set(
        re.findall(r"^(?:\s*- |\s*)([a-z_]+):", blocks(RUBRICS, "yaml")[1], re.MULTILINE)
    )
    assert set(rubric.schema()["properties"]) - told == set()
