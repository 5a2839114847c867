"""All rule kinds that a line of a rubric may name under `rule`."""

from typing import TYPE_CHECKING, Annotated, Union

from pydantic import Field

from bot.scoring.kinds.clock import Time
from bot.scoring.kinds.compare import Compare
from bot.scoring.kinds.levels import Levels, Rating
from bot.scoring.kinds.line import Line
from bot.scoring.kinds.marks import Compliance
from bot.scoring.kinds.parts import Parts
from bot.scoring.kinds.ratio import Average, Figure, Ratio
from bot.scoring.kinds.steps import Band, Excess, Interpolate
from bot.scoring.kinds.tables import Choice, Table
from bot.scoring.kinds.tally import Deductions, Shortfall

RULES = (
    Deductions,
    Shortfall,
    Table,
    Choice,
    Rating,
    Levels,
    Compliance,
    Ratio,
    Excess,
    Band,
    Interpolate,
    Compare,
    Average,
    Parts,
    Figure,
    Time,
)
"""One class a kind: what the file says about it, and `score`, which makes points of facts."""

if TYPE_CHECKING:
    AnyLine = Line
else:
    AnyLine = Annotated[Union[RULES], Field(discriminator="rule")]  # noqa: UP007 - one list only
    Parts.model_rebuild(_types_namespace={"AnyLine": AnyLine})
