"""The pages of docs/ and the manifest say what the product does: they are made from it."""

from __future__ import annotations

import json
from pathlib import Path

from office import lines_of

from bot.commands import COMMANDS, SHORTCUTS
from bot.messages import render
from bot.messages import reply as told
from bot.settings import DEFAULT_COMMANDS
from bot.words import words_for

ROOT = Path(__file__).parent.parent
MANIFEST = json.loads((ROOT / "manifest.json").read_text("utf-8"))
PAGE = ROOT / "docs" / "commands.md"
HEAD = """# The commands

What `/COMMAND help` answers a supervisor in Slack; agents and HR read what they can do. Words
come in any order, in English or Chinese. Notes follow two dashes. Another name for a command is
set by `COMMAND_NAMES` (see `.env.example`).
"""


def page() -> str:
    """Return the page of commands as it should be, from the manifest and the help texts."""
    parts = [HEAD]
    for slash in MANIFEST["features"]["slash_commands"]:
        name = slash["command"].lstrip("/")
        parts.append(f"\n## /{name}\n\n{slash['description']}.\n")
        for locale in ("en", "zh"):
            answer = told(f"help.{name}", supervises=True, hr=True)
            lines = lines_of(render(answer.parts, words_for(locale, {})).blocks)
            said = "\n".join(lines).replace("*", "**").splitlines()
            parts.append("\n" + "".join(f"{line}  \n" for line in said if line))
    return "".join(parts)


def test_the_page_of_commands_is_current() -> None:
    assert PAGE.read_text("utf-8") == page()


def test_the_manifest_has_every_command_and_shortcut() -> None:
    features = MANIFEST["features"]
    names = tuple(slash["command"].lstrip("/") for slash in features["slash_commands"])
    assert names == DEFAULT_COMMANDS == tuple(command.name for command in COMMANDS)
    assert all(slash["should_escape"] for slash in features["slash_commands"])
    assert {one["callback_id"] for one in features["shortcuts"]} == {one.name for one in SHORTCUTS}


def test_the_readme_links_to_what_is_there() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    links = [part.partition(")")[0] for part in text.split("](")[1:]]
    missing = [one for one in links if "://" not in one and not (ROOT / one).exists()]
    assert missing == []


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
