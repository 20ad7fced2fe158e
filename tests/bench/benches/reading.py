# SPDX-License-Identifier: GPL-3.0-or-later
"""Parsing messages and making HTML harmless, in processor time of one core."""
import json
import os
import subprocess
from pathlib import Path

from lab import BIN
from table import Row

CORPORA = os.environ.get("FULMAR_CORPORA", "")


def run(options):
    if not Path(CORPORA).is_dir():
        raise SystemExit("reading: FULMAR_CORPORA names no folder of messages")
    best = None
    for _ in range(options.rounds):
        out = json.loads(subprocess.run([BIN / "reading_speed", CORPORA], check=True, capture_output=True, text=True).stdout)
        if best is None or out["decodeSeconds"] < best["decodeSeconds"]:
            best = out
    size = best["parseBytes"] / 30e6
    yield Row("parse all messages at 30 MB/s", best["parseSeconds"], size, 1.0)
    yield Row("  and decode every part of them", best["decodeSeconds"], size, 1.0)
    yield Row("sanitise a newsletter of 100 KB", best["htmlSeconds"], 0, 0.05, absolute=True)
    yield Row("memory for a message of 40 MB, in its sizes", best["memoryRatio"], 0, 4, unit="", absolute=True)
