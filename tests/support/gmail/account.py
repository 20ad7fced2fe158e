# SPDX-License-Identifier: GPL-3.0-or-later
"""What Gmail holds of one account: messages with labels, and mailboxes that are views of them with UIDs of their own."""
import email
import hashlib
import re
import time

# Child names of "[Gmail]" by language: all, drafts, important, sent, spam, starred, trash.
LANGUAGES = {
    "en": ("All Mail", "Drafts", "Important", "Sent Mail", "Spam", "Starred", "Trash"),
    "en-GB": ("All Mail", "Drafts", "Important", "Sent Mail", "Spam", "Starred", "Bin"),
    "de": ("Alle Nachrichten", "Entwürfe", "Wichtig", "Gesendet", "Spam", "Markiert", "Papierkorb"),
    "fr": ("Tous les messages", "Brouillons", "Important", "Messages envoyés", "Spam", "Suivis", "Corbeille"),
    "zh-HK": ("所有郵件", "草稿", "重要郵件", "寄件備份", "垃圾郵件", "已加星號", "垃圾桶"),
}
KINDS = ("all", "drafts", "important", "sent", "spam", "starred", "trash")
ATTRIBUTES = {"all": "\\All", "drafts": "\\Drafts", "important": "\\Important", "sent": "\\Sent", "spam": "\\Junk",
              "starred": "\\Flagged", "trash": "\\Trash"}
SYSTEM_LABELS = {"inbox": "\\Inbox", "sent": "\\Sent", "drafts": "\\Draft", "important": "\\Important"}
PLACES = ("all", "spam", "trash")


class Message:
    def __init__(self, msgid, thrid, raw, received):
        self.msgid, self.thrid, self.raw, self.received = msgid, thrid, raw, received
        self.flags, self.labels = set(), set()
        self.place = "all"
        self.modseq = 0
        self.told_modseq = 0  # what CHANGEDSINCE knows: changes reach it later than HIGHESTMODSEQ
        self.told = None  # (flags, labels) while a change is held back


class Mailbox:
    def __init__(self, name, kind, validity):
        self.name, self.kind, self.validity = name, kind, validity
        self.uid_next = 1
        self.uids = {}  # msgid -> uid
        self.deleted = set()  # msgids with \Deleted, which belongs to the mailbox
        self.hidden = False  # "Show in IMAP" is off

    def order(self):
        return sorted(self.uids, key=self.uids.get)


class Refused(Exception):
    """Text of a tagged NO."""


class Account:
    def __init__(self, user, password, language="en", prefix="[Gmail]"):
        self.user, self.password, self.prefix = user, password, prefix
        self.messages = {}
        self.modseq = 1000
        self.next_msgid = 1278455344230334865
        self.next_validity = 11
        self.auto_expunge = True
        self.last_expunge = "archive"  # what EXPUNGE from the last visible folder does: archive, trash
        self.folder_limit = 0
        self.status_surplus = 0  # STATUS of All Mail counts chats too
        self.hold_changes = False
        self.mailboxes = [Mailbox("INBOX", "inbox", self._validity())]
        self.names = {}
        self.set_language(language)

    # ---- mailboxes

    def _validity(self):
        self.next_validity += 1
        return self.next_validity

    def set_language(self, language):
        for kind, child in zip(KINDS, LANGUAGES[language]):
            box = self.by_kind(kind)
            if box is None:
                self.mailboxes.append(Mailbox(f"{self.prefix}/{child}", kind, self._validity()))
            else:
                box.name = f"{self.prefix}/{child}"

    def by_kind(self, kind):
        return next((box for box in self.mailboxes if box.kind == kind), None)

    def by_name(self, name):
        if name.upper() == "INBOX":
            name = "INBOX"
        return next((box for box in self.mailboxes if box.name == name and not box.hidden), None)

    def by_label(self, label):
        return next((box for box in self.mailboxes if box.kind == "label" and box.name == label), None)

    def create(self, name):
        name = name.rstrip("/") if name != "/" else name
        if name != name.strip() or "  " in name or "//" in name or "^" in name or not name:
            raise Refused("[CANNOT] Folder contains excess whitespace (Failure)")
        if any(box.name == name for box in self.mailboxes) or name.upper() == "INBOX":
            raise Refused("[ALREADYEXISTS] Duplicate folder name %s (Failure)" % name)
        self.mailboxes.append(Mailbox(name, "label", self._validity()))

    def delete(self, name):
        box = self.by_name(name)
        if box is None or box.kind != "label":
            raise Refused("[CANNOT] Folder cannot be deleted (Failure)")
        for message in self.messages.values():
            message.labels.discard(name)
        self.mailboxes.remove(box)
        self.settle()

    def rename(self, old, new):
        """Is not reported as a change of the messages: their MODSEQ stays."""
        box = self.by_name(old)
        if box is None or box.kind != "label":
            raise Refused("[NONEXISTENT] Unknown Mailbox: %s (Failure)" % old)
        if any(other.name == new for other in self.mailboxes):
            raise Refused("[ALREADYEXISTS] Duplicate folder name %s (Failure)" % new)
        for other in list(self.mailboxes):
            if other.kind == "label" and (other.name == old or other.name.startswith(old + "/")):
                name = new + other.name[len(old):]
                for message in self.messages.values():
                    if other.name in message.labels:
                        message.labels.remove(other.name)
                        message.labels.add(name)
                other.name = name

    def reset_validity(self, kind):
        for box in self.mailboxes:
            if box.kind == kind or kind == "everything":
                box.validity = self._validity() + 1000
                order = box.order()
                box.uids, box.deleted, box.uid_next = {}, set(), 5001
                for msgid in order:
                    box.uids[msgid] = box.uid_next
                    box.uid_next += 1

    # ---- views

    def is_in(self, message, box):
        if box.kind in PLACES:
            return message.place == box.kind
        if message.place != "all":
            return False
        if box.kind == "starred":
            return "\\Flagged" in message.flags
        return SYSTEM_LABELS.get(box.kind, box.name) in message.labels

    def settle(self):
        """Gives every view the UIDs that its messages have there."""
        for box in self.mailboxes:
            for msgid in [m for m in box.uids if m not in self.messages or not self.is_in(self.messages[m], box)]:
                del box.uids[msgid]
                box.deleted.discard(msgid)
            for msgid, message in self.messages.items():
                if msgid not in box.uids and self.is_in(message, box):
                    box.uids[msgid] = box.uid_next
                    box.uid_next += 1

    def visible(self, box):
        order = box.order()
        return order[-self.folder_limit:] if self.folder_limit else order

    def labels_seen_in(self, message, box):
        """X-GM-LABELS leaves out the label of the mailbox that is selected."""
        flags, labels = message.told or (message.flags, message.labels)
        labels = set(labels) if message.place == "all" else set()
        if "\\Flagged" in flags and message.place == "all":
            labels.add("\\Starred")
        own = {"starred": "\\Starred", **SYSTEM_LABELS}.get(box.kind, box.name if box.kind == "label" else None)
        labels.discard(own)
        return labels

    def flags_in(self, message, box):
        flags = set((message.told or (message.flags, None))[0])
        if message.msgid in box.deleted:
            flags.add("\\Deleted")
        return flags

    # ---- changes; each raises the MODSEQ of the account

    def touch(self, message):
        self.modseq += 1
        message.modseq = self.modseq
        if not self.hold_changes:
            message.told_modseq, message.told = message.modseq, None

    def _before(self, message):
        if self.hold_changes and message.told is None:
            message.told = (set(message.flags), set(message.labels))

    def release_changes(self):
        self.hold_changes = False
        for message in self.messages.values():
            message.told_modseq, message.told = message.modseq, None

    def add(self, raw, labels=(), flags=(), place="all", received=None, thread=None):
        digest = hashlib.sha256(raw).digest()
        for message in self.messages.values():
            if hashlib.sha256(message.raw).digest() == digest:
                return message  # a byte-identical message is not stored twice
        self.next_msgid += 7919
        msgid = self.next_msgid
        message = Message(msgid, thread or self._thread_of(raw) or msgid, raw, received or int(time.time()))
        message.flags, message.labels, message.place = set(flags), set(labels), place
        self.messages[msgid] = message
        self._make_labels(labels)
        self.touch(message)
        message.told_modseq, message.told = message.modseq, None
        self.settle()
        return message

    def _thread_of(self, raw):
        parsed = email.message_from_bytes(raw)
        ids = re.findall(r"<[^>]+>", parsed.get("References", "") + parsed.get("In-Reply-To", ""))
        for message in self.messages.values():
            if (email.message_from_bytes(message.raw).get("Message-ID") or "").strip() in ids:
                return message.thrid
        return None

    def _make_labels(self, labels):
        for label in labels:
            if not label.startswith("\\") and self.by_label(label) is None:
                self.create(label)

    def change_flags(self, message, add=(), remove=()):
        flags = (message.flags | set(add)) - set(remove)
        if flags != message.flags:
            self._before(message)
            message.flags = flags
            self.touch(message)
            self.settle()

    def change_labels(self, message, add=(), remove=()):
        add, remove = set(add), set(remove)
        if "\\Starred" in add | remove:
            self.change_flags(message, {"\\Flagged"} if "\\Starred" in add else (), {"\\Flagged"} if "\\Starred" in remove else ())
        if "\\Trash" in add:
            return self.move(message, "trash")
        if "\\Spam" in add:
            return self.move(message, "spam")
        special = {"\\Starred", "\\Trash", "\\Spam", "\\All"}
        add = {"\\Draft" if label == "\\Drafts" else label for label in add} - special
        remove -= special
        self._make_labels(add)
        place = "all" if add else message.place
        labels = (message.labels | add) - remove
        if labels != message.labels or place != message.place:
            self._before(message)
            message.labels, message.place = labels, place
            self.touch(message)
            self.settle()

    def move(self, message, place):
        if message.place == place:
            return
        self._before(message)
        message.place = place
        if place != "all":
            message.labels = {label for label in message.labels if label == "\\Draft"} if place == "trash" else set()
        self.touch(message)
        self.settle()

    def put_into(self, message, box, source=None):
        """COPY or MOVE to a mailbox, as Gmail means it."""
        if box.kind in PLACES:
            if box.kind == "all" and message.place == "all" and source is not None:
                return self._take_out(message, source)
            return self.move(message, box.kind)
        if box.kind == "starred":
            return self.change_flags(message, {"\\Flagged"})
        self.change_labels(message, {SYSTEM_LABELS.get(box.kind, box.name)})
        if source is not None and source is not box and source.kind not in PLACES:
            self._take_out(message, source)

    def _take_out(self, message, box):
        if box.kind == "starred":
            self.change_flags(message, (), {"\\Flagged"})
        elif box.kind not in PLACES:
            self.change_labels(message, (), {SYSTEM_LABELS.get(box.kind, box.name)})

    def expunge(self, message, box):
        if box.kind in ("spam", "trash") or box.kind == "drafts":
            del self.messages[message.msgid]
            self.modseq += 1
            self.settle()
        elif box.kind == "all":
            self.move(message, "trash")
        else:
            self._take_out(message, box)
            box.deleted.discard(message.msgid)

    # ---- the truth, for tests

    def truth(self):
        return [{
            "msgid": str(m.msgid), "thrid": str(m.thrid), "messageId": (email.message_from_bytes(m.raw).get("Message-ID") or "").strip("<> "),
            "place": m.place, "labels": sorted(m.labels), "flags": sorted(m.flags),
            "folders": sorted(box.name for box in self.mailboxes if m.msgid in box.uids and not box.hidden),
        } for m in self.messages.values()]
