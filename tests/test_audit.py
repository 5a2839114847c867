"""What CI says of the dependencies: faults end it, and what was not looked up is said aloud."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

SCRIPT = runpy.run_path(str(Path(__file__).parent.parent / ".ci" / "audit.py"))
WELL = {"name": "flask", "version": "3.1.2", "vulns": []}
ILL = {"name": "jinja2", "version": "3.1.0", "vulns": [{"id": "CVE-1"}, {"id": "CVE-2"}]}
SKIPPED = {"name": "babel", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("report", "told"),
    [
        ([WELL, WELL], ("Audited 2 dependencies: no known fault.", 0)),
        ([WELL, SKIPPED], ("Audited 1 dependencies: no known fault; NOT AUDITED: 1 others.", 0)),
        ([WELL, ILL, SKIPPED], ("jinja2 3.1.0 has known faults: CVE-1, CVE-2", 1)),
        (
            [SKIPPED],
            ("NOT AUDITED: the list of known faults knows none of our dependencies.", 0),
        ),
        (None, ("NOT AUDITED: the list of known faults could not be reached.", 0)),
    ],
)
def test_a_report_is_judged(report: list[dict[str, Any]] | None, told: tuple[str, int]) -> None:
    assert SCRIPT["verdict"](report) == told
