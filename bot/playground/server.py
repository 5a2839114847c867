"""The playground as a program: its parts put together, and a server that can be stopped."""

import logging
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask import Flask
from waitress.server import BaseWSGIServer, create_server
from waitress.wasyncore import close_all, loop

from .clock import moment
from .control import Controls
from .refusal import Mistaken
from .site import site
from .wire import Wire
from .world import World

THREADS = 8


class Playground:
    """A Slack of our own: the Web API for the app, a control API for the hands, a page to look at.

    `on_clock` are called one after the other with the new time whenever the clock was moved, and
    `on_reset` after a reset, before whoever did it gets an answer.
    """

    def __init__(
        self,
        world: World,
        *,
        bot_url: str,
        signing_secret: str,
        token: str,
        on_clock: Sequence[Callable[[datetime], None]] = (),
        on_reset: Sequence[Callable[[], None]] = (),
    ) -> None:
        self.world = world
        self.token = token
        self.wire = Wire(bot_url, signing_secret, now=world.now)
        self.controls = Controls(world, self.wire, self.move_clock, self.reset)
        self.on_clock = tuple(on_clock)
        self.on_reset = tuple(on_reset)
        self._moving = threading.Lock()

    @cached_property
    def wsgi(self) -> Flask:
        """The Flask app of all three faces."""
        return site(self.controls, self.token)

    def move_clock(self, to: datetime | str) -> datetime:
        """Move the clock forward, let everybody do what is due, and return the new time."""
        with self._moving:
            now = self.world.now()
            try:
                self.world.clock.move(moment(to, now) if isinstance(to, str) else to)
            except ValueError as error:
                raise Mistaken(str(error)) from error
            with self.world.changing():
                now = self.world.now()
            for hook in self.on_clock:
                hook(now)
            return now

    def reset(self) -> None:
        """Go back to the seed, and let everybody begin anew."""
        with self._moving:
            self.controls.faults.clear()
            self.world.reset()
            for hook in self.on_reset:
                hook()


@dataclass(frozen=True)
class Running:
    """A server at work; `stop` lets answers be finished, and closes it and its connections."""

    url: str
    port: int
    stop: Callable[[], None]


def serve(app: Flask, host: str = "127.0.0.1", port: int = 0, threads: int = THREADS) -> Running:
    """Serve an app by waitress in a thread of its own; port 0 takes a free one.

    A playground is told where it listens, for the addresses it gives out, and when it stops.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # one request waiting is no news
    listening = socket.create_server((host, port))
    port = listening.getsockname()[1]
    sockets: dict[int, socket.socket] = {}
    server = create_server(app, map=sockets, sockets=[listening], threads=threads)
    assert isinstance(server, BaseWSGIServer)  # noqa: S101 - one socket makes one server
    stopping, waking = threading.Event(), threading.Lock()

    def run() -> None:
        while not stopping.is_set():
            loop(map=sockets, count=1)
        with waking:  # whoever wakes the loop up must not find its trigger closed
            close_all(sockets)

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
    thread = threading.Thread(target=run, name=f"serve:{port}", daemon=True)
    thread.start()
    return Running(url, port, stop)
