#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gives window_test.py a screen, a session bus and nothing else of the machine it runs on."""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NEEDED = ("xvfb-run", "dbus-run-session", "xdotool", "import", "dovecot")
SKIPPED = 77

missing = [tool for tool in NEEDED if not shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin:/sbin")]
try:
    import pyatspi  # noqa: F401
except ImportError:
    missing.append("python3-pyatspi")
if missing:
    print("left out: not installed here:", " ".join(missing))
    sys.exit(SKIPPED)

environment = dict(os.environ)
environment.update({
    "QT_QUICK_BACKEND": "software",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    "QT_ACCESSIBILITY": "1",
    "QT_LOGGING_RULES": "fulmar.startup=true",
    "LC_ALL": "C.UTF-8",
    "NO_AT_BRIDGE": "0",
})
if os.geteuid() == 0:
    environment["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # Chromium refuses its sandbox to root; users keep it
test = Path(__file__).with_name("window_test.py")
with tempfile.TemporaryDirectory(prefix="fulmar-ui-home-") as home:
    # A keychain, settings and caches of its own; nothing of the person who runs the tests.
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        environment[name] = os.path.join(home, name.lower())
        os.mkdir(environment[name], 0o700)
    environment["HOME"] = home
    code = subprocess.call(
        ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", "dbus-run-session", "--", sys.executable, str(test),
         *sys.argv[1:]], env=environment)
sys.exit(code)
