# SPDX-License-Identifier: GPL-3.0-or-later
"""Sending 1,000 mails of 10 KB to a real Postfix over TLS: beside a bare pipelining client on one connection, and beside msmtp, which is run
once for each mail."""
import base64
import socket
import ssl
import subprocess
import time

from lab import PASSWORD, USER, Lab
from table import Row

MAILS = 1000
TO = "someone@discard.example"
MSMTP_MAILS = 30  # its rate does not change with their number
BODY = "".join(f"Line {number:4} of a mail that is as long as an order confirmation with its terms.\r\n" for number in range(125))


def raw(number):
    return (f"From: <{USER}>\r\nTo: <{TO}>\r\nSubject: Order {number}\r\nMessage-ID: <bench.{number}@fulmar.example>\r\n"
            f"Date: Sat, 28 Nov 2026 08:00:00 +0000\r\n\r\n{BODY}").encode()


class BareClient:
    """No store, no record, no event loop: the least that sends mail with PIPELINING."""

    def __init__(self, lab):
        context = ssl.create_default_context(cafile=lab.ca)
        plain = socket.create_connection(("127.0.0.1", lab.setup["ports"]["smtps"]))
        self.stream = context.wrap_socket(plain, server_hostname="localhost").makefile("rwb")
        self.reply()
        self.command(b"EHLO [127.0.0.1]")
        self.command(b"AUTH PLAIN " + base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()))

    def reply(self):
        while True:
            line = self.stream.readline()
            if line[3:4] != b"-":
                assert line[:1] in b"23", line
                return

    def command(self, line):
        self.stream.write(line + b"\r\n")
        self.stream.flush()
        self.reply()

    def send(self, mails):
        envelope = f"MAIL FROM:<{USER}>\r\nRCPT TO:<{TO}>\r\nDATA\r\n".encode()
        self.stream.write(envelope)
        for number, mail in enumerate(mails):
            self.stream.flush()
            for _ in range(3 if number == 0 else 4):
                self.reply()
            self.stream.write(mail + b".\r\n")
            if number + 1 < len(mails):
                self.stream.write(envelope)
        self.stream.flush()
        self.reply()


def bare(lab):
    client = BareClient(lab)
    mails = [raw(number) for number in range(MAILS)]
    start = time.monotonic()
    client.send(mails)
    return time.monotonic() - start


def fulmar(lab, round_number):
    """Queued before the clock starts, with the outbox held; then one `sync` sends them all."""
    profile = f"sending{round_number}"
    lab.fulmar("account", "add", USER, "--no-incoming", "--smtp", f"smtps://127.0.0.1:{lab.setup['ports']['smtps']}",
               "--password-command", f"echo {PASSWORD}", "--ca-file", lab.ca, "--no-check", profile=profile)
    table, template = lab.folder / "people.csv", lab.folder / "news.txt"
    table.write_text("email\n" + "".join(f"someone+{number}@discard.example\n" for number in range(MAILS)))
    template.write_text("Subject: Order\n\n" + BODY.replace("\r\n", "\n"))
    lab.fulmar("merge", "--template", template, "--data", table, profile=profile)
    run = lab.fulmar("sync", profile=profile)
    shown = lab.fulmar("outbox", "list", profile=profile).output
    assert shown.count('"state":"accepted"') == MAILS, shown[-2000:]
    return run


def msmtp(lab):
    config = lab.folder / "msmtprc"
    config.write_text(f"account default\nhost localhost\nport {lab.setup['ports']['smtps']}\ntls on\ntls_starttls off\n"
                      f"tls_trust_file {lab.ca}\nauth plain\nuser {USER}\npassword {PASSWORD}\nfrom {USER}\n")
    config.chmod(0o600)
    start = time.monotonic()
    for number in range(MSMTP_MAILS):
        subprocess.run(["msmtp", "-C", str(config), TO], input=raw(number), check=True)
    return (time.monotonic() - start) / MSMTP_MAILS * MAILS


def run(options):
    lab = Lab(1)
    try:
        bare_seconds = min(bare(lab) for _ in range(options.rounds))
        runs = [fulmar(lab, number) for number in range(options.rounds)]
        best = min(runs, key=lambda r: r.seconds)
        yield Row("1,000 mails, against a bare client", best.seconds, bare_seconds, 1.5, note=f"cpu {best.user:.2f}+{best.system:.2f}")
        yield Row("  the same, against msmtp once per mail", best.seconds, msmtp(lab), 1 / 30)
        yield Row("  memory at the peak", best.memory, 0, 150e6, unit="B", absolute=True)
    finally:
        lab.close()
