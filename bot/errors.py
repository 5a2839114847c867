"""Refusals, by name; their words are templates."""

from typing import Any


class UserError(Exception):
    """What the user asked cannot be done; `name` picks the sentence, `context` fills it in."""

    def __init__(self, name: str, /, **context: Any) -> None:  # noqa: ANN401 - template values
        super().__init__(name)
        self.name = name
        self.context = context


class Usage(UserError):  # noqa: N818 - it is an answer, named as people know it
    """The words fit no form of the command; the answer shows one line that would have worked."""

    def __init__(self, command: str, /, **context: Any) -> None:  # noqa: ANN401 - template values
        super().__init__("usage", command=command, **context)
