#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that behaves as imap.gmail.com and smtp.gmail.com do, on loopback with TLS, for one account.

  server.py DIR --user ADDRESS --password TEXT [--language de] [--prefix "[Google Mail]"]

Prints one JSON object (imap, smtp, control: ports; ca) and serves until its standard input ends. On the control port each line is a
JSON object {"do": …}, answered by one line: what a person does in the web interface, faults to come, and the truth.
"""
import argparse
import asyncio
import json
import os
import ssl
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from account import Account, Refused  # noqa: E402
from imap_session import LIMIT, ImapSession  # noqa: E402
from smtp_session import SmtpSession  # noqa: E402


class Server:
    def __init__(self, account):
        self.account = account
        self.sessions = set()
        self.changed = asyncio.Event()
        self.faults, self.complaints, self.log, self.body_log = [], [], [], []
        self.capabilities = ""
        self.most_connections = 15
        self.push_delay, self.filing_delay = 0.0, 0.02
        self.throttle = self.bodies = self.sent = self.seen_bytes = 0

    def tell(self):
        self.changed.set()
        self.changed = asyncio.Event()

    # ---- what tests ask for

    def message(self, request):
        found = [m for m in self.account.messages.values()
                 if str(m.msgid) == request.get("msgid") or f"<{request.get('id')}>".encode() in m.raw.split(b"\r\n\r\n")[0]]
        if not found:
            raise Refused("no such message")
        return found[0]

    def do_deliver(self, request):
        message = self.account.add(request["raw"].encode("latin-1"), request.get("labels", ["\\Inbox"]), request.get("flags", []),
                                   request.get("place", "all"), request.get("received"), request.get("thread"))
        return {"msgid": str(message.msgid), "thrid": str(message.thrid)}

    def do_label(self, request):
        self.account.change_labels(self.message(request), request.get("add", []), request.get("remove", []))

    def do_flag(self, request):
        self.account.change_flags(self.message(request), request.get("add", []), request.get("remove", []))

    def do_move(self, request):
        message = self.message(request)
        self.account.move(message, request["place"])
        if request["place"] == "all" and request.get("labels"):
            self.account.change_labels(message, request["labels"])

    def do_destroy(self, request):
        self.account.messages.pop(self.message(request).msgid)
        self.account.modseq += 1
        self.account.settle()

    def do_thread(self, request):
        message = self.message(request)
        message.thrid = request["thrid"]
        self.account.touch(message)

    def do_create(self, request):
        self.account.create(request["name"])

    def do_rename(self, request):
        self.account.rename(request["name"], request["to"])

    def do_remove_label(self, request):
        self.account.delete(request["name"])

    def do_hide(self, request):
        for box in self.account.mailboxes:
            if box.kind == request.get("kind") or box.name == request.get("name"):
                box.hidden = request.get("hidden", True)

    def do_language(self, request):
        self.account.set_language(request["language"])

    def do_validity(self, request):
        self.account.reset_validity(request["kind"])

    def do_hold(self, request):
        if request["hold"]:
            self.account.hold_changes = True
        else:
            self.account.release_changes()

    def do_set(self, request):
        for name, value in request["values"].items():
            setattr(self if hasattr(self, name) else self.account, name, value)

    def do_fault(self, request):
        self.faults.append({"times": 1, **request["fault"]})

    def do_faults_over(self, request):
        self.faults.clear()

    def do_kick(self, request):
        for session in list(self.sessions):
            if request.get("line"):
                session.send(request["line"])
            session.writer.close()

    def do_truth(self, request):
        return {"messages": self.account.truth(), "folders": {
            box.name: [str(m) for m in box.order()] for box in self.account.mailboxes if not box.hidden}}

    def do_raw(self, request):
        return {"raw": self.message(request).raw.decode("latin-1")}

    def do_statistics(self, request):
        answer = {"bodies": self.bodies, "sent": self.sent, "commands": list(self.log), "complaints": list(self.complaints),
                  "twice": len(self.body_log) - len(set(self.body_log)), "sessions": sum(s.signed_in for s in self.sessions),
                  "idle": sum(s.idling is not None for s in self.sessions)}
        if request.get("reset"):
            self.log.clear()
            self.body_log.clear()
            self.bodies = 0
        return answer

    async def control(self, reader, writer):
        while line := await reader.readline():
            request = json.loads(line)
            try:
                answer = getattr(self, "do_" + request["do"])(request) or {}
                self.tell()
            except Refused as refused:
                answer = {"refused": str(refused)}
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        writer.close()


def make_certificate(folder):
    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30")
    for command in (
        ("req", "-x509", *new_key, "-subj", "/CN=Gmail Lab CA", "-keyout", f"{folder}/ca.key", "-out", f"{folder}/ca.pem",
         "-addext", "keyUsage=critical,keyCertSign,cRLSign"),
        ("req", "-x509", *new_key, "-subj", "/CN=localhost", "-keyout", f"{folder}/server.key", "-out", f"{folder}/server.pem",
         "-CA", f"{folder}/ca.pem", "-CAkey", f"{folder}/ca.key", "-addext", "basicConstraints=critical,CA:FALSE",
         "-addext", "extendedKeyUsage=serverAuth", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
    ):
        subprocess.run(("openssl", *command), check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(f"{folder}/server.pem", f"{folder}/server.key")
    return context


async def serve(arguments):
    server = Server(Account(arguments.user, arguments.password, arguments.language, arguments.prefix))
    tls = make_certificate(arguments.folder)

    async def listen(room, **options):
        listener = await asyncio.start_server(room, "127.0.0.1", 0, limit=LIMIT, **options)
        return listener.sockets[0].getsockname()[1]

    ports = {
        "imap": await listen(lambda r, w: ImapSession(server, r, w).run(), ssl=tls),
        "smtp": await listen(lambda r, w: SmtpSession(server, r, w).run(), ssl=tls),
        "control": await listen(server.control),
    }
    print(json.dumps({**ports, "ca": f"{arguments.folder}/ca.pem"}), flush=True)
    # The test that started us is gone when its end of the pipe is.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--user", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--language", default="en")
    parser.add_argument("--prefix", default="[Gmail]")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
