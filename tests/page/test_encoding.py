"""Bytes are read in the encoding a browser would pick."""

from __future__ import annotations

import base64
import codecs
import json
import time
from pathlib import Path

import pytest

from checker.page.encoding import decode, encoding_for

RUSSIAN = (
    "Купить лекарства в аптеке: доставка по всей России, оплата при получении, гарантия качества."
)
JAPANESE = "お薬の購入はこちらから。処方箋なしで海外から個人輸入できます。お届けまでに一週間ほどかかります。"
CHINESE = "在线购买药品，不需要处方。我们的药品是从国外直接发货的，您可以在家里收到。有问题请联系客服人员。"
TAIWANESE = "線上購買藥品，不需要處方。我們的藥品是從國外直接發貨的，您可以在家裡收到。有問題請聯繫客服人員。"
KOREAN = "약을 처방전 없이 구입하실 수 있습니다. 저희는 해외에서 직접 배송하는 온라인 약국입니다."
GREEK = "Αγορά φαρμάκων από το ηλεκτρονικό φαρμακείο, χωρίς συνταγή και με παράδοση στο σπίτι σας."
FRENCH = "Acheter des médicaments en ligne, livraison à domicile, été comme hiver, déjà payé."


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("utf8", "utf-8"),
        (" ISO-8859-1\n", "windows-1252"),
        ("us-ascii", "windows-1252"),
        ("gb2312", "gbk"),
        ("x-sjis", "shift_jis"),
        ("iso-8859-9", "windows-1254"),
        ("hz-gb-2312", "replacement"),
        ("utf-16", "utf-16le"),
        ("utf-7", None),
        ("martian", None),
        ("", None),
        ("\u212aoi8-r", None),  # the Kelvin sign is no k
    ],
)
def test_labels(label: str, name: str | None) -> None:
    assert encoding_for(label) == name


@pytest.mark.parametrize(
    ("body", "content_type", "text", "name"),
    [
        pytest.param(
            codecs.BOM_UTF8 + b"\xc3\xa9",
            "text/html; charset=latin1",
            "é",
            "utf-8",
            id="mark beats header",
        ),
        pytest.param("é".encode("utf-16"), None, "é", "utf-16le", id="utf-16 with mark"),
        pytest.param(
            "é".encode("utf-16-be"),
            "text/html;charset=UTF-16BE",
            "é",
            "utf-16be",
            id="utf-16 by header",
        ),
        pytest.param(
            '<meta charset="utf-8">é'.encode(),
            "text/html; charset=iso-8859-1",
            '<meta charset="utf-8">Ã©',
            "windows-1252",
            id="header beats meta",
        ),
        pytest.param(
            b"+ADw-b+AD4-",
            "text/html; charset=utf-7",
            "+ADw-b+AD4-",
            "windows-1252",
            id="utf-7 is none",
        ),
        pytest.param(
            b"\x93x\x81", "text/html; charset=martian", "“x\x81", "windows-1252", id="unknown label"
        ),
        pytest.param(b"x", "text/html; charset=", "x", "windows-1252", id="empty label"),
        pytest.param(
            b"x", "text/html; charset=\"utf-8'", "x", "windows-1252", id="quotes that do not match"
        ),
        pytest.param(
            b"\xc0\xbc\xe2\x82",
            "text/html; charset=utf-8",
            "��\ufffd",
            "utf-8",
            id="overlong, truncated",
        ),
        pytest.param(b"\xed\xa0\x80", "text/html; charset=utf-8", "���", "utf-8", id="surrogate"),
        pytest.param(
            b"\x00\xd8x\x00", "text/html; charset=utf-16le", "�x", "utf-16le", id="lone surrogate"
        ),
        pytest.param(b"x", "text/html; charset=iso-2022-kr", "�", "replacement", id="replacement"),
        pytest.param(
            b'\x1b$B%"\x1b(B<b>',
            "text/html;charset=iso-2022-jp",
            "ア<b>",
            "iso-2022-jp",
            id="iso-2022-jp",
        ),
        pytest.param(
            b"<meta charset=utf-16le>\xc3\xa9",
            None,
            "<meta charset=utf-16le>é",
            "utf-8",
            id="no utf-16 meta",
        ),
        pytest.param(
            b"\x80",
            "text/html; charset=x-user-defined",
            "\uf780",
            "x-user-defined",
            id="x-user-defined",
        ),
        pytest.param(b"", None, "", "windows-1252", id="nothing"),
    ],
)
def test_decode(body: bytes, content_type: str | None, text: str, name: str) -> None:
    decoded, encoding = decode(body, content_type)
    assert (decoded, encoding) == (text, name)
    decoded.encode("utf-8")  # can be stored and printed


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN, "utf-16-le", "utf-16le"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (CHINESE, "gb18030", "gb18030"),
        (TAIWANESE, "big5", "big5"),
        (KOREAN, "cp949", "euc-kr"),
        (GREEK, "cp1253", "windows-1253"),
        (FRENCH, "cp1252", "windows-1252"),
        (FRENCH, "utf-8", "utf-8"),
    ],
)
def test_undeclared_pages_are_guessed(text: str, codec: str, name: str) -> None:
    page = f"<html><body><p>{text}</p><p>{text}</p></body></html>"
    decoded, encoding = decode(page.encode(codec), "text/html")
    assert encoding == name
    assert decoded == page


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"<meta charset=koi8-r>", "koi8-r"),
        (b"<!-- <meta charset=koi8-r> -->", "windows-1252"),
        (b"<p title='<meta charset=koi8-r>'>", "windows-1252"),
        (
            b"<script>'<meta charset=koi8-r>'</script>" + b" " * 1024,
            "koi8-r",
        ),  # the prescan knows no scripts
        (b" " * 1024 + b"<script>'<meta charset=koi8-r>'</script>", "windows-1252"),
        (b" " * 5000 + b"<meta charset=koi8-r>", "koi8-r"),
        (b'<meta http-equiv=content-type content="text/html; charset=koi8-r">', "koi8-r"),
        (b'<meta name=x content="text/html; charset=koi8-r">', "windows-1252"),
        (b"<?xml version='1.0' encoding='koi8-r'?>", "koi8-r"),
        (b"<meta charset=martian><meta charset=koi8-r>", "koi8-r"),
    ],
)
def test_declarations(start: bytes, name: str) -> None:
    assert decode(start + b"<p>text", None)[1] == name


def test_as_a_browser(fixtures_dir: Path) -> None:
    lines = (fixtures_dir / "encoding_sniffing.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    wrong = []
    for row in rows:
        charset = row["transport_charset"]
        content_type = f"text/html; charset={charset}" if charset else None
        picked = decode(base64.b64decode(row["data_b64"]), content_type)[1]
        if picked != row["expected_encoding"]:
            wrong.append((row["id"], row["expected_encoding"], picked))
    assert wrong == []


@pytest.mark.parametrize(
    "piece",
    [
        b"<meta ",
        b"<script",
        b"<!--",
        b"<meta charset='",
        b"\xff\xfe<",
        b'<a b="',
        b"\0",
        b"charset=",
    ],
)
def test_time_is_linear(piece: bytes) -> None:
    body = b"x" + piece * (2 * 1024 * 1024 // len(piece))
    begin = time.process_time()
    decode(body, None)
    assert time.process_time() - begin < 0.5
