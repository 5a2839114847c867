"""What is counted and typed by nobody: the names under which a rubric asks for it."""

from typing import Literal

from bot.scoring.text import Text

Event = Literal[
    "interviews-not-held",
    "complaints-upheld",
    "complaints-upheld-minor",
    "complaints-upheld-major",
    "complaints-late",
    "complaints-worsened",
    "team-deductions",
]
"""What costs points each time it happened."""

Figure = Literal[
    "leavers",
    "staff-start",
    "staff-end",
    "staff-mean",
    "team-mean",
    "team-sum",
    "team-average",
    "complaints-received",
    "complaints-in-time",
]
"""A number that a line reads."""

Clock = Literal["complaints-answered", "complaints-decided", "major-complaints-answered"]
"""What a line counts as met or missed by its own limit."""

COUNTED = Text(en="counted by the bot", zh="由机器人统计")
