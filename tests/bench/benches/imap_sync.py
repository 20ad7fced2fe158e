# SPDX-License-Identifier: GPL-3.0-or-later
"""IMAP synchronisation against a bare client and against mbsync."""
import json
import subprocess
import time

from lab import BIN, Lab
from table import Row

# What Fulmar asks for: see fetchNextWindows() in core/sync/mailbox_sync.cpp.
HEADER_ITEMS = "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (REFERENCES)])"


def reported(run):
    """The last line of `sync --json`."""
    return json.loads(run.output.splitlines()[-1])


def cpu(run):
    return f"cpu {run.user:.2f}+{run.system:.2f}"


def first_download(lab):
    bare = lab.bare("SELECT INBOX", "UID FETCH 1:* BODY.PEEK[]")
    mbsync = lab.mbsync()
    lab.add_account()
    ours = lab.fulmar("sync")
    yield Row("first download of everything", ours.seconds, bare["seconds"], 1.3, note=f"{cpu(ours)}, bare {cpu(bare['run'])}")
    yield Row("  the same, against mbsync without fsync", ours.seconds, mbsync.seconds, 1.0, note=cpu(mbsync))
    yield Row("  memory at the peak", ours.memory, 0, 150e6, unit="B", absolute=True)


def headers(lab):
    bare = lab.bare("SELECT INBOX", f"UID FETCH 1:* {HEADER_ITEMS}")
    lab.add_account("headers")
    ours = lab.fulmar("sync", "--headers-only", profile="headers")
    yield Row("headers of everything", ours.seconds, bare["seconds"], 2.0, note=f"{cpu(ours)}, bare {cpu(bare['run'])}")
    yield Row("  bytes received", reported(ours)["bytesIn"], bare["bytes"], 1.1, unit="B")
    yield Row("  memory at the peak", ours.memory, 0, 150e6, unit="B", absolute=True)


def best(rounds, run):
    return min((run() for _ in range(rounds)), key=lambda r: r.seconds)


def nothing_changed(lab, rounds):
    mbsync = best(rounds, lab.mbsync)
    ours = best(rounds, lambda: lab.fulmar("sync"))
    yield Row("nothing has changed", ours.seconds, mbsync.seconds, 0.5, note=f"{cpu(ours)}, mbsync {cpu(mbsync)}")


def flags_changed(lab, rounds):
    ours, peers = [], []
    step = max(1, lab.messages // 100)
    chosen = ",".join(str(uid) for uid in range(1, lab.messages + 1, step))
    for change in range(rounds):
        with lab.probe() as probe:
            probe.command(b"SELECT INBOX")
            probe.command(f"UID STORE {chosen} {'+-'[change % 2]}FLAGS.SILENT (\\Flagged)".encode())
        ours.append(lab.fulmar("sync"))
        peers.append(lab.mbsync())
    mine, peer = (min(runs, key=lambda r: r.seconds) for runs in (ours, peers))
    yield Row("100 flags changed elsewhere", mine.seconds, peer.seconds, 0.5, note=f"{cpu(mine)}, mbsync {cpu(peer)}")


def newest_screen(lab, profile):
    """Seconds from starting `sync` on an empty profile until another fulmarctl lists 100 rows."""
    lab.forget(profile)
    lab.add_account(profile)
    start = time.monotonic()
    command = [BIN / "fulmarctl", "--profile", lab.folder / profile]
    syncing = subprocess.Popen([*map(str, command), "sync", "--watch"], stdout=subprocess.DEVNULL)
    try:
        while time.monotonic() < start + 60:
            rows = subprocess.run([*map(str, command), "list", "--folder", "INBOX", "--limit", "100", "--no-wait"],
                                  capture_output=True, text=True).stdout
            if rows.count("\n") >= 100:
                break
        return time.monotonic() - start
    finally:
        syncing.terminate()
        syncing.wait()


def run(options):
    lab = Lab(options.messages)
    small = Lab(1000)
    try:
        yield from first_download(lab)
        yield from nothing_changed(lab, options.rounds)
        yield from flags_changed(lab, options.rounds)
        yield from headers(lab)
        large_screen = min(newest_screen(lab, "screen") for _ in range(options.rounds))
        small_screen = min(newest_screen(small, "screen") for _ in range(options.rounds))
        yield Row("newest 100 rows, from nothing", large_screen, 0, 0.5, absolute=True)
        yield Row("  the same, against a mailbox of 1,000", large_screen, small_screen, 1.3)
        small.add_account()
        few = small.fulmar("sync")
        lab.forget("again")
        lab.add_account("again")
        many = lab.fulmar("sync", profile="again")
        per = lambda done, count: (done.user + done.system) / count * 1e6  # noqa: E731
        yield Row("CPU per message, against a mailbox of 1,000", per(many, lab.messages), per(few, 1000), 1.2, unit="us")
    finally:
        lab.close()
        small.close()
