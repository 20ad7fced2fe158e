# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail for the benches: the same bytes for the same number, made fast."""
import random

NAMES = ("Anna Berger", "Jürgen Groß", "Łukasz Wójcik", "Mary Smith", "Chen Wei", "Olga Petrova", "Support Team", "No Reply")
WORDS = ("invoice order meeting draft budget report holiday plan review release question answer contract delivery ticket weekly "
         "summary update project customer server backup account password printer garden kitchen train concert dinner").split()


def _pool(seed, size):
    """Text that looks like text: lines of words."""
    chance = random.Random(seed)
    lines, total = [], 0
    while total < size:
        line = " ".join(chance.choice(WORDS) for _ in range(chance.randrange(6, 12)))
        lines.append(line)
        total += len(line) + 2
    return ("\r\n".join(lines) + "\r\n").encode()


def _base64_pool(seed, size):
    chance = random.Random(seed)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    line = lambda: "".join(chance.choices(alphabet, k=76))  # noqa: E731
    return ("\r\n".join(line() for _ in range(size // 78)) + "\r\n").encode()


_text = _pool(1, 400_000)
_base64 = _base64_pool(2, 400_000)
_START = 1_700_000_000


def _encoded(name):
    if name.isascii():
        return name
    return "=?utf-8?Q?" + "".join(chr(b) if chr(b).isalnum() and b < 128 else f"={b:02X}" for b in name.encode()) + "?="


def _cut(pool, number, size):
    start = (number * 7919) % (len(pool) - 100_000)
    start = pool.find(b"\r\n", start) + 2
    end = pool.find(b"\r\n", start + size) + 2
    return pool[start:end]


def message(number):
    """About 9 KB on average: three quarters plain text, some HTML alternatives, some attachments."""
    chance = random.Random(number)
    sender = chance.choice(NAMES)
    subject = " ".join(chance.choice(WORDS) for _ in range(4)).capitalize()
    if number % 9 == 0:
        subject = f"=?utf-8?Q?{subject.replace(' ', '_')}_f=C3=BCr_dich?="
    time = _START + number * 600
    seconds, minutes, hours = time % 60, time // 60 % 60, time // 3600 % 24
    head = (f"Return-Path: <sender{number % 97}@bench.example>\r\n"
            f"Received: from mx{number % 7}.bench.example by mail.fulmar.example with ESMTPS id {number:08x}\r\n"
            f"\tfor <demo@fulmar.example>; Tue, 14 Nov 2023 {hours:02}:{minutes:02}:{seconds:02} +0000\r\n"
            f"From: {_encoded(sender)} <sender{number % 97}@bench.example>\r\nTo: Demo <demo@fulmar.example>\r\n"
            f"Subject: {subject}\r\nDate: Tue, 14 Nov 2023 {hours:02}:{minutes:02}:{seconds:02} +0000\r\n"
            f"Message-ID: <bench-{number}@bench.example>\r\nMIME-Version: 1.0\r\n")
    if number % 3 == 0 and number > 3:
        head += f"In-Reply-To: <bench-{number - 3}@bench.example>\r\nReferences: <bench-{number - 3}@bench.example>\r\n"
    kind = number % 20
    if kind == 0:
        return _with_attachment(head, number)
    if kind % 4 == 1:
        return _alternative(head, number)
    size = chance.randrange(400, 6000)
    return head.encode() + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + _cut(_text, number, size)


def _alternative(head, number):
    text = _cut(_text, number, 1500)
    html = b"<html><body><p>" + _cut(_text, number + 1, 9000).replace(b"\r\n", b"</p>\r\n<p>") + b"</p></body></html>\r\n"
    return (head.encode() + b"Content-Type: multipart/alternative; boundary=\"alt\"\r\n\r\n--alt\r\nContent-Type: text/plain; "
            b"charset=utf-8\r\n\r\n" + text + b"\r\n--alt\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html
            + b"\r\n--alt--\r\n")


def _with_attachment(head, number):
    return (head.encode() + b"Content-Type: multipart/mixed; boundary=\"mix\"\r\n\r\n--mix\r\nContent-Type: text/plain; "
            b"charset=utf-8\r\n\r\n" + _cut(_text, number, 1200) + b"\r\n--mix\r\nContent-Type: application/pdf; "
            b"name=\"report.pdf\"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; "
            b"filename=\"report.pdf\"\r\n\r\n" + _cut(_base64, number, 70_000) + b"\r\n--mix--\r\n")


def internal_date(number):
    """Seconds since 1970 of the delivery."""
    return _START + number * 600
