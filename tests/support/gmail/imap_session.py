# SPDX-License-Identifier: GPL-3.0-or-later
"""One IMAP connection, with the exact reply texts of imap.gmail.com."""
import asyncio
import base64
import re

import wire
from account import ATTRIBUTES, Refused
from imap_fetch import FetchAndStore

BEFORE_LOGIN = ("IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR AUTH=XOAUTH2 AUTH=PLAIN "
                "AUTH=PLAIN-CLIENTTOKEN AUTH=OAUTHBEARER")
AFTER_LOGIN = ("IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS COMPRESS=DEFLATE ENABLE MOVE CONDSTORE "
               "ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584")
ID = ('("name" "GImap" "vendor" "Google, Inc." "support-url" "https://support.google.com/mail" "version" '
      '"gmail_imap_211029.07_p0" "remote-host" "127.0.0.1")')
LIMIT = 35651584


class ImapSession(FetchAndStore):
    def __init__(self, server, reader, writer):
        self.server, self.account = server, server.account
        self.reader, self.writer = reader, writer
        self.signed_in = self.utf8 = self.condstore = False
        self.box, self.read_only = None, False
        self.view = []  # msgids by sequence number, as this session was told
        self.idling = None
        self.variant = 0
        self.after = []  # what happens once the tagged answer is out

    # ---- lines

    async def run(self):
        self.server.sessions.add(self)
        try:
            self.send("* OK Gimap ready for requests from 127.0.0.1 a1b2c3")
            while await self.one_command():
                await self.writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, EOFError):
            pass
        finally:
            self.server.sessions.discard(self)
            self.writer.close()

    def send(self, line):
        self.writer.write(line.encode("utf-8", "surrogateescape") + b"\r\n")

    async def read_line(self):
        line = await self.reader.readuntil(b"\r\n")
        self.server.seen_bytes += len(line)
        return line[:-2]

    async def read_command(self):
        """The text of a command with its literals apart."""
        text, literals = "", []
        while True:
            line = (await self.read_line()).decode("latin-1")
            text += line
            mark = re.search(r"\{(\d+)(\+?)\}$", line)
            if not mark:
                return text, literals
            size = int(mark.group(1))
            if mark.group(2) and size > 4096:
                raise wire.Garbled  # LITERAL-
            if size > LIMIT:
                self.send(text.split(" ")[0] + " NO [TOOBIG] Message too large (Failure)")
                return "", []
            if not mark.group(2):
                self.send("+ go ahead")
                await self.writer.drain()
            literals.append(await self.reader.readexactly(size))

    async def one_command(self):
        text, literals = await self.read_command()
        if not text:
            return True
        tag, _, rest = text.partition(" ")
        self.server.log.append(rest)
        if not re.fullmatch(r"[A-Za-z0-9.]+", tag):
            self.send("* BAD [CLIENTBUG] Invalid tag")
            return True
        name = rest.split(" ")[0].upper()
        if await self.fault(tag, rest):
            return not self.writer.is_closing()
        try:
            words = wire.tokens(rest, literals)
            if words[0].upper() == "UID":
                name = "UID " + words[1].upper()
                words = words[1:]
            handler = getattr(self, "do_" + name.lower().replace(" ", "_"), None)
            if handler is None:
                raise wire.Garbled
            if not self.signed_in and name not in ("CAPABILITY", "ID", "NOOP", "LOGOUT", "LOGIN", "AUTHENTICATE"):
                self.send(f"{tag} BAD Command received in Invalid state.")
                return True
            answer = handler(tag, words[1:])
            if asyncio.iscoroutine(answer):
                answer = await answer
        except (wire.Garbled, ValueError, IndexError):
            answer = "BAD Could not parse command"
        except Refused as refused:
            answer = f"NO {refused}"
        if name not in ("FETCH", "STORE", "SEARCH") and name not in ("LOGOUT", "LOGIN", "AUTHENTICATE"):
            self.tell_news()
        if answer:
            if self.server.throttle > 0 and answer.startswith("OK"):
                self.server.throttle -= 1
                answer += " [THROTTLED]"
            self.send(f"{tag} {answer}")
        for step in self.after:
            step()
        self.after = []
        return name != "LOGOUT"

    async def fault(self, tag, rest):
        """A scripted error text instead of the work: {match, reply, close, times}."""
        for fault in self.server.faults:
            if fault["times"] != 0 and re.search(fault["match"], rest, re.IGNORECASE):
                fault["times"] -= 1
                for line in fault.get("lines", []):
                    self.send(line)
                if fault.get("reply"):
                    self.send(f"{tag} {fault['reply']}")
                if fault.get("close"):
                    await self.writer.drain()
                    self.writer.close()
                return True
        return False

    # ---- signing in

    def do_capability(self, tag, words):
        self.send("* CAPABILITY " + (self.server.capabilities or (AFTER_LOGIN if self.signed_in else BEFORE_LOGIN)))
        return "OK Thats all she wrote! a1b2c3"

    def do_id(self, tag, words):
        self.send("* ID " + ID)
        return "OK Success"

    def do_noop(self, tag, words):
        return "OK Success"

    def do_logout(self, tag, words):
        self.send("* BYE LOGOUT Requested")
        return "OK 73 good day (Success)"

    def sign_in(self, user, password):
        if user != self.account.user or password != self.account.password:
            return "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"
        if sum(session.signed_in for session in self.server.sessions) >= self.server.most_connections:
            return "NO [ALERT] Too many simultaneous connections. (Failure)"
        self.signed_in = True
        self.send("* CAPABILITY " + (self.server.capabilities or AFTER_LOGIN))
        return f"OK {user} authenticated (Success)"

    def do_login(self, tag, words):
        return self.sign_in(words[0], words[1])

    async def do_authenticate(self, tag, words):
        if words[0].upper() != "PLAIN":
            return "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"
        if len(words) < 2:
            self.send("+ ")
            await self.writer.drain()
            words.append((await self.read_line()).decode())
        _, user, password = base64.b64decode(words[1]).decode().split("\0")
        return self.sign_in(user, password)

    def do_enable(self, tag, words):
        self.utf8 = self.utf8 or any(word.upper() == "UTF8=ACCEPT" for word in words)
        self.condstore = self.condstore or any(word.upper() == "CONDSTORE" for word in words)
        self.send("* ENABLED " + " ".join(word for word in words if word.upper() in ("UTF8=ACCEPT", "CONDSTORE")))
        return "OK Success"

    def do_namespace(self, tag, words):
        self.send('* NAMESPACE (("" "/")) NIL NIL')
        return "OK Success"

    # ---- mailboxes

    def name_on_wire(self, name):
        return wire.quote(name if self.utf8 else wire.to_utf7(name))

    def mailbox(self, name):
        box = self.account.by_name(name if self.utf8 else wire.from_utf7(name))
        if box is None:
            raise Refused(f"[NONEXISTENT] Unknown Mailbox: {name} (Failure)")
        return box

    def do_list(self, tag, words):
        returns = words[words.index("RETURN") + 1] if "RETURN" in words else []
        items = returns[returns.index("STATUS") + 1] if "STATUS" in returns else []
        pattern = re.compile(re.escape(words[1]).replace(r"\*", ".*").replace("%", "[^/]*") + "$")
        boxes = [box for box in self.account.mailboxes if not box.hidden]
        lines = [(box.name, box) for box in boxes] + [(self.account.prefix, None)]
        for name, box in sorted(lines, key=lambda line: line[0] != "INBOX"):
            if not pattern.match(wire.to_utf7(name)):
                continue
            attributes = ["\\HasChildren" if any(b.name.startswith(name + "/") for b in boxes) else "\\HasNoChildren"]
            attributes += ["\\Noselect"] if box is None else [ATTRIBUTES[box.kind]] if box.kind in ATTRIBUTES else []
            if "SUBSCRIBED" in returns:
                attributes.append("\\Subscribed")
            self.send('* LIST (%s) "/" %s' % (" ".join(attributes), self.name_on_wire(name)))
            if box is not None and items:
                self.send_status(box, items)
        return "OK Success"

    def send_status(self, box, items):
        messages = self.account.visible(box)
        surplus = self.account.status_surplus if box.kind == "all" else 0
        values = {
            "MESSAGES": len(messages) + surplus, "RECENT": 0, "UIDNEXT": box.uid_next, "UIDVALIDITY": box.validity,
            "UNSEEN": sum("\\Seen" not in self.account.messages[m].flags for m in messages) + surplus,
            "HIGHESTMODSEQ": self.account.modseq,
        }
        told = " ".join("%s %d" % (item.upper(), values[item.upper()]) for item in items if item.upper() in values)
        self.send("* STATUS %s (%s)" % (self.name_on_wire(box.name), told))

    def do_status(self, tag, words):
        self.send_status(self.mailbox(words[0]), words[1])
        return "OK Success"

    def do_select(self, tag, words, read_only=False):
        self.box, self.view = None, []
        try:
            box = self.mailbox(words[0])
        except Refused:
            raise Refused(f"[NONEXISTENT] Unknown Mailbox: {words[0]} (now in authenticated state) (Failure)")
        if len(words) > 1 and any(isinstance(w, str) and w.upper() == "QRESYNC" for w in words[1]):
            raise wire.Garbled
        self.condstore = self.condstore or len(words) > 1
        self.box, self.read_only = box, read_only
        self.view = list(self.account.visible(box))
        flags = "\\Answered \\Flagged \\Draft \\Deleted \\Seen $NotPhishing $Phishing"
        self.send(f"* FLAGS ({flags})")
        self.send("* OK [PERMANENTFLAGS (%s)] Flags permitted." % ("" if read_only else flags + " \\*"))
        self.send(f"* OK [UIDVALIDITY {box.validity}] UIDs valid.")
        self.send(f"* {len(self.view)} EXISTS")
        self.send("* 0 RECENT")
        self.send(f"* OK [UIDNEXT {box.uid_next}] Predicted next UID.")
        self.send(f"* OK [HIGHESTMODSEQ {self.account.modseq}]")
        mode = "READ-ONLY" if read_only else "READ-WRITE"
        return f"OK [{mode}] {box.name if box.name.isascii() else wire.to_utf7(box.name)} selected. (Success)"

    def do_examine(self, tag, words):
        return self.do_select(tag, words, read_only=True)

    def do_unselect(self, tag, words):
        if self.box is None:
            return "BAD Command received in Invalid state."
        self.box, self.view = None, []
        return "OK Returned to authenticated state. (Success)"

    def do_create(self, tag, words):
        name = words[0] if self.utf8 else wire.from_utf7(words[0])
        if name.endswith("/"):
            raise Refused("[CANNOT] Folder name ends with the delimiter (Failure)")
        self.account.create(name)
        return "OK Success"

    def do_delete(self, tag, words):
        self.account.delete(self.mailbox(words[0]).name)
        return "OK Success"

    def do_rename(self, tag, words):
        self.account.rename(self.mailbox(words[0]).name, wire.from_utf7(words[1]))
        return "OK Success"

    def do_subscribe(self, tag, words):
        return "OK Success"

    do_unsubscribe = do_subscribe

    def do_append(self, tag, words):
        box = self.mailbox(words[0])
        flags = next((word for word in words[1:-1] if isinstance(word, list)), [])
        raw = words[-1].encode("utf-8", "surrogateescape")
        if b":" not in raw.split(b"\r\n\r\n")[0]:
            return "BAD Invalid Arguments: Unable to parse message"
        message = self.account.add(raw, flags=set(flags) - {"\\Deleted"})
        if not self.account.is_in(message, box):
            self.account.put_into(message, box)
        return f"OK [APPENDUID {box.validity} {box.uids[message.msgid]}] (Success)"

    # ---- news of other sessions

    def tell_news(self):
        """EXPUNGE and EXISTS; changed flags are not pushed, as on Gmail."""
        if self.box is None:
            return
        now = self.account.visible(self.box)
        there = set(now)
        for seq in range(len(self.view), 0, -1):
            if self.view[seq - 1] not in there:
                del self.view[seq - 1]
                self.send(f"* {seq} EXPUNGE")
        known = set(self.view)
        fresh = [msgid for msgid in now if msgid not in known]
        if fresh:
            self.view += fresh
            self.send(f"* {len(self.view)} EXISTS")

    async def do_idle(self, tag, words):
        self.send("+ idling")
        await self.writer.drain()
        self.idling = asyncio.ensure_future(self.push())
        line = await self.read_line()
        self.idling.cancel()
        self.idling = None
        return "OK IDLE terminated (Success)" if line.upper() == b"DONE" else "BAD Could not parse command"

    async def push(self):
        while True:
            self.tell_news()
            await self.server.changed.wait()
            await asyncio.sleep(self.server.push_delay)
