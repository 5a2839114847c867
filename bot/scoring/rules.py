"""All rule kinds that a line of a rubric may name under `rule`."""

from typing import TYPE_CHECKING, Annotated, Union

from pydantic import Field

from bot.scoring.kinds.compare import Compare
from bot.scoring.kinds.levels import Levels, Rating
from bot.scoring.kinds.line import Line
from bot.scoring.kinds.steps import Excess, Interpolate
from bot.scoring.kinds.tally import Deductions, Shortfall

RULES = (Deductions, Shortfall, Levels, Rating, Excess, Interpolate, Compare)
"""One class a kind: what the file says about it, and `score`, which makes points of facts."""

if TYPE_CHECKING:
    AnyLine = Line
else:
    AnyLine = Annotated[Union[RULES], Field(discriminator="rule")]  # noqa: UP007 - made of the tuple
