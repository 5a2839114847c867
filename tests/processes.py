"""`python -m bot serve` as a process of its own, as a test starts, hears and stops it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from office import TOKEN

ROOT = Path(__file__).parent.parent
DEADLINE = 60.0  # seconds; a busy machine takes its time to start a process


@dataclass
class Bot:
    """A bot that runs as a process, and what it has logged so far."""

    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)

    def read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self.news:
                self.log.append(line)
                self.news.notify_all()

    def wait_for(self, words: str) -> None:
        with self.news:
            found = self.news.wait_for(lambda: any(words in line for line in self.log), DEADLINE)
        assert found, "".join(self.log)

    def stop(self, how: int = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(DEADLINE)


@contextmanager
def started(folder: Path, **environ: str) -> Iterator[Bot]:
    """Start `python -m bot serve` with these variables and no others; kill it in the end."""
    base = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        cwd=folder,
        env={**base, "SLACK_BOT_TOKEN": TOKEN, "HOST": "127.0.0.1", **environ},
        stderr=subprocess.PIPE,
        text=True,
    )
    bot = Bot(process)
    reader = threading.Thread(target=bot.read)
    reader.start()
    try:
        yield bot
    finally:
        process.kill()
        process.wait()
        reader.join()
        assert process.stderr is not None
        process.stderr.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
