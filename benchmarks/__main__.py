"""`python -m benchmarks [NAME …]`: run the benchmarks, or some; the tables are Markdown."""

from __future__ import annotations

import argparse
import logging
import sys

from benchmarks import acks, delivery

BENCHMARKS = (
    ("acks", acks.report),
    ("delivery", delivery.report),
)


def main() -> None:
    """Run what was asked for, and write each line as soon as it is known."""
    logging.disable(logging.WARNING)  # refusals are what is measured here, and no news
    names = [name for name, _ in BENCHMARKS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    chosen = parser.parse_args().names or names
    if unknown := set(chosen) - set(names):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    for name, report in BENCHMARKS:
        if name in chosen:
            sys.stdout.write(f"## {name.capitalize()}\n\n")
            for line in report():
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
