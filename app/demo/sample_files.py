# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachments made on the spot: small pictures, documents and archives that real programs open."""
import functools
import io
import struct
import zipfile
import zlib


@functools.lru_cache
def png(width, height, colour):
    """A picture: a soft gradient of one colour over a horizon."""
    rows = bytearray()
    horizon = height * 2 // 3
    for y in range(height):
        rows.append(0)
        for x in range(width):
            light = 1.0 - 0.5 * y / height + 0.15 * x / width if y < horizon else 0.45 + 0.2 * ((x // 9 + y // 4) % 2)
            rows += bytes(min(255, int(part * light)) for part in colour)

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b""))


def pdf(lines):
    """One page of text."""
    shown = "".join(f"({line.replace('(', '[').replace(')', ']')}) Tj 0 -18 Td " for line in lines)
    content = f"BT /F1 12 Tf 72 760 Td {shown}ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def archive(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in files.items():
            target.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 12, 0, 0)), body)
    return out.getvalue()


def calendar(summary, place, when):
    stamp = when.strftime("%Y%m%dT%H%M%SZ")
    return "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fulmar//Sample//EN", "METHOD:REQUEST", "BEGIN:VEVENT", f"UID:{stamp}@harbour.example",
        f"DTSTAMP:{stamp}", f"DTSTART:{stamp}", "DURATION:PT1H", f"SUMMARY:{summary}", f"LOCATION:{place}",
        "ORGANIZER:mailto:mira.okafor@harbour.example", "ATTENDEE:mailto:demo@fulmar.example", "END:VEVENT", "END:VCALENDAR", ""])
