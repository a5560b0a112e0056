"""Every line of the input is an address, a saved page, nothing at all, or refused by number and reason."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from checker import lines as reading
from checker.errors import EvidenceUnreadable, InputRefused
from checker.judging import UnusableRowError
from checker.lines import Line
from checker.sweep.folder import Folder
from checker.sweep.intake import Chunk, Position, chunks, read_entry

PAGE = {"id": "a", "url": "https://shop.example/", "html": "<p>Pills"}


def row(**values: object) -> bytes:
    return json.dumps(values).encode()


@pytest.mark.parametrize(
    ("line", "host"),
    [
        pytest.param(b"shop.example\n", "shop.example", id="bare"),
        pytest.param(
            b"hxxps://www[.]Shop.example/pills?q=1\r\n", "www.shop.example", id="defanged"
        ),
        pytest.param(
            "rezept-frei.münchen.de".encode(), "rezept-frei.xn--mnchen-3ya.de", id="unicode"
        ),
        pytest.param(b"shop.example # seen in a mail", "shop.example", id="note"),
        pytest.param(b"shop.example,GB,2026", "shop.example", id="table"),
        pytest.param(b"1,shop.example", "shop.example", id="ranked"),
        pytest.param(b'"shop.example";"a ""quoted"" cell"', "shop.example", id="quoted"),
        pytest.param(b"17\tshop.example\tx", "shop.example", id="tabs"),
        pytest.param(b"https://shop.example/a,b", "shop.example", id="comma_in_the_address"),
        pytest.param(row(url="shop.example"), "shop.example", id="object"),
        pytest.param(row(url="shop.example", html=None), "shop.example", id="object_without_page"),
        pytest.param(b"  " + row(url="shop.example"), "shop.example", id="indented_object"),
    ],
)
def test_an_address(line: bytes, host: str) -> None:
    entry = read_entry(Line(7, 0, line))
    assert entry is not None
    assert (entry.line, entry.key, entry.length) == (7, f"host {host}", 0)
    assert entry.target is not None
    assert entry.target.host == host


@pytest.mark.parametrize(
    ("number", "line"),
    [
        pytest.param(9, b"# a comment", id="comment"),
        pytest.param(1, b"\xef\xbb\xbfdomain,country\n", id="heading_behind_a_mark"),
        pytest.param(1, b"URL", id="heading"),
        pytest.param(1, b"rank;host", id="heading_second"),
    ],
)
def test_nothing(number: int, line: bytes) -> None:
    assert read_entry(Line(number, 0, line)) is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param(b"domain", "words", id="heading_too_late"),
        pytest.param(b"buy pills, here and now", "words", id="words"),
        pytest.param(b"someone@shop.example", "email", id="mail"),
        pytest.param(b"192.168.0.1", "ip_address", id="private_network"),
        pytest.param(b"a,b,c,d,shop.example", "words", id="address_in_a_far_cell"),
        pytest.param(b"shop.example\0", "not_text", id="nul"),
        pytest.param(b"sh\xffp.example", "not_text", id="latin_1"),
        pytest.param(b"\x89PNG\r\x1a\n", "not_text", id="binary"),
        pytest.param(b"x" * 70_000, "too_long", id="long_text"),
        pytest.param("too_long", "too_long", id="skipped"),
        pytest.param("damaged", "damaged", id="damaged"),
        pytest.param(b"{", "not_json", id="not_json"),
        pytest.param(b'{"a":' * 50_000, "not_json", id="deep"),
        pytest.param(row(html=7), "not_a_row", id="page_that_is_a_number"),
        pytest.param(row(id=1), "empty", id="object_that_asks_nothing"),
        pytest.param(row(url="ftp://shop.example/"), "scheme", id="object_with_another_scheme"),
    ],
)
def test_a_line_that_cannot_be_used(line: bytes | str, reason: str) -> None:
    with pytest.raises(UnusableRowError) as refused:
        read_entry(Line(2, 0, line))
    assert refused.value.reason == reason
    assert refused.value.told.text()


@pytest.mark.parametrize("row_id", ["x", 7, None, 1.5])
def test_a_saved_page_stands_where_it_stands(row_id: object, tmp_path: Path) -> None:
    """Behind a mark of the encoding, an empty line and an address."""
    page = row(**{**PAGE, "id": row_id}) + b"\n"
    file = tmp_path / "pages"
    file.write_bytes(b"\xef\xbb\xbf" + page + b"\nshop.example\n" + page.rstrip())
    first, address, second = read_all(file).entries
    data = file.read_bytes()
    for entry in (first, second):
        assert json.loads(data[entry.start : entry.start + entry.length])["id"] == row_id
        assert json.loads(entry.tag) == row_id
    assert (first.line, address.line, second.line) == (1, 3, 4)
    assert first.key == second.key != address.key


def test_pages_that_differ_are_two(tmp_path: Path) -> None:
    file = tmp_path / "pages"
    file.write_bytes(row(**PAGE) + b"\n" + row(**{**PAGE, "html": "<p>pills"}))
    first, second = read_all(file).entries
    assert first.key != second.key


def read_all(file: Path, **more: Any) -> Chunk:
    (chunk,) = chunks(file, Position(), **more)
    return chunk


def test_reading_goes_on_where_it_was_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.sweep.intake.CHUNK_LINES", 3)
    monkeypatch.setattr(reading, "MAX_LINE", 200)
    file = tmp_path / "sites"
    hosts = [f"shop-{number}.example" for number in range(10)]
    file.write_bytes(
        b"\n\n".join(host.encode() for host in hosts) + b"\n" + b"y" * 900 + b"\nend.example"
    )
    whole = list(chunks(file, Position()))
    for number, chunk in enumerate(whole):
        rest = list(chunks(file, chunk.begin))
        assert rest == whole[number:]
        assert chunk.begin == (whole[number - 1].end if number else Position())
    found = [entry.target.host for c in whole for entry in c.entries if entry.target]
    assert found == [*hosts, "end.example"]
    assert [(r.line, r.reason) for c in whole for r in c.refused] == [(20, "too_long")]


def test_a_chunk_is_bounded_by_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.sweep.intake.CHUNK_BYTES", 1000)
    file = tmp_path / "pages"
    file.write_bytes(
        b"".join(row(**{**PAGE, "id": n, "html": "x" * 700}) + b"\n" for n in range(6))
    )
    assert [len(chunk.entries) for chunk in chunks(file, Position())] == [2, 2, 2]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_refused_whole(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "sites"
    file.write_bytes("\ufeffshop.example\n".encode(encoding))
    with pytest.raises(InputRefused) as refused:
        read_all(file)
    assert refused.value.reason == "encoding"


# Files that are copied first


@pytest.mark.parametrize("cut", [0, 200], ids=["whole", "cut"])
def test_a_packed_file_is_read_as_far_as_it_goes(cut: int, tmp_path: Path) -> None:
    import random  # noqa: PLC0415 - only here

    noise = random.Random(1)
    rows = [row(**{**PAGE, "id": n, "html": noise.randbytes(3000).hex()}) for n in range(20)]
    packed = gzip.compress(b"\n".join(rows))
    (tmp_path / "sites.gz").write_bytes(packed[: len(packed) - cut * 100])
    with Folder(tmp_path / "out") as folder:
        source = folder.source(str(tmp_path / "sites.gz"))
        assert source.cut is bool(cut)
        found = list(chunks(source.path, Position(), cut=source.cut))
        assert folder.source("-") == source, "the copy is taken again"
    entries = [entry.tag for chunk in found for entry in chunk.entries]
    refused = [line.reason for chunk in found for line in chunk.refused]
    assert entries == [str(n) for n in range(len(entries))]
    assert (len(entries) == 20, refused) == (
        (False, ["not_json", "damaged"]) if cut else (True, [])
    )


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with Folder(tmp_path / "out") as folder, pytest.raises(EvidenceUnreadable):
        folder.source(str(tmp_path / "none"))
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".lock"]


def test_one_sweep_in_one_directory(tmp_path: Path) -> None:
    with Folder(tmp_path), pytest.raises(InputRefused) as refused, Folder(tmp_path):
        pass
    assert refused.value.reason == "busy"
    with Folder(tmp_path):
        pass


def test_a_large_file_in_bounded_memory(tmp_path: Path) -> None:
    """Addresses, binary rubbish and one line of fifty megabytes."""
    file = tmp_path / "sites"
    with file.open("wb") as out:
        out.write(b"z" * 50_000_000 + b"\n")
        for number in range(5_000):
            out.write(b"shop-%d.example,%s\n" % (number, b"x" * 200))
            if number % 100 == 0:
                out.write(bytes(range(256)) * 8 + b"\n")
    tracemalloc.start()
    entries = refused = 0
    for chunk in chunks(file, Position()):
        entries += len(chunk.entries)
        refused += len(chunk.refused)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert entries == 5_000
    assert refused > 50
    assert peak < 48_000_000, "the long line was held whole"
