"""Scoring a file of entries as the command line does."""

import io
from pathlib import Path

from bot.scoring import cli


def run(
    folder: Path, name: str, text: str | bytes, *, by: str = "care-agents", **how: bool | str
) -> tuple[int, str, str]:
    """Score a file; return the exit code, what was printed, and what went to the error stream."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    out, err = io.StringIO(), io.StringIO()
    code = cli.score_files(
        by,
        str(path),
        as_json=bool(how.get("as_json")),
        out=out,
        err=err,
        language=str(how.get("language", "en")),
        base=str(how["base"]) if "base" in how else None,
    )
    return code, out.getvalue(), err.getvalue().replace(f"{folder}/", "")
