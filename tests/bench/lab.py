# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers, peers and measuring for the benches."""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import generated_mail as mail

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / "build/release/bin"
SERVERS = ROOT / "app/demo/servers.py"
USER, PASSWORD = "demo@fulmar.example", "bench-password"
BATCH = 500  # messages per APPEND (RFC 3502)


@dataclass
class Run:
    """What one process took; `user` and `system` in seconds of CPU, `memory` in bytes at the peak."""
    seconds: float
    user: float
    system: float
    memory: int
    output: str


def measure(command, check=True, **options):
    """Runs a command to its end. Output goes to a file: a pipe would need a reader that takes CPU from the measured."""
    with tempfile.TemporaryFile("w+") as output:
        start = time.monotonic()
        process = subprocess.Popen([str(part) for part in command], stdout=output, **options)
        _, status, usage = os.wait4(process.pid, 0)
        took = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    if check and process.returncode != 0:
        sys.exit(f"bench: {command[0]} ended with {process.returncode}\n{text[-2000:]}")
    return Run(took, usage.ru_utime, usage.ru_stime, usage.ru_maxrss * 1024, text)


class Lab:
    """Dovecot with one mailbox of `messages` messages, on loopback, until the process ends."""

    def __init__(self, messages, capability=""):
        self.messages = messages
        self.folder = Path(tempfile.mkdtemp(prefix="fulmar-bench-", dir="/tmp"))
        os.chmod(self.folder, 0o755)
        command = [sys.executable, SERVERS, "start", self.folder / "lab", "--watch-pid", str(os.getpid()), "--remove"]
        if capability:
            command.append(f"--capability={capability}")
        done = subprocess.run([*map(str, command), "--users", f"{USER}={PASSWORD}"], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stderr)
        self.setup = json.loads(done.stdout)
        self.ca = self.setup["ca"]
        self.port = self.setup["ports"]["imaps"]
        self._fill()

    def close(self):
        subprocess.run([sys.executable, str(SERVERS), "stop", str(self.folder / "lab")])
        shutil.rmtree(self.folder, ignore_errors=True)

    def _fill(self):
        """One MULTIAPPEND per batch over the clear port: Dovecot takes its own address for secure."""
        with Probe(self.setup["ports"]["imap"]) as probe:
            for first in range(0, self.messages, BATCH):
                line = b"APPEND INBOX"
                for number in range(first, min(first + BATCH, self.messages)):
                    raw = mail.message(number)
                    date = time.strftime("%d-%b-%Y %H:%M:%S +0000", time.gmtime(mail.internal_date(number)))
                    flags = b"\\Seen" if number % 4 else b""
                    line += b" (%s) \"%s\" {%d+}\r\n%s" % (flags, date.encode(), len(raw), raw)
                probe.command(line)

    def bare(self, *commands):
        """The bare client: {"seconds", "bytes"} of the commands, without connecting and signing in."""
        run = measure([BIN / "bare_imap", self.port, self.ca, USER, PASSWORD, *commands])
        return {**json.loads(run.output), "run": run}

    def fulmar(self, *arguments, profile="profile"):
        return measure([BIN / "fulmarctl", "--json", "--profile", self.folder / profile, *arguments])

    def add_account(self, profile="profile"):
        self.fulmar("account", "add", USER, "--imap", f"imaps://127.0.0.1:{self.port}", "--smtp",
                    f"smtps://127.0.0.1:{self.setup['ports']['smtps']}", "--password-command", f"echo {PASSWORD}",
                    "--ca-file", self.ca, "--no-check", profile=profile)

    def forget(self, profile="profile"):
        shutil.rmtree(self.folder / profile, ignore_errors=True)

    def mbsync(self, name="mbsync"):
        """isync over the same mailbox into a maildir of that name; without fsync, as it is fastest."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        (folder / "rc").write_text(f"""\
FSync no
IMAPAccount lab
Host localhost
Port {self.port}
User {USER}
Pass {PASSWORD}
SSLType IMAPS
CertificateFile {self.ca}

IMAPStore server
Account lab

MaildirStore here
Path {folder}/
Inbox {folder}/inbox

Channel bench
Far :server:
Near :here:
Patterns INBOX
Create Near
Sync All
Expunge Near
SyncState {folder}/state-
""")
        return measure(["mbsync", "-q", "-c", folder / "rc", "bench"], stderr=subprocess.DEVNULL)

    def probe(self):
        return Probe(self.setup["ports"]["imap"])


class Probe:
    """A signed-in second client in a few lines."""

    def __init__(self, port):
        self._stream = socket.create_connection(("127.0.0.1", port)).makefile("rwb")
        self._stream.readline()
        self.command(f'LOGIN "{USER}" "{PASSWORD}"'.encode())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stream.close()

    def command(self, line):
        self._stream.write(b"t " + line + b"\r\n")
        self._stream.flush()
        answer = b""
        while not answer.startswith(b"t "):
            answer = self._stream.readline()
            if not answer:
                sys.exit("bench: the server hung up")
        if not answer.startswith(b"t OK"):
            sys.exit(f"bench: {answer.decode()}")
