# SPDX-License-Identifier: GPL-3.0-or-later
"""What a selected mailbox answers: FETCH, STORE, SEARCH, COPY, MOVE, EXPUNGE with the extensions of X-GM-EXT-1."""
import email
import re

import wire

KEEPS = "X-GM-LABELS"


class FetchAndStore:
    def selected(self):
        if self.box is None:
            raise wire.Garbled
        return self.box

    def chosen(self, text, by_uid):
        """(seq, message) of what is in a set and in the view; unknown ones are left out."""
        box = self.selected()
        uids = [box.uids.get(msgid) for msgid in self.view]
        highest = max((u for u in uids if u), default=0) if by_uid else len(self.view)
        ranges = wire.parse_set(text, highest)
        out = []
        for seq, (msgid, uid) in enumerate(zip(self.view, uids), 1):
            number = uid if by_uid else seq
            if number and any(a <= number <= b for a, b in ranges):
                out.append((seq, self.account.messages[msgid]))
        return out

    # ---- FETCH

    def do_fetch(self, tag, words, by_uid=False):
        items = words[1] if isinstance(words[1], list) else [words[1]]
        items = [item.upper() if not item.upper().startswith("BODY") else item for item in items]
        if any(item in ("ALL", "FAST", "FULL") for item in items):
            self.server.complaints.append("FETCH macro")
        since = None
        if len(words) > 2:
            modifiers = [w.upper() for w in words[2]]
            if "VANISHED" in modifiers:
                raise wire.Garbled
            since = int(words[2][modifiers.index("CHANGEDSINCE") + 1])
            self.condstore = True
        if by_uid and "UID" not in items:
            items.append("UID")
        for seq, message in self.chosen(words[0], by_uid):
            if since is not None and message.told_modseq <= since:
                continue
            self.send("* %d FETCH (%s)" % (seq, " ".join(self.fetch_items(message, items, since is not None))))
        return "OK Success"

    def do_uid_fetch(self, tag, words):
        return self.do_fetch(tag, words, by_uid=True)

    def fetch_items(self, message, items, with_modseq):
        self.variant += 1
        ordered = list(items)
        if with_modseq and "MODSEQ" not in ordered:
            ordered.append("MODSEQ")
        if self.variant % 2:
            ordered.reverse()
        return [self.fetch_item(message, item) for item in ordered]

    def fetch_item(self, message, item):
        box, raw = self.box, message.raw
        simple = {
            "UID": lambda: f"UID {box.uids.get(message.msgid, 0)}",
            "FLAGS": lambda: "FLAGS (%s)" % " ".join(sorted(self.account.flags_in(message, box))),
            "X-GM-MSGID": lambda: f"X-GM-MSGID {message.msgid}",
            "X-GM-THRID": lambda: f"X-GM-THRID {message.thrid}",
            "X-GM-LABELS": lambda: f"X-GM-LABELS ({self.labels(message)})",
            "INTERNALDATE": lambda: "INTERNALDATE " + wire.internal_date(message.received),
            "RFC822.SIZE": lambda: f"RFC822.SIZE {len(raw)}",
            "MODSEQ": lambda: f"MODSEQ ({message.told_modseq})",
            "ENVELOPE": lambda: "ENVELOPE " + wire.envelope(raw),
            "BODYSTRUCTURE": lambda: "BODYSTRUCTURE " + wire.body_structure(raw),
        }.get(item)
        if simple:
            return simple()
        section = re.fullmatch(r"(?i)BODY(\.PEEK)?\[(.*?)\](<(\d+)\.(\d+)>)?", item)
        if not section:
            raise wire.Garbled
        if not section.group(1):
            self.account.change_flags(message, {"\\Seen"})
        wanted, data = section.group(2), raw
        if wanted == "":
            self.server.bodies += 1
            self.server.body_log.append(message.msgid)
        elif wanted.upper().startswith("HEADER.FIELDS"):
            data = wire.header_fields(raw, [n.lower().strip('"') for n in re.findall(r"\((.*)\)", wanted)[0].split()])
        elif wanted.upper() == "HEADER":
            data = raw.split(b"\r\n\r\n")[0] + b"\r\n\r\n"
        elif wanted.upper() in ("TEXT", "1"):
            data = raw.partition(b"\r\n\r\n")[2]
        else:
            raise wire.Garbled
        origin = ""
        if section.group(3):
            start, length = int(section.group(4)), int(section.group(5))
            data, origin = data[start:start + length], f"<{start}>"
        return "BODY[%s]%s {%d}\r\n%s" % (wanted, origin, len(data), data.decode("utf-8", "surrogateescape"))

    def labels(self, message):
        words = [wire.label_on_wire(label, self.variant + i)
                 for i, label in enumerate(sorted(self.account.labels_seen_in(message, self.box)))]
        if self.variant % 7 == 3:
            words.insert(len(words) // 2, "NIL")
        return " ".join(words)

    # ---- STORE

    def do_store(self, tag, words, by_uid=False):
        if self.read_only:
            return "NO STORE attempt on READ-ONLY folder (Failure)"
        chosen = self.chosen(words[0], by_uid)
        what, values = words[1].upper(), words[2] if isinstance(words[2], list) else [words[2]]
        silent = what.endswith(".SILENT")
        what = what[:-7] if silent else what
        mode, what = (what[0], what[1:]) if what[0] in "+-" else ("=", what)
        for seq, message in chosen:
            if what == "FLAGS":
                self.store_flags(message, mode, set(values))
            elif what == KEEPS and not silent:
                self.store_labels(message, mode, {wire.from_utf7(value) for value in values if value != "NIL"})
            else:
                raise wire.Garbled
        for seq, message in chosen:
            if message.msgid in self.box.uids and not silent:
                item = "FLAGS" if what == "FLAGS" else KEEPS
                self.send("* %d FETCH (%s UID %d)" % (seq, self.fetch_item(message, item), self.box.uids[message.msgid]))
        return "OK Success"

    def do_uid_store(self, tag, words):
        return self.do_store(tag, words, by_uid=True)

    def store_flags(self, message, mode, values):
        values = {next((f for f in ("\\Seen", "\\Flagged", "\\Answered", "\\Draft", "\\Deleted") if f.lower() == v.lower()), v)
                  for v in values}
        was = self.account.flags_in(message, self.box)
        now = was | values if mode == "+" else was - values if mode == "-" else values
        if "\\Deleted" in now:
            self.box.deleted.add(message.msgid)
        else:
            self.box.deleted.discard(message.msgid)
        self.account.change_flags(message, now - was - {"\\Deleted"}, was - now - {"\\Deleted"})
        if "\\Deleted" in now and self.account.auto_expunge:
            self.account.expunge(message, self.box)

    def store_labels(self, message, mode, values):
        if mode == "=":
            own = self.account.labels_seen_in(message, self.box)
            self.account.change_labels(message, values - own, own - values - {"\\Starred"})
        else:
            self.account.change_labels(message, values if mode == "+" else (), values if mode == "-" else ())

    # ---- SEARCH

    def do_search(self, tag, words, by_uid=False):
        returns = None
        if words[0].upper() == "RETURN":
            returns, words = words[1], words[2:]
        if words and words[0].upper() == "CHARSET":
            if self.utf8:
                raise wire.Garbled
            words = words[2:]
        uids = self.box.uids if self.box else self.selected()
        found = []
        for seq, msgid in enumerate(self.view, 1):
            if msgid in uids and self.matches(seq, self.account.messages[msgid], list(words)):
                found.append(uids[msgid] if by_uid else seq)
        if returns is not None:
            every = f" ALL {wire.number_set(found)}" if found else ""
            self.send(f'* ESEARCH (TAG "{tag}"){" UID" if by_uid else ""}{every}')
        else:
            self.send("* SEARCH" + "".join(f" {number}" for number in found))
        return "OK SEARCH completed (Success)"

    def do_uid_search(self, tag, words):
        return self.do_search(tag, words, by_uid=True)

    def matches(self, seq, message, keys):
        while keys:
            if not self.match_one(seq, message, keys):
                return False
        return True

    def match_one(self, seq, message, keys):
        key = keys.pop(0)
        if isinstance(key, list):
            return self.matches(seq, message, list(key))
        key = key.upper()
        flags = self.account.flags_in(message, self.box)
        if key in ("ALL",):
            return True
        if key in ("SEEN", "FLAGGED", "ANSWERED", "DRAFT", "DELETED"):
            return "\\" + key.capitalize() in flags
        if key in ("UNSEEN", "UNFLAGGED", "UNANSWERED", "UNDRAFT", "UNDELETED"):
            return "\\" + key[2:].capitalize() not in flags
        if key == "NOT":
            return not self.match_one(seq, message, keys)
        if key == "OR":
            first, second = self.match_one(seq, message, keys), self.match_one(seq, message, keys)
            return first or second
        if key == "UID":
            return any(a <= self.box.uids[message.msgid] <= b for a, b in wire.parse_set(keys.pop(0), 2**32))
        if key == "X-GM-MSGID":
            return message.msgid == int(keys.pop(0))
        if key == "X-GM-THRID":
            return message.thrid == int(keys.pop(0))
        if key == "X-GM-LABELS":
            return wire.from_utf7(keys.pop(0)) in message.labels
        if key == "X-GM-RAW":
            return self.matches_raw(message, keys.pop(0))
        if key == "HEADER":
            name, value = keys.pop(0), keys.pop(0)
            return value.lower() in str(email.message_from_bytes(message.raw).get(name, "")).lower()
        if key in ("SUBJECT", "FROM", "TO", "TEXT", "BODY"):
            return self.matches_words(message, keys.pop(0))
        if re.match(r"^[0-9*]", key):
            return any(a <= seq <= b for a, b in wire.parse_set(key, len(self.view)))
        raise wire.Garbled

    @staticmethod
    def matches_words(message, text):
        """Whole words of the index, no substrings."""
        parsed = email.message_from_bytes(message.raw)
        head = " ".join(str(email.header.make_header(email.header.decode_header(str(parsed.get(f, "")))))
                        for f in ("Subject", "From", "To"))
        body = message.raw.partition(b"\r\n\r\n")[2].decode("utf-8", "replace")
        words = set(re.findall(r"\w+", (head + " " + body).lower()))
        return all(word in words for word in re.findall(r"\w+", text.lower()))

    def matches_raw(self, message, query):
        for term in re.findall(r'"[^"]*"|\S+', query):
            if term.startswith("in:unread") or term == "is:unread":
                ok = "\\Seen" not in message.flags
            elif term == "is:starred":
                ok = "\\Flagged" in message.flags
            elif term.startswith("label:"):
                ok = term[6:].strip('"').lower() in {label.lower() for label in message.labels}
            elif term.startswith("rfc822msgid:"):
                ok = ("<%s>" % term[12:]) == email.message_from_bytes(message.raw).get("Message-ID")
            elif term.startswith("in:"):
                ok = True
            else:
                ok = self.matches_words(message, term.partition(":")[2] or term)
            if not ok:
                return False
        return True

    # ---- COPY, MOVE, EXPUNGE

    def do_uid_copy(self, tag, words, move=False):
        source, target = self.selected(), self.mailbox(words[1])
        chosen = self.chosen(words[0], True)
        uids = [source.uids[message.msgid] for _, message in chosen]
        for _, message in chosen:
            self.account.put_into(message, target, source if move else None)
        arrived = [str(target.uids[m.msgid]) for _, m in chosen if m.msgid in target.uids]
        if not chosen:
            return "OK (Success)"
        return "OK [COPYUID %d %s %s] (Success)" % (target.validity, ",".join(map(str, uids)), ",".join(arrived))

    def do_uid_move(self, tag, words):
        return self.do_uid_copy(tag, words, move=True)

    def do_uid_expunge(self, tag, words):
        for _, message in self.chosen(words[0], True):
            if message.msgid in self.box.deleted:
                self.account.expunge(message, self.box)
        return "OK Success"

    def do_expunge(self, tag, words):
        self.server.complaints.append("EXPUNGE without UIDs")
        for msgid in list(self.selected().deleted):
            self.account.expunge(self.account.messages[msgid], self.box)
        return "OK Success"
