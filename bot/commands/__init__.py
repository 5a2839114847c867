"""The slash commands, their forms and the message shortcuts: one file a command."""

from bot.commands import complaint, conduct_words, perf, rate, record, shortcuts

COMMANDS = (*perf.ROUTES, perf.COMMAND)

FORMS = (
    *conduct_words.FORMS,
    *complaint.FORMS,
    *record.FORMS,
    *rate.FORMS,
)

SHORTCUTS = shortcuts.SHORTCUTS
