"""A month under each scheme of the catalogue: what is typed, and what comes of it worked by hand.

Schemes whose items are all rated on one scale are written as sections of `item mark`; the others
line by line in `hand_worked.yaml`, each with its points and its arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import yaml

LINES = Mapping[str, tuple[str | None, str]]
"""Points, exactly, and the arithmetic in English, by line."""


@dataclass(frozen=True)
class Month:
    """What is typed of `@who`, and the card it makes."""

    typed: tuple[str, ...]
    total: str | None
    lines: LINES
    grade: str = ""


@dataclass(frozen=True)
class Rated:
    """Sections that weigh the same, of items that weigh the same, each with what it was given."""

    marks: Mapping[str, tuple[str, int]]
    sections: tuple[str, ...]
    grade: str = ""
    full: Fraction = field(default=Fraction(100))

    def month(self) -> Month:
        """Work the card out: points are full ÷ sections ÷ items × given ÷ 100."""
        typed, lines, total = [], {}, Fraction(0)
        for items in self._items():
            of = self.full / len(self.sections) / len(items)
            for item, mark in items:
                word, given = self.marks[mark]
                typed.append(f"/record @who {item} {word} by:superior")
                points = of * given / 100
                lines[item] = (exact(points), f"supervisor: {given}; {_scaled(given, of, points)}")
                total += points
        return Month(tuple(typed), exact(total), lines, self.grade)

    def _items(self) -> Iterator[list[tuple[str, str]]]:
        for section in self.sections:
            words = section.split()
            yield list(zip(words[::2], words[1::2], strict=True))


def months() -> dict[str, Month]:
    """Return a month for every scheme."""
    text = Path(__file__).with_suffix(".yaml").read_text("utf-8")
    written = {
        name: Month(
            tuple(said["typed"]),
            said["total"],
            {line: (points, why) for line, (points, why) in said["lines"].items()},
            said.get("grade", ""),
        )
        for name, said in yaml.safe_load(text).items()
    }
    return {**written, **{name: rated.month() for name, rated in RATED.items()}}


def exact(number: Fraction) -> str:
    """Write a number without loss."""
    return str(number)


def shown(number: Fraction) -> str:
    """Write a number with two decimals at most, half up."""
    hundredths = int(number * 100 + Fraction(1, 2))
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def _scaled(given: int, of: Fraction, points: Fraction) -> str:
    sign = "=" if (points * 100).denominator == 1 else "≈"
    return f"{given} × {shown(of)} ÷ 100 {sign} {shown(points)}"


SCALE = {
    "A": ("very-good", 100),
    "B": ("good", 80),
    "C": ("fair", 60),
    "D": ("weak", 40),
    "E": ("poor", 20),
}
QUESTIONS = {"y": ("yes", 100), "n": ("no", 0)}
NUMBERS = {str(number): (str(number), number) for number in range(0, 101, 5)}

RATED = {
    "agent-standard-five-aspects": Rated(
        SCALE,
        (
            "product A skill B solving C",
            "friendly A listening A clarity B",
            "grasp D in-time E",
            "cooperation B sharing B support A",
            "attitude C method C plan C",
        ),
    ),
    "agent-performance-five-aspects": Rated(
        SCALE,
        (
            "attitude A response B communication C resolving D",
            "calls A mails A complaints B time B",
            "feedback B",
            "cooperation B sharing A handover E",
            "nature B solution C push A",
        ),
    ),
    "cs-standard-five-areas": Rated(
        SCALE,
        (
            "manner A solving B",
            "product B policy C",
            "reply A handling E",
            "feedback B complaints B",
            "colleagues A spirit C",
            "communication B adaptability D stress A",
        ),
    ),
    "cs-content-and-indicators": Rated(
        SCALE,
        (
            "professional A attitude B efficiency B learning C",
            "response A handling B solving D quality B",
        ),
    ),
    "cs-specialist-standard": Rated(
        QUESTIONS,
        (
            "awareness y care y appearance n stress y",
            "expression y tone n feedback y",
            "analysis y solution y speed n",
            "cooperation y sharing y",
        ),
    ),
    "agent-standard-four-areas-metrics": Rated(
        SCALE,
        (
            "product A communication B teamwork C adaptability B",
            "resolution B feedback A retention C",
            "response B handling B multitasking D",
            "analysis A creative E decision B",
        ),
    ),
    "cs-business-performance-standard": Rated(
        SCALE,
        (
            "attitude A proficiency B communication C",
            "quality B efficiency B resolution A",
            "cooperation A sharing D coordination B",
            "learning B innovation E acceptance A",
        ),
    ),
    "cs-dept-standard-twelve": Rated(
        SCALE,
        (
            (
                "response A resolution B satisfaction B quality C resolution-time D retention B "
                "escalation A return-calls B knowledge C efficiency B teamwork A audits E"
            ),
        ),
    ),
    "agent-standard-four-by-three": Rated(
        SCALE,
        (
            "product A communication B solving C",
            "proactive B patience B manner A",
            "adaptability D time B teamwork A",
            "satisfaction B handling C complaints A",
        ),
    ),
    "cs-post-standard-indicators": Rated(
        SCALE,
        (
            "kind A patient B helpful B",
            "solving B communication C coordination A",
            "product A policy D technique B",
            "response C speed E",
        ),
    ),
    "qa-standard-ten-abilities": Rated(
        SCALE,
        (
            (
                "expression A knowledge B spirit B patience C attitude A reaction D solving B "
                "discipline A systems E objections B"
            ),
        ),
    ),
    "cs-standard-seven-areas": Rated(
        SCALE,
        (
            (
                "knowledge A communication B solving B attitude C efficiency A quality D "
                "satisfaction B"
            ),
        ),
    ),
    "supervisor-monthly-table-practical": Rated(
        SCALE,
        (
            "satisfaction A response B complaints C",
            "training B climate B turnover A",
            "communication B coordination C solving A innovation D",
            "setting B reaching E",
        ),
    ),
    "supervisor-monthly-table-latest": Rated(
        SCALE,
        (
            "completion B",
            "satisfaction A resolution B complaints C",
            "cooperation A training B motivation D",
            "learning B skills B extension E",
        ),
    ),
    "supervisor-scheme-design": Rated(
        SCALE, ("quality A efficiency B communication B planning C building D",)
    ),
    "satisfaction-management-methods": Rated(
        SCALE,
        (
            (
                "culture A goals B feedback B personal C complaints A products D crm E staff B "
                "contact A evaluation C"
            ),
        ),
    ),
    "supervisor-score-bands": Rated(
        NUMBERS, ("satisfaction 95 team 85 management 90 ability 90",), grade="A"
    ),
    "telecom-branch-service-evaluation": Rated(
        NUMBERS, ("retention 90 complaints 80 maintenance 70 outlets 60 compliance 55",)
    ),
}
