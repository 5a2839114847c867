"""Look up known faults of what we depend on; fail with one, and say aloud what was not looked up.

The source is on the network and not everywhere to be had: without it the run goes on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PATIENCE = 60  # seconds
REQUIREMENTS = Path(__file__).parent.parent / "requirements.txt"

Dependency = dict[str, Any]
"""What pip-audit says of one: name and version with the faults, or why it was skipped."""


def main() -> int:
    """Return 1 when a dependency has a known fault, else 0."""
    words, status = verdict(_report())
    print(words)  # noqa: T201 - a script of the command line speaks
    return status


def verdict(report: list[Dependency] | None) -> tuple[str, int]:
    """Return what to say of a report and the exit status; there is none without a source."""
    if report is None:
        return "NOT AUDITED: the list of known faults could not be reached.", 0
    faulty = [one for one in report if one.get("vulns")]
    if faulty:
        return "\n".join(_told(one) for one in faulty), 1
    audited = [one for one in report if "skip_reason" not in one]
    if not audited:
        return "NOT AUDITED: the list of known faults knows none of our dependencies.", 0
    skipped = len(report) - len(audited)
    more = f"; NOT AUDITED: {skipped} others" if skipped else ""
    return f"Audited {len(audited)} dependencies: no known fault{more}.", 0


def _told(one: Dependency) -> str:
    faults = ", ".join(fault["id"] for fault in one["vulns"])
    return f"{one['name']} {one['version']} has known faults: {faults}"


def _report() -> list[Dependency] | None:
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--progress-spinner=off"]
    command += [f"--requirement={REQUIREMENTS}", "--format=json"]
    try:
        done = subprocess.run(  # noqa: S603 - the words are our own
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        dependencies: list[Dependency] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return dependencies


if __name__ == "__main__":
    sys.exit(main())
