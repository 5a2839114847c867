"""How the playground says no: as Slack does to the app, and in plain words to the hands."""


class Refused(Exception):  # noqa: N818 - it is an answer of Slack's, not an error of ours
    """An `ok: false` answer of the Web API: Slack's own error code, its messages, other fields."""

    def __init__(self, code: str, *messages: str, **fields: str) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = messages
        self.fields = fields

    @property
    def sentence(self) -> str:
        """The code and the messages in one line."""
        return ": ".join((self.code, *self.messages))


class Mistaken(Exception):  # noqa: N818 - a sentence for whoever sits at the playground
    """A request of the playground's own that cannot be met: no such user, button, form or time."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status
