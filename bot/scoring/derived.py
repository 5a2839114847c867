"""What is counted and typed by nobody: the names under which a rubric asks for it."""

from typing import Literal

from bot.scoring.text import Text

Event = Literal["interviews-not-held", "complaints-upheld", "complaints-late"]
"""What costs points each time it happened."""

Figure = Literal["leavers", "staff-start", "staff-end", "team-mean", "team-sum", "team-average"]
"""A number that a line reads."""

COUNTED = Text(en="counted by the bot", zh="由机器人统计")
