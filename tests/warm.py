"""The bot with its code read and its templates compiled: what the tests' processes are forked from.

To import this is to prepare it; to start afresh would take each of them seconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from bot import words
from bot.__main__ import main
from bot.settings import Settings

words.prepare(Settings().commands)


def run(
    arguments: Sequence[str],
    folder: Path,
    environ: Mapping[str, str],
    said: Mapping[int, Connection],
) -> None:
    """Do in this process what `python -m bot` does in a folder, with these variables alone.

    What goes out by the file descriptors of `said` can be read at the other ends.
    """
    for number, end in said.items():
        os.dup2(end.fileno(), number)
        end.close()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    sys.exit(main(arguments))
