# SPDX-License-Identifier: GPL-3.0-or-later
"""POP3 against a bare client that pipelines RETR and throws it away, and against fetchmail."""
import os
import socket
import ssl
import subprocess
import time

from lab import PASSWORD, USER, Lab, measure
from table import Row

AHEAD = 256  # commands without an answer


class Bare:
    """A signed-in POP3 client in a few lines."""

    def __init__(self, lab):
        context = ssl.create_default_context(cafile=lab.ca)
        plain = socket.create_connection(("127.0.0.1", lab.setup["ports"]["pop3s"]))
        self._socket = context.wrap_socket(plain, server_hostname="localhost")
        self._buffer = b""
        self._line()
        for command in (f"USER {USER}", f"PASS {PASSWORD}"):
            self._socket.sendall(command.encode() + b"\r\n")
            self._line()

    def _line(self):
        while b"\r\n" not in self._buffer:
            self._buffer += self._socket.recv(1 << 20)
        line, _, self._buffer = self._buffer.partition(b"\r\n")
        if not line.startswith(b"+OK"):
            raise SystemExit(f"bench: {line.decode()}")
        return line

    def retrieve_all(self):
        """Seconds for every message; an answer ends where its last line is a dot."""
        start = time.monotonic()
        self._socket.sendall(b"STAT\r\n")
        count = int(self._line().split()[1])
        asked = ended = 0
        tail = b""
        while ended < count:
            if asked < count and asked - ended < AHEAD // 2:
                ahead = min(count, ended + AHEAD)
                self._socket.sendall(b"".join(b"RETR %d\r\n" % number for number in range(asked + 1, ahead + 1)))
                asked = ahead
            data = tail + self._socket.recv(1 << 20)
            ended += data.count(b"\r\n.\r\n")
            tail = data[-4:] if not data.endswith(b"\r\n.\r\n") else b""
        took = time.monotonic() - start
        self._socket.sendall(b"QUIT\r\n")
        self._socket.close()
        return took


def add_account(lab, profile):
    lab.fulmar("account", "add", USER, "--pop3", f"pop3s://127.0.0.1:{lab.setup['ports']['pop3s']}", "--smtp",
               f"smtps://127.0.0.1:{lab.setup['ports']['smtps']}", "--password-command", f"echo {PASSWORD}",
               "--ca-file", lab.ca, "--no-check", profile=profile)


def fetchmail(lab, name):
    """fetchmail into an mbox file, all messages kept on the server."""
    home = lab.folder / name
    home.mkdir()
    rc = home / "rc"
    rc.write_text(f"""poll localhost protocol pop3 port {lab.setup['ports']['pop3s']} uidl
  user "{USER}" password "{PASSWORD}" is "{os.environ.get('USER', 'root')}" here
  ssl sslcertck sslcertfile "{lab.ca}" keep fetchall mda "/bin/cat >>{home}/mbox"
""")
    rc.chmod(0o600)
    environment = {**os.environ, "FETCHMAILHOME": str(home), "HOME": str(home)}
    return measure(["fetchmail", "--silent", "-f", rc], env=environment, stderr=subprocess.DEVNULL)


def first_download(lab, rounds):
    bare = min(Bare(lab).retrieve_all() for _ in range(rounds))
    ours = []
    for round_ in range(rounds):
        add_account(lab, f"pop3-{round_}")
        ours.append(lab.fulmar("sync", profile=f"pop3-{round_}"))
    best = min(ours, key=lambda run: run.seconds)
    yield Row("POP3: everything, whole and durable", best.seconds, bare, 1.5, note=f"cpu {best.user:.2f}+{best.system:.2f}")
    yield Row("  memory at the peak", best.memory, 0, 200e6, unit="B", absolute=True)
    yield Row("  the same, against fetchmail", best.seconds, fetchmail(lab, "fetchmail").seconds, 1 / 8)
    again = min((lab.fulmar("sync", profile="pop3-0") for _ in range(rounds)), key=lambda run: run.seconds)
    yield Row("POP3: nothing new", again.seconds, 0, 0.5, absolute=True)


def run(options):
    lab = Lab(min(options.messages, 10_000))
    try:
        yield from first_download(lab, options.rounds)
    finally:
        lab.close()
    if options.messages > 10_000:
        large = Lab(options.messages)
        try:
            add_account(large, "large")
            large.fulmar("sync", profile="large")
            again = min((large.fulmar("sync", profile="large") for _ in range(options.rounds)), key=lambda r: r.seconds)
            yield Row(f"POP3: nothing new in {options.messages:,}", again.seconds, 0, 0.5, absolute=True)
        finally:
            large.close()
