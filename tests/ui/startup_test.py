#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first list on a profile of 10,000 messages stands within half a second of the start.

startup_test.py FULMAR SEED_PROFILE: the best of five starts counts, so that a busy machine does not fail it.
"""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

LIMIT_MS = 500
STARTS = 5

if not shutil.which("xvfb-run"):
    print("left out: not installed here: xvfb-run")
    sys.exit(77)
if "--inside" not in sys.argv:
    sys.exit(subprocess.call(["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", sys.executable, *sys.argv, "--inside"]))

fulmar, seed = sys.argv[1:3]
folder = tempfile.mkdtemp(prefix="fulmar-startup-")
environment = dict(os.environ, QT_LOGGING_RULES="fulmar.startup=true", QT_QUICK_BACKEND="software")
best = None
try:
    subprocess.run([seed, folder, "10000"], check=True)
    for start in range(STARTS):
        log = open(os.path.join(folder, "start.log"), "w+")
        window = subprocess.Popen([fulmar, "--profile", folder], stderr=log, env=environment)
        seen, end = "", time.monotonic() + 20
        while "first list shown" not in seen and time.monotonic() < end:
            time.sleep(0.05)
            log.seek(0)
            seen = log.read()
        window.send_signal(signal.SIGKILL)
        window.wait()
        shown = re.search(r"first list shown after (\d+) ms \((\d+) rows\)", seen)
        if not shown:
            print(seen)
            sys.exit("no list within 20 s")
        print(f"start {start + 1}: {shown[1]} ms, {shown[2]} rows")
        best = min(best or LIMIT_MS * 100, int(shown[1]))
finally:
    shutil.rmtree(folder, ignore_errors=True)
print(f"best: {best} ms, limit {LIMIT_MS} ms")
sys.exit(0 if best < LIMIT_MS else 1)
