"""`python -m bot …`: the commands, their arguments, and how a failure of each is said."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from bot import doctor, jobs, operations, serving
from bot.copying import Refused
from bot.operations import MISUSED, TROUBLED, WELL, Misuse
from bot.scoring.source import RubricError
from bot.settings import SettingsError
from bot.store import Busy


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0 well, 1 found something wrong, 2 misused."""
    options = _parser().parse_args(arguments)
    try:
        chosen: Callable[[argparse.Namespace], int] = options.run
        return chosen(options)
    except Misuse as error:
        return _refuse(MISUSED, str(error))
    except RubricError as error:
        return _refuse(MISUSED, str(error))
    except SettingsError as error:
        return _refuse(MISUSED, f"The settings do not hold together:\n{error}")
    except (serving.Trouble, jobs.Stuck, Refused) as error:
        return _refuse(TROUBLED, str(error))
    except (Busy, SQLAlchemyError, CommandError) as error:
        hint = "Check DATABASE_URL, or run: python -m bot migrate"
        return _refuse(TROUBLED, f"The database cannot be used: {doctor.why(error)}. {hint}")


def at_terminal(arguments: Sequence[str] | None = None) -> int:
    """Run a command on streams that take Chinese wherever they lead; end where nobody reads on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        status = main(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough; Python would flush once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WELL
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Appraise a customer-service team without leaving Slack.",
        epilog="Settings come from the environment and from .env; .env.example names them.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
    _command(commands, "serve", operations.serve)
    playing = _command(commands, "demo", operations.serve_demo)
    playing.add_argument("--port", type=int, default=8400, help="8400, when left out")
    playing.add_argument("--folder", default="var/demo", help="where the demo keeps its files")
    migrating = _command(commands, "migrate", operations.migrate)
    migrating.add_argument("--from", dest="source", metavar="URL", help="move all data out of this")
    migrating.add_argument("--to", dest="target", metavar="URL", help="into this empty database")
    _may_be_broken(migrating)
    _command(commands, "backup", operations.back_up).add_argument(
        "file", help="made anew, as night.backup"
    )
    restoring = _command(commands, "restore", operations.restore)
    restoring.add_argument("file", help="what `backup` wrote")
    restoring.add_argument("--replace", action="store_true", help="throw away what is there now")
    _may_be_broken(restoring)
    _command(commands, "doctor", operations.diagnose)
    _command(commands, "verify", operations.verify)
    job = _command(commands, "job", operations.run_job)
    job.add_argument("name", choices=("all", *(one.name for one in jobs.JOBS)))
    job.add_argument("--at", metavar="MOMENT", help="as 2026-12-01T09:00+08:00; now, if left out")
    _scoring(commands)
    return parser


def _scoring(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what is done with rubrics and files of entries."""
    scoring = _command(commands, "score", operations.score)
    scoring.add_argument("rubric", help="a name of the catalogue, or a .yaml file")
    scoring.add_argument("facts", help="a CSV or JSON file of entries; see docs/facts.md")
    scoring.add_argument("--json", action="store_true", help="print the scorecard as JSON")
    scoring.add_argument("--base", metavar="AMOUNT", help="of performance pay: work it out, too")
    scoring.add_argument("--language", choices=("en", "zh"), default="en")
    listing = _command(commands, "rubrics", operations.list_rubrics)
    listing.add_argument("--markdown", action="store_true", help="print the page docs/schemes.md")
    promise = "Show, check, compare or try a rubric, or print the schema of all"
    rubric = commands.add_parser("rubric", help=promise, description=f"{promise}.")
    verbs = rubric.add_subparsers(required=True, metavar="VERB", title="verbs")
    showing = _command(verbs, "show", operations.show_rubric)
    showing.add_argument("rubric", help="a name of the catalogue, or a .yaml file")
    showing.add_argument("--language", choices=("en", "zh"), default="en")
    _command(verbs, "check", operations.check_rubric).add_argument("file", help="a .yaml file")
    comparing = _command(verbs, "diff", operations.compare_rubrics)
    comparing.add_argument("before", help="a name of the catalogue, or a .yaml file")
    comparing.add_argument("after", help="another one")
    comparing.add_argument("--language", choices=("en", "zh"), default="en")
    simulating = _command(verbs, "simulate", operations.simulate)
    simulating.add_argument("rubric", help="a name of the catalogue, or a .yaml file")
    simulating.add_argument("period", metavar="MONTH", help="as 2026-10")
    simulating.add_argument("--language", choices=("en", "zh"), default="en")
    _command(verbs, "schema", operations.print_schema)


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """Add a command whose help is its function's promise."""
    promise = (run.__doc__ or "").partition("\n")[0].rstrip(".")
    command = commands.add_parser(name, help=promise, description=f"{promise}.")
    command.set_defaults(run=run)
    return command


def _may_be_broken(command: argparse.ArgumentParser) -> None:
    command.add_argument("--broken", action="store_true", help="even if `verify` finds fault")


def _refuse(status: int, words: str) -> int:
    print(words, file=sys.stderr)  # noqa: T201 - a command line speaks
    return status


if __name__ == "__main__":
    sys.exit(at_terminal())
