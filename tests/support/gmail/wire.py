# SPDX-License-Identifier: GPL-3.0-or-later
"""IMAP on the wire: modified UTF-7, tokens of a command, and the answers that describe a message."""
import base64
import email
import email.utils
import time

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class Garbled(Exception):
    """BAD Could not parse command."""


def to_utf7(text):
    out, pending = [], []

    def flush():
        if pending:
            coded = base64.b64encode("".join(pending).encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
            out.append("&" + coded + "-")
            pending.clear()

    for char in text:
        if 0x20 <= ord(char) <= 0x7E:
            flush()
            out.append("&-" if char == "&" else char)
        else:
            pending.append(char)
    flush()
    return "".join(out)


def from_utf7(text):
    out, i = [], 0
    while i < len(text):
        if text[i] != "&":
            out.append(text[i])
            i += 1
            continue
        end = text.index("-", i)
        coded = text[i + 1:end].replace(",", "/")
        out.append("&" if not coded else base64.b64decode(coded + "=" * (-len(coded) % 4)).decode("utf-16-be"))
        i = end + 1
    return "".join(out)


class Text(str):
    """A quoted string or literal, which is no atom."""


def tokens(line, literals):
    """Atoms, Texts and lists of a command line; `literals` in order of their {n} marks. A blank too much is BAD, as on Gmail."""
    stack, i, literals = [[]], 0, list(literals)
    previous_blank = True
    while i < len(line):
        char = line[i]
        if char == " ":
            if previous_blank or i + 1 == len(line):
                raise Garbled
            previous_blank = True
            i += 1
            continue
        previous_blank = False
        if char == "(":
            stack.append([])
            i += 1
        elif char == ")":
            done = stack.pop()
            if not stack:
                raise Garbled
            stack[-1].append(done)
            i += 1
        elif char == '"':
            i, text = _quoted(line, i + 1)
            stack[-1].append(Text(text))
        elif char == "{":
            end = line.index("}", i)
            stack[-1].append(Text(literals.pop(0).decode("utf-8", "surrogateescape")))
            i = end + 1
        else:
            i, atom = _atom(line, i)
            stack[-1].append(atom)
    if len(stack) != 1:
        raise Garbled
    return stack[0]


def _quoted(line, i):
    out = []
    while i < len(line):
        if line[i] == '"':
            return i + 1, "".join(out)
        if line[i] == "\\":
            i += 1
            if i == len(line) or line[i] not in '"\\':
                raise Garbled
        elif ord(line[i]) > 126:
            raise Garbled  # no UTF-8 in quoted strings before ENABLE UTF8=ACCEPT
        out.append(line[i])
        i += 1
    raise Garbled


def _atom(line, i):
    start, depth = i, 0
    while i < len(line):
        char = line[i]
        if char == "[":
            depth += 1
        elif char == "]":
            depth -= 1
        elif depth <= 0 and char in ' ()"{':
            break
        i += 1
    return i, line[start:i]


def quote(text):
    if text is None:
        return "NIL"
    if any(ord(c) > 126 or c in "\r\n" or ord(c) < 32 for c in text):
        raw = text.encode("utf-8", "surrogateescape")
        return "{%d}\r\n%s" % (len(raw), text)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def label_on_wire(label, variant):
    """Bare or quoted system labels, atoms with an unquoted "]", quoted strings, literals: Gmail sends them all."""
    coded = to_utf7(label)
    if label.startswith("\\"):
        return coded if variant % 2 else quote(coded)
    if variant % 3 == 0 and coded and all(c.isalnum() or c in "-_&+,]" for c in coded):
        return coded
    if variant % 5 == 4:
        return "{%d}\r\n%s" % (len(coded), coded)
    return quote(coded)


def internal_date(seconds):
    t = time.gmtime(seconds)
    return '"%02d-%s-%d %02d:%02d:%02d +0000"' % (t.tm_mday, MONTHS[t.tm_mon - 1], t.tm_year, t.tm_hour, t.tm_min, t.tm_sec)


def _addresses(message, field):
    found = email.utils.getaddresses([str(value) for value in message.get_all(field, [])])
    if not found:
        return "NIL"
    parts = []
    for name, address in found:
        mailbox, _, host = address.rpartition("@")
        parts.append("(%s NIL %s %s)" % (quote(name or None), quote(mailbox), quote(host)))
    return "(" + "".join(parts) + ")"


def envelope(raw):
    message = email.message_from_bytes(raw)
    sender = _addresses(message, "From")

    def field(name):
        value = message.get(name)
        return quote(str(value).replace("\r\n", "").replace("\n", "") if value is not None else None)

    reply_to = _addresses(message, "Reply-To")
    return "(%s %s %s %s %s %s %s %s %s %s)" % (
        field("Date"), field("Subject"), sender, sender, sender if reply_to == "NIL" else reply_to, _addresses(message, "To"),
        _addresses(message, "Cc"), _addresses(message, "Bcc"), field("In-Reply-To"), field("Message-ID"))


def body_structure(raw):
    return _structure(email.message_from_bytes(raw))


def _parameters(pairs):
    pairs = [(k, v if isinstance(v, str) else v[2]) for k, v in pairs or [] if v]
    return "(" + " ".join(quote(k.upper()) + " " + quote(v) for k, v in pairs) + ")" if pairs else "NIL"


def _structure(part):
    if part.is_multipart() and part.get_content_maintype() == "multipart":
        children = "".join(_structure(child) for child in part.get_payload())
        return "(%s %s %s NIL NIL)" % (children, quote(part.get_content_subtype().upper()), _parameters(part.get_params([])[1:]))
    body = part.get_payload() if isinstance(part.get_payload(), str) else ""
    # A base64 message/rfc822 and a plain one are both told without envelope and body.
    lines = " %d" % body.count("\n") if part.get_content_maintype() == "text" else ""
    disposition = part.get_content_disposition()
    told = "(%s %s)" % (quote(disposition.upper()), _parameters([("FILENAME", part.get_filename())])) if disposition else "NIL"
    return "(%s %s %s NIL NIL %s %d%s NIL %s NIL)" % (
        quote(part.get_content_maintype().upper()), quote(part.get_content_subtype().upper()), _parameters(part.get_params([])[1:]),
        quote(str(part.get("Content-Transfer-Encoding", "7BIT")).upper()), len(body), lines, told)


def header_fields(raw, names):
    head = raw.split(b"\r\n\r\n")[0].split(b"\r\n")
    out, take = [], False
    for line in head:
        if line[:1] not in (b" ", b"\t"):
            take = line.split(b":")[0].decode("latin-1").lower() in names
        if take:
            out.append(line)
    return b"".join(line + b"\r\n" for line in out) + b"\r\n"


def parse_set(text, highest):
    if isinstance(text, (Text, list)):
        raise Garbled  # Gmail takes no quoted sets
    ranges = []
    for piece in text.split(","):
        first, _, last = piece.partition(":")
        bounds = [highest if bound == "*" else int(bound) for bound in (first, last or first)]
        ranges.append((min(bounds), max(bounds)))
    return ranges


def number_set(numbers):
    out, numbers = [], sorted(numbers)
    for number in numbers:
        if out and out[-1][1] == number - 1:
            out[-1][1] = number
        else:
            out.append([number, number])
    return ",".join(str(a) if a == b else f"{a}:{b}" for a, b in out)
