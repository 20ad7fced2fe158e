#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills the demo's mailbox with some hundred messages of every kind, the same ones at each start.

  sample_mail.py SERVERS.json [--now 2026-11-21T20:00:00]     (the JSON that servers.py start printed)
"""
import argparse
import base64
import datetime
import email.policy
import email.utils
import html
import imaplib
import json
import random
import ssl
import sys
from email.header import Header
from email.message import EmailMessage, MIMEPart
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import sample_files as files  # noqa: E402
import sample_texts as texts  # noqa: E402

SEED = 1829  # the year in which the fulmar's kin was first told apart; any number would do
WIRE = email.policy.SMTP.clone(cte_type="7bit")
UTC = datetime.timezone.utc


def modified_utf7(name):
    """RFC 3501 section 5.1.3."""
    out, pending = "", ""
    for character in name + "\0":
        if ord(character) > 0x7E:
            pending += character
            continue
        if pending:
            out += "&" + base64.b64encode(pending.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"
            pending = ""
        out += "&-" if character == "&" else character
    return out[:-1]


class Mailbox:
    """Collects messages with folder, flags and date."""

    def __init__(self, now):
        self.random = random.Random(SEED)
        self.now = now
        self.messages = []
        self.counter = 0

    def ago(self, days):
        return self.now - datetime.timedelta(days=days, minutes=self.random.randrange(600))

    def compose(self, sender, subject, text, to=(texts.ME,), when=None, charset="utf-8"):
        message = EmailMessage(policy=WIRE)
        self.counter += 1
        message["From"] = email.utils.formataddr(sender)
        message["To"] = ", ".join(email.utils.formataddr(one) for one in to)
        message["Subject"] = subject
        message["Date"] = when or self.ago(self.random.random() * 60)
        message["Message-ID"] = f"<{self.counter:04d}.{self.random.randrange(10**9)}@{sender[1].partition('@')[2]}>"
        if text is not None:
            message.set_content(text + "\n", charset=charset)
        return message

    def keep(self, folder, message, flags=(), raw=None):
        when = email.utils.parsedate_to_datetime(str(message["Date"])) if message["Date"] else self.now
        body = raw or message.as_bytes(policy=WIRE)
        self.messages.append((when, folder, " ".join(flags), body))

    def usual_flags(self, when):
        """Old mail is read; of the last days some is new, and a few are marked."""
        fresh = (self.now - when).days < 4
        flags = [] if fresh and self.random.random() < 0.6 else ["\\Seen"]
        if self.random.random() < 0.06:
            flags.append("\\Flagged")
        return flags


def signature(person):
    return f"\n\n-- \n{person[0]}"


def add_conversation(box, folder, subject, turns, start):
    people = box.random.sample(texts.PEOPLE, 2)
    message_ids, when, previous = [], box.ago(start), None
    for number, turn in enumerate(turns):
        mine = number % 3 == 2
        sender = texts.ME if mine else people[number % 2]
        text = turn + signature(sender)
        if previous:
            quoted = "\n".join("> " + line if line else ">" for line in previous[1].splitlines())
            text = f"{turn}\n\nOn {previous[2]:%d %B %Y}, {previous[0][0]} wrote:\n{quoted}{signature(sender)}"
        title = subject if number == 0 or subject.startswith("Re: ") else "Re: " + subject
        message = box.compose(sender, title, text, to=[people[0]] if mine else [texts.ME], when=when)
        if message_ids:
            message["In-Reply-To"] = message_ids[-1]
            message["References"] = " ".join(message_ids)
        message_ids.append(str(message["Message-ID"]))
        answered = not mine and number + 1 < len(turns) and (number + 1) % 3 == 2
        flags = ["\\Seen"] if mine else box.usual_flags(when) + (["\\Answered"] if answered else [])
        box.keep("Sent" if mine else folder, message, sorted(set(flags + (["\\Seen"] if answered else []))))
        previous = (sender, turn, when)
        when = min(when + datetime.timedelta(hours=box.random.uniform(0.3, 20)), box.now - datetime.timedelta(minutes=len(turns) - number))


def add_newsletters(box):
    for issue in range(6):
        for name, address, headline, colour, items in texts.NEWSLETTERS:
            when = box.ago(2 + issue * 14)
            message = box.compose((name, address), f"{headline} (no. {40 - issue})", None, when=when)
            message["List-Id"] = f"<{address.replace('@', '.')}>"
            message["List-Unsubscribe"] = f"<https://{address.partition('@')[2]}/unsubscribe?reader=4711>"
            message.set_content("\n\n".join([headline, *items]) + "\n")
            paragraphs = "".join(f"<p style='margin:0 0 14px'>{html.escape(item)}</p>" for item in items)
            message.add_alternative(
                f"<html><body style='margin:0;background:#f3f3f0;font-family:sans-serif'><table width='100%' cellpadding='0'><tr><td "
                f"align='center'><table width='560' style='background:#ffffff'><tr><td><img src='cid:head@{address}' width='560' "
                f"alt='{html.escape(name)}'></td></tr><tr><td style='padding:24px;color:#333333'><h1 style='color:{colour}'>"
                f"{html.escape(headline)}</h1>{paragraphs}<p><a href='https://{address.partition('@')[2]}/{40 - issue}' "
                f"style='color:{colour}'>Read on</a></p><img src='https://{address.partition('@')[2]}/open.gif?r=4711' width='1' "
                f"height='1' alt=''></td></tr></table></td></tr></table></body></html>\n", subtype="html")
            picture = files.png(560, 120, bytes.fromhex(colour[1:]))
            message.get_payload()[1].add_related(picture, "image", "png", cid=f"<head@{address}>", disposition="inline", filename="head.png")
            box.keep("INBOX" if issue < 2 else "Newsletters", message, box.usual_flags(when))


def add_attachments(box):
    def send(person, subject, text, days, *parts):
        when = box.ago(days)
        message = box.compose(texts.PEOPLE[person], subject, text + signature(texts.PEOPLE[person]), when=when)
        for body, main, sub, name in parts:
            message.add_attachment(body, main, sub, filename=name)
        box.keep("INBOX", message, box.usual_flags(when))

    contract = files.pdf(["Agreement on the use of the small hall", "", "Between the harbour office and the choir, for the summer.",
                          "The hall is handed over swept."])
    send(1, "Contract for the hall", "The contract is attached. Please sign page one and send it back.", 1,
         (contract, "application", "pdf", "Contract small hall.pdf"))
    send(2, "Cover: three variants", "I like the second best, but see for yourself.", 2,
         *((files.png(320, 200, colour), "image", "png", f"cover-{number}.png")
           for number, colour in enumerate(((40, 90, 140), (150, 80, 60), (70, 120, 80)), 1)))
    send(4, "Résumé de la réunion", "Voici le compte rendu et le tableau des dépenses.", 3,
         (b"Caf\xe9;12,50\r\nPapier;8,00\r\n", "text", "csv", "Dépenses mars.csv"),
         (contract, "application", "pdf", "Compte rendu – réunion du 3 mars.pdf"))
    send(3, "Everything in one archive", "All the measurements, zipped.", 5,
         (files.archive({"readme.txt": "Measured in April.\n", "values.csv": "1;2;3\n" * 400}), "application", "zip", "measurements.zip"))
    send(5, "Notizen", "Nur der Text, ohne alles.", 6, ("Erstens: Müsli.\nZweitens: Öl.\n".encode(), "text", "plain", "Einkauf für Samstag.txt"))
    noise = box.random.randbytes(3 * 1024 * 1024)
    send(7, "Recording of the rehearsal", "Three megabytes, mostly the second verse.", 4, (noise, "audio", "ogg", "rehearsal.ogg"))
    send(8, "写真をお送りします", "先週の写真です。", 7, (files.png(480, 300, (90, 130, 170)), "image", "png", "港の夕方.png"))
    send(9, "A file with a very long name", "The name is longer than it should be.", 8,
         (b"short\n", "text", "plain", "minutes of the meeting of the committee for the renewal of the benches along the northern shore, second version.txt"))
    when = box.ago(1)
    message = box.compose(texts.PEOPLE[0], "Invitation: survey briefing", "Briefing on Monday, north pier office.", when=when)
    event = files.calendar("Survey briefing", "North pier office", box.now + datetime.timedelta(days=3))
    message.add_alternative(event, subtype="calendar", params={"method": "REQUEST"})
    box.keep("INBOX", message, [])


def add_scripts(box):
    for number, (charset, subject, text, sender) in enumerate(texts.SCRIPTS):
        when = box.ago(1 + number)
        message = box.compose(sender, subject, text, when=when)
        raw = message.as_bytes(policy=WIRE)
        if charset != "utf-8":  # the name, the subject and the text as a program of that country writes them
            head = (f"From: {Header(sender[0], charset).encode()} <{sender[1]}>\r\nTo: {texts.ME[1]}\r\n"
                    f"Subject: {Header(subject, charset).encode()}\r\nDate: {message['Date']}\r\nMessage-ID: {message['Message-ID']}\r\n"
                    f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n")
            body = base64.encodebytes(text.encode(charset) + b"\r\n").replace(b"\n", b"\r\n")
            raw = head.encode("ascii").replace(b"\n ", b"\n ") + body
        box.keep("写真" if charset == "shift_jis" else "INBOX", message, box.usual_flags(when), raw)


def add_odd_ones(box):
    person = texts.PEOPLE[6]
    subject = ("A subject that goes on and on, because its writer wanted to say everything at once and then remembered the boats, the "
               "weather, the two benches and the question of who brings the ladder on Saturday morning at half past seven")
    box.keep("INBOX", box.compose(person, subject, "See above.", when=box.ago(2)), ["\\Seen"])
    empty = box.compose(person, "", "", when=box.ago(3))
    del empty["Subject"]
    box.keep("INBOX", empty, ["\\Seen"])
    box.keep("INBOX", box.compose(person, "Call me", "", when=box.ago(1)), [])
    flowed = box.compose(person, "About the walls", None, when=box.ago(2))
    flowed.set_content("This paragraph was written with format=flowed, so it fits every window, \nbe it as narrow as a telephone or as wide as "
                       "a desk, and \nwraps where there is room.\n\n> And this was quoted, \n> as one paragraph.\n\n-- \nIngrid\n")
    flowed.set_param("format", "flowed")
    box.keep("INBOX", flowed, [])
    wide = "https://harbour.example/survey/" + "very-long-path/" * 12 + "?page=1"
    box.keep("INBOX", box.compose(person, "The link", f"Here it is:\n\n{wide}\n", when=box.ago(4)), ["\\Seen"])
    forwarded = box.compose(texts.PEOPLE[8], "Fwd: Contract for the hall", "For your files.", when=box.ago(2))
    inner = box.compose(texts.PEOPLE[1], "Contract for the hall", "The contract is attached.", when=box.ago(5))
    part = MIMEPart(policy=WIRE)
    part.set_content(inner)
    forwarded.make_mixed()
    forwarded.attach(part)
    box.keep("INBOX", forwarded, ["\\Seen"])


def add_everyday(box):
    for round_number in range(7):
        for number, (subject, text) in enumerate(texts.SHORT):
            person = box.random.choice(texts.PEOPLE)
            when = box.ago(box.random.random() * 20 + round_number * 40)
            folder = "INBOX" if round_number < 3 else box.random.choice(["Archive", "Archive", "Work", "Family", "Reisepläne"])
            message = box.compose(person, subject, f"Hello Robin,\n\n{text}{signature(person)}", when=when)
            if number % 5 == 0:
                message["Cc"] = email.utils.formataddr(texts.ANNA)
            box.keep(folder, message, box.usual_flags(when))
    for folder, count in (("Work/Contracts", 6), ("Путешествия", 5), ("Trash", 8)):
        for subject, text in box.random.sample(texts.SHORT, count):
            box.keep(folder, box.compose(box.random.choice(texts.PEOPLE), subject, text, when=box.ago(30)), ["\\Seen"])
    for number in range(5):
        text = "Dear friend, you are our winner number %d. Send us your details today and receive a boat." % (4000 + number)
        box.keep("Junk", box.compose(("Prize Office", f"winner{number}@prizes.example"), "You have WON a boat!!!", text, when=box.ago(number)), [])
    draft = box.compose(texts.ME, "Ideas for the garden", "Roses along the wall, and", to=[texts.ANNA], when=box.ago(1))
    box.keep("Drafts", draft, ["\\Draft", "\\Seen"])


def upload(servers, messages):
    context = ssl.create_default_context(cafile=servers["ca"])
    client = imaplib.IMAP4_SSL(servers["host"], servers["ports"]["imaps"], ssl_context=context)
    client.login(servers["users"][0]["user"], servers["users"][0]["password"])
    for folder in texts.FOLDERS:
        name = f'"{modified_utf7(folder)}"'
        client.create(name)
        client.subscribe(name)
    for when, folder, flags, raw in sorted(messages, key=lambda entry: entry[0]):
        status, answer = client.append(f'"{modified_utf7(folder)}"', f"({flags})", when.astimezone(UTC), raw)
        if status != "OK":
            sys.exit(f"sample_mail.py: {folder}: {answer}")
    client.logout()


def build(now):
    box = Mailbox(now)
    for number, (folder, subject, turns) in enumerate(texts.CONVERSATIONS):
        add_conversation(box, folder, subject, turns, 3 + number * 2)
    folder, subject, turns = texts.LONG_THREAD
    add_conversation(box, folder, subject, turns * 4, 45)
    add_newsletters(box)
    add_attachments(box)
    add_scripts(box)
    add_odd_ones(box)
    add_everyday(box)
    return box.messages


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("servers")
    parser.add_argument("--now", help="the present, for pictures that shall look the same tomorrow")
    arguments = parser.parse_args()
    now = datetime.datetime.fromisoformat(arguments.now).replace(tzinfo=UTC) if arguments.now else datetime.datetime.now(UTC)
    messages = build(now.replace(microsecond=0))
    upload(json.loads(Path(arguments.servers).read_text()), messages)
    print(f"{len(messages)} messages in {len({folder for _, folder, _, _ in messages})} folders")


if __name__ == "__main__":
    main()
