"""The slash commands, their forms and the message shortcuts: one file a command."""

from bot.commands import (
    commend,
    complaint,
    conduct_words,
    deduct,
    month,
    perf,
    rate,
    record,
    rubric,
    score,
    shortcuts,
    team,
)

COMMANDS = (
    deduct.COMMAND,
    commend.COMMAND,
    complaint.COMMAND,
    score.COMMAND,
    record.COMMAND,
    rubric.COMMAND,
    month.COMMAND,
    team.COMMAND,
    perf.COMMAND,
)

FORMS = (
    *conduct_words.FORMS,
    *complaint.FORMS,
    *record.FORMS,
    *rate.FORMS,
)

SHORTCUTS = shortcuts.SHORTCUTS
