"""Tables. Every key and index starts with the workspace; ledger rows are only ever added."""

from bot.models.cases import Complaint, ComplaintMove, Interview
from bot.models.cycle import CardSignature, StepMark
from bot.models.ledger import Entry, LedgerHead
from bot.models.months import (
    Publication,
    Receipt,
    Reopening,
    RubricInForce,
    RubricVersion,
    Scorecard,
)
from bot.models.pay import PayBase
from bot.models.people import Membership, Person, Team, UserGroup, Workspace
from bot.models.post import Delivery, Handled, JobRun, Proposal

__all__ = [
    "CardSignature",
    "Complaint",
    "ComplaintMove",
    "Delivery",
    "Entry",
    "Handled",
    "Interview",
    "JobRun",
    "LedgerHead",
    "Membership",
    "PayBase",
    "Person",
    "Proposal",
    "Publication",
    "Receipt",
    "Reopening",
    "RubricInForce",
    "RubricVersion",
    "Scorecard",
    "StepMark",
    "Team",
    "UserGroup",
    "Workspace",
]
