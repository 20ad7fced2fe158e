#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the benches and prints one table: our figure, the peer's, their ratio and the goal. A bench is one file in `benches/` with
`run(options)`, which yields `Row`s."""
import argparse
import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))
from table import print_row  # noqa: E402


def main():
    names = sorted(file.stem for file in (HERE / "benches").glob("*.py"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", nargs="*", help="of: " + ", ".join(names))
    parser.add_argument("--messages", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3, help="of everything short; the best counts")
    options = parser.parse_args()
    missed = 0
    for name in options.bench or names:
        for row in importlib.import_module(f"benches.{name}").run(options):
            missed += not print_row(row)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
