"""Lists as authorities publish them, written by ourselves: invented shops under real endings.

No authority's file is copied. Each sample has the habits of its kind: titles above the table,
addresses only behind links, dates of the country, old code pages, addresses of others between.
"""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

CSV = (
    "Liste over apoteker med onlinehandel;;;\n"
    "Navn;Hjemmeside;Dato;Nummer\n"
    "Første Opfundne Apotek;https://www.foerste-opfundne-apotek.dk/;01-03-2024;A1\n"
    "Andet Opfundne Apotek;andet-opfundne-apotek.dk, shop.tredje-opfundne.dk;2.4.2025;A2\n"
    "Uden net;;3.4.2025;A3\n"
).encode("cp1252")

JSON = json.dumps(
    {
        "total": 3,
        "content": [
            {
                "name": "Apteka Zmyślona",
                "id": 11,
                "contact": {"stronaWWW": "www.apteka-zmyslona.pl"},
            },
            {
                "name": "Druga Zmyślona",
                "id": 12,
                "contact": {"stronaWWW": "https://druga-zmyslona.pl"},
            },
            {"name": "Bez strony", "id": 13, "contact": {"stronaWWW": None}},
        ],
        "links": [{"rel": "self"}, {"rel": "next"}],
    }
).encode()

HTML = b"""<!doctype html><html lang="nl"><title>Aanbieders</title>
<table><tr><td>menu<td><a href="/">start</a></table>
<script>document.write("<table><tr><td>www.from-a-script.nl</table>")</script>
<h1>Lijst</h1>
<table><thead><tr><th>Naam</th><th>Details</th><th>Website</th></tr></thead>
<tr><td>Verzonnen Apotheek<td><a href="https://www.aanbiedersmedicijnen.nl/aanbieders/1">meer</a>
    <td><a href="https://www.verzonnen-apotheek.nl/">naar de site</a>
<tr><td>Tweede Verzonnen<td><a href="https://www.aanbiedersmedicijnen.nl/aanbieders/2">meer</a>
    <td>tweede-verzonnen.nl (en <a href="http://winkel.tweede-verzonnen.nl">winkel</a>)
<tr><td>Post Alleen<td>-<td>info@post-alleen.nl
</table>"""

HTML_ITEMS = b"""<ul><li>Home</li><li><a href="https://one-invented.se/">One</a></li>
<li>Two: www.two-invented.se</li></ul>"""

PDF_LINES = (
    "Versandhandels-Register, Stand 01.11.2026",
    "Erfundene Apotheke Musterstadt www.erfundene-apotheke-musterstadt.de DE",
    "Sehr Lange Apotheke www.sehr-lange-erfundene-",
    "apotheke.de DE",
    "Dr.med. Beispiel, Str.Nr. 5, Tel. 030.123 mail@beispiel-erfunden.de",
    "Zweite Apotheke https://zweite-erfundene.de/shop DE",
)

WARNINGS = (
    b"Domain,Date listed,Removed\n"
    b"invented-pills.com,2026-03-01,\n"
    b"gone-pills.com,2025-01-05,2026-02-01\n"
    b"unclear-pills.com,2025-01-05,soon\n"
)

SHARED = (
    b"name,website\n"
    b"A,https://farmacie.invented-platform.be/a\n"
    b"B,https://farmacie.invented-platform.be/b\n"
    b"C,https://farmacie.invented-platform.be/c\n"
    b"D,https://www.facebook.com/apotheek.d\n"
    b"E,https://own-invented.be/nl\n"
)


def pdf(lines: tuple[str, ...] = PDF_LINES) -> bytes:
    """A PDF of one page, as small as the format allows."""
    shown = b"\n".join(
        b"(%s) Tj T*" % line.encode("latin-1").replace(b"(", b"\\(").replace(b")", b"\\)")
        for line in lines
    )
    stream = b"BT /F1 10 Tf 12 TL 40 780 Td\n" + shown + b"\nET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, len(out))
    )


def zipped(name: str, data: bytes) -> bytes:
    """A ZIP archive of one file and a note beside it."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("liesmich.md", "x" * 5)
        archive.writestr(name, data)
    return packed.getvalue()
