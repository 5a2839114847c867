"""The playground as a program: its parts put together."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property

from flask import Flask

from .clock import moment
from .control import Controls
from .refusal import Mistaken
from .site import site
from .wire import Wire
from .world import World


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
