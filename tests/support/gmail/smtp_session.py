# SPDX-License-Identifier: GPL-3.0-or-later
"""Submission as smtp.gmail.com does it: the mail is filed under \\Sent by the server itself."""
import asyncio
import base64


class SmtpSession:
    def __init__(self, server, reader, writer):
        self.server, self.account, self.reader, self.writer = server, server.account, reader, writer
        self.signed_in, self.recipients = False, []

    def send(self, *lines):
        self.writer.write("".join(line + "\r\n" for line in lines).encode())

    async def line(self):
        return (await self.reader.readuntil(b"\r\n"))[:-2]

    async def run(self):
        try:
            self.send("220 smtp.gmail.com ESMTP a1b2c3 - gsmtp")
            while await self.one(await self.line()):
                await self.writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.writer.close()

    async def one(self, line):
        word = line.split(b" ")[0].upper()
        if word in (b"EHLO", b"HELO"):
            self.send("250-smtp.gmail.com at your service, [127.0.0.1]", "250-SIZE 35882577", "250-8BITMIME", "250-AUTH LOGIN PLAIN XOAUTH2",
                      "250-ENHANCEDSTATUSCODES", "250-PIPELINING", "250-CHUNKING", "250 SMTPUTF8")
        elif word == b"AUTH":
            await self.sign_in(line)
        elif word == b"MAIL" and not self.signed_in:
            self.send("530-5.7.0 Authentication Required. For more information, go to", "530 5.7.0  https://support.google.com/a/answer/3221692 a1b2c3 - gsmtp")
        elif word == b"MAIL":
            self.recipients = []
            self.send("250 2.1.0 OK a1b2c3 - gsmtp")
        elif word == b"RCPT":
            self.recipients.append(line.partition(b"<")[2].partition(b">")[0].decode())
            self.send("250 2.1.5 OK a1b2c3 - gsmtp")
        elif word == b"DATA":
            self.send("354  Go ahead a1b2c3 - gsmtp")
            await self.writer.drain()
            await self.take()
        elif word == b"BDAT":
            await self.take_chunks(line)
        elif word == b"RSET" or word == b"NOOP":
            self.send("250 2.1.5 Flushed a1b2c3 - gsmtp")
        elif word == b"QUIT":
            self.send("221 2.0.0 closing connection a1b2c3 - gsmtp")
            return False
        else:
            self.send("502-5.5.1 Unrecognized command. a1b2c3 - gsmtp", "502 5.5.1  https://support.google.com/mail/?p=BadCommand")
        return True

    async def sign_in(self, line):
        words = line.split(b" ")
        if len(words) < 3:
            self.send("334 ")
            await self.writer.drain()
            words.append(await self.line())
        _, user, password = base64.b64decode(words[2]).decode().split("\0")
        self.signed_in = user == self.account.user and password == self.account.password
        self.send("235 2.7.0 Accepted" if self.signed_in else "535 5.7.8 Username and Password not accepted. a1b2c3 - gsmtp")

    async def take(self):
        lines = []
        while (line := await self.line()) != b".":
            lines.append(line[1:] if line.startswith(b".") else line)
        self.accept(b"".join(line + b"\r\n" for line in lines))

    async def take_chunks(self, line):
        data = b""
        while True:
            words = line.split(b" ")
            data += await self.reader.readexactly(int(words[1]))
            if words[-1].upper() == b"LAST":
                return self.accept(data)
            self.send("250 2.0.0 OK")
            await self.writer.drain()
            line = await self.line()

    def accept(self, raw):
        self.server.sent += 1
        self.send("250 2.0.0 OK  1700000000 a1b2c3 - gsmtp")

        def file():
            labels = {"\\Sent"} | ({"\\Inbox"} if self.account.user in self.recipients else set())
            self.account.add(raw, labels=labels, flags=set() if "\\Inbox" in labels else {"\\Seen"})
            self.server.tell()

        # The sent mail shows up by itself, some time after the acceptance.
        asyncio.get_running_loop().call_later(self.server.filing_delay, file)
