"""An HTTP server in a thread of this process: it takes a WSGI app, and can be stopped."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from waitress.server import BaseWSGIServer, create_server
from waitress.wasyncore import close_all, loop

THREADS = 8


@dataclass(frozen=True)
class Running:
    """A server at work; `stop` lets answers be finished, and closes it and its connections."""

    url: str
    port: int
    stop: Callable[[], None]


def serve(app: Flask, host: str = "127.0.0.1", port: int = 0, threads: int = THREADS) -> Running:
    """Serve an app by waitress in a thread of its own; port 0 takes a free one.

    An app that asks for it, in `extensions`, is told where it listens and when it stops.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # one request waiting is no news
    listening = socket.create_server((host, port))
    port = listening.getsockname()[1]
    sockets: dict[int, socket.socket] = {}
    server = create_server(app, map=sockets, sockets=[listening], threads=threads)
    assert isinstance(server, BaseWSGIServer)  # noqa: S101 - one socket makes one server
    stopping, waking = threading.Event(), threading.Lock()
    thread = threading.Thread(
        target=_look_after, args=(sockets, stopping, waking), name=f"serve:{port}", daemon=True
    )

    def stop() -> None:
        server.task_dispatcher.shutdown()
        with waking:
            stopping.set()
            server.pull_trigger()
        thread.join()
        if told := app.extensions.get("on_stopped"):
            told()

    url = f"http://{host}:{port}/"
    if told := app.extensions.get("on_served"):
        told(url)
    thread.start()
    return Running(url, port, stop)


def _look_after(
    sockets: dict[int, socket.socket], stopping: threading.Event, waking: threading.Lock
) -> None:
    """Serve what comes in on the sockets until told to stop, and close them."""
    while not stopping.is_set():
        loop(map=sockets, count=1)
    with waking:  # whoever wakes the loop up must not find its trigger closed
        close_all(sockets)
