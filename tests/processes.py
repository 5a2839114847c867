"""`python -m bot …` as a process of its own, as a test starts, hears and stops it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import IO

import pytest
import warm
from office import TOKEN

ROOT = Path(__file__).parent.parent
DEADLINE = 60.0  # seconds; a busy machine takes its time to start a process


@dataclass
class Bot:
    """A bot that runs as a process, and what it has logged so far."""

    pid: int
    end: Callable[[], int]  # waits, and returns the exit status
    log: list[str] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)

    def read(self, lines: IO[str]) -> None:
        for line in lines:
            with self.news:
                self.log.append(line)
                self.news.notify_all()

    def wait_for(self, words: str) -> None:
        with self.news:
            found = self.news.wait_for(lambda: any(words in line for line in self.log), DEADLINE)
        assert found, "".join(self.log)

    def send(self, how: int) -> None:
        os.kill(self.pid, how)

    def stop(self, how: int = signal.SIGTERM) -> int:
        self.send(how)
        return self.end()


@contextmanager
def started(folder: Path, **environ: str) -> Iterator[Bot]:
    """Fork a process that does what `python -m bot serve` does; kill it in the end."""
    with (
        forked("serve", folder=folder, **_common(folder), **environ) as (process, _, log),
        _heard(process, log, lambda: ended(process)) as bot,
    ):
        yield bot


@contextmanager
def started_afresh(folder: Path, **environ: str) -> Iterator[Bot]:
    """Start `python -m bot serve` as an operator does; kill it in the end."""
    with (
        subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            cwd=folder,
            env={**_common(folder), **environ},
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
        _heard(process, process.stderr, lambda: process.wait(DEADLINE)) as bot,
    ):
        yield bot


@contextmanager
def forked(
    *arguments: str, folder: Path, **environ: str
) -> Iterator[tuple[ForkServerProcess, IO[str], IO[str]]]:
    """Fork a process from one that knows the bot already, for what `python -m bot` does.

    Yield it and what it prints to its standard output and error; it is killed in the end.
    """
    context = warmed_up()
    (out, its_out), (error, its_error) = context.Pipe(duplex=False), context.Pipe(duplex=False)
    process = context.Process(
        target=warm.run, args=(arguments, folder, environ, {1: its_out, 2: its_error})
    )
    process.start()
    its_out.close()
    its_error.close()
    with (
        open(out.fileno(), encoding="utf-8", closefd=False) as printed,
        open(error.fileno(), encoding="utf-8", closefd=False) as logged,
    ):
        try:
            yield process, printed, logged
        finally:
            process.kill()
            process.join()
            process.close()
    out.close()
    error.close()


@cache
def warmed_up() -> ForkServerContext:
    """Start the process that all others are forked from; return what forks them."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["warm"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT), str(ROOT / "tests"))))
        forkserver.ensure_running()
    return context


def ended(process: ForkServerProcess) -> int:
    """Wait for the end of a process; return its exit status."""
    process.join(DEADLINE)
    assert process.exitcode is not None
    return process.exitcode


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _common(folder: Path) -> dict[str, str]:
    """Return the variables that every process has."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "SLACK_BOT_TOKEN": TOKEN,
        "HOST": "127.0.0.1",
    }


@contextmanager
def _heard(
    process: subprocess.Popen[str] | ForkServerProcess,
    lines: IO[str] | None,
    end: Callable[[], int],
) -> Iterator[Bot]:
    """Read what a process logs, until it is killed in the end."""
    assert process.pid is not None
    assert lines is not None
    bot = Bot(process.pid, end)
    reader = threading.Thread(target=bot.read, args=(lines,))
    reader.start()
    try:
        yield bot
    finally:
        process.kill()
        reader.join()
