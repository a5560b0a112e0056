"""Renewing a list: from a file or over the guarded way out, whole or not at all."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from checker.cli import main
from checker.registers import Worth, answer, look_up, reload
from checker.registers.catalogue import catalogue
from checker.registers.coverage import today
from checker.registers.snapshot import encode, make_entry
from checker.registers.update import UpdateRefused, Wanted, fetched, list_named_by, update
from tests.certificates import DAY, NOW, Identity, authority, issue, server_context
from tests.loopback import Pages, Reply, Server, World, redirect
from tests.registers import samples

TODAY = date(2026, 11, 24)
DENMARK = catalogue()["dk_dkma"]
CA = authority()
URL = "https://lists.com/liste.csv"


def shops(count: int, prefix: str = "opfundet") -> bytes:
    return b"Hjemmeside\n" + b"".join(
        b"www.%s-%d.dk\n" % (prefix.encode(), n) for n in range(count)
    )


def found(domain: str) -> bool:
    return bool(look_up(domain, domain))


def test_a_list_is_replaced_and_used_at_once(place: Path) -> None:
    done = update(DENMARK, samples.CSV, snapshot=TODAY, today=TODAY)
    assert (done.entries, done.before, done.rows) == (3, 0, 3)
    assert done.left_out == {"no_address": 1}
    told = answer("foerste-opfundne-apotek.dk", "foerste-opfundne-apotek.dk", TODAY)
    assert [entry.worth for entry in told.entries] == [Worth.CURRENT]
    assert told.can_be_verified


@pytest.mark.parametrize(
    ("data", "day", "wanted", "reason"),
    [
        pytest.param(b"", TODAY, Wanted(), "empty", id="empty"),
        pytest.param(b"<html>Sorry", TODAY, Wanted(), "no_table", id="a page of excuses"),
        pytest.param(b"name\nA\nB\n", TODAY, Wanted(), "no_column", id="no addresses"),
        pytest.param(shops(10), TODAY, Wanted(column="Web"), "no_column", id="no such column"),
        pytest.param(shops(10), None, Wanted(), "no_date", id="no date"),
        pytest.param(shops(10), date(2026, 11, 25), Wanted(), "future", id="of tomorrow"),
        pytest.param(shops(10), date(2026, 11, 1), Wanted(), "older", id="older than ours"),
        pytest.param(shops(3), TODAY, Wanted(), "fewer", id="cut"),
        pytest.param(
            b"Hjemmeside\nwww.opfundet-1.dk\n" + b"s.u.\n" * 5,
            TODAY,
            Wanted(column="Hjemmeside"),
            "unreadable_rows",
            id="other things than addresses",
        ),
        pytest.param(
            encode([], {"dk_dkma": TODAY}), None, Wanted(), "no_entries", id="a snapshot of nothing"
        ),
        pytest.param(
            encode([], {"nl_cibg": TODAY}),
            None,
            Wanted(),
            "other_list",
            id="another list's snapshot",
        ),
        pytest.param(
            encode([], {"dk_dkma": TODAY}) + b"x",
            None,
            Wanted(),
            "damaged",
            id="a damaged snapshot",
        ),
    ],
)
def test_refused_copies_change_nothing(
    data: bytes, day: date | None, wanted: Wanted, reason: str, place: Path
) -> None:
    update(DENMARK, shops(10, "gammel"), snapshot=date(2026, 11, 20), today=TODAY)
    before = (place / "dk_dkma.snapshot").read_bytes()
    with pytest.raises(UpdateRefused) as refused:
        update(DENMARK, data, snapshot=day, today=TODAY, wanted=wanted)
    assert refused.value.reason == reason
    assert "still counts" in refused.value.message.text()
    assert found("gammel-1.dk")
    assert not found("opfundet-1.dk")
    assert [path.name for path in place.iterdir()] == ["dk_dkma.snapshot"]
    assert (place / "dk_dkma.snapshot").read_bytes() == before


@pytest.mark.parametrize("day", [date(2026, 11, 1), TODAY], ids=["older", "fewer"])
def test_anyway(day: date, place: Path) -> None:
    update(DENMARK, shops(10, "gammel"), snapshot=date(2026, 11, 20), today=TODAY)
    update(DENMARK, shops(3), snapshot=day, today=TODAY, wanted=Wanted(fewer=True))
    assert found("opfundet-1.dk")
    assert not found("gammel-1.dk")


def test_a_snapshot_of_ours_carries_its_day(place: Path) -> None:
    day = date(2026, 11, 18)
    entry = make_entry(DENMARK, domain="fra-anden-maskine.dk", snapshot=day)
    done = update(DENMARK, encode([entry], {"dk_dkma": day}), snapshot=None, today=TODAY)
    assert done.snapshot == day
    assert found("fra-anden-maskine.dk")


@pytest.mark.parametrize(
    ("origin", "data", "named"),
    [
        pytest.param("https://www.bfarm.de/x.pdf", b"", None, id="a host nobody keeps a list on"),
        pytest.param("https://versandhandel.dimdi.de/x", b"", "de_bfarm", id="the authority's"),
        pytest.param("https://laegemiddelstyrelsen.dk/x", b"", None, id="two lists on one host"),
        pytest.param("liste.csv", samples.CSV, None, id="a file"),
        pytest.param("x", encode([], {"nl_cibg": TODAY}), "nl_cibg", id="a snapshot"),
        pytest.param("x", encode([], {"nl_cibg": TODAY, "at_basg": TODAY}), None, id="two lists"),
        pytest.param("x", encode([], {"nl_cibg": TODAY})[:-3], None, id="a damaged one"),
    ],
)
def test_lists_that_name_themselves(origin: str, data: bytes, named: str | None) -> None:
    found = list_named_by(origin, data)
    assert (found.id if found else None) == named


def test_a_place_that_cannot_be_written(place: Path) -> None:
    place.write_bytes(b"a file where the directory should be")
    with pytest.raises(UpdateRefused) as refused:
        update(DENMARK, samples.CSV, snapshot=TODAY, today=TODAY)
    assert refused.value.reason == "not_written"
    assert not found("foerste-opfundne-apotek.dk")


# From the net


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> str:
    return CA.pem(tmp_path_factory.mktemp("ca") / "ca.pem")


@contextmanager
def served(
    reply: Reply, trusted: str, tmp_path: Path, leaf: Identity | None = None
) -> Iterator[World]:
    leaf = leaf or issue(CA, ("lists.com",))
    context: ssl.SSLContext = server_context(leaf.write(tmp_path / "leaf.pem"))
    with Server(Pages({}, otherwise=reply), context) as server:
        world = World(authorities=trusted)
        world.add("lists.com", http=server, https=server)
        yield world


def test_fetched_over_the_guarded_way_out(trusted: str, tmp_path: Path) -> None:
    reply = Reply(body=samples.CSV, content_type="text/csv")
    with served(reply, trusted, tmp_path) as world:
        assert fetched(URL, world.network) == samples.CSV


@pytest.mark.parametrize(
    ("url", "reply", "reason"),
    [
        pytest.param("http://lists.com/", Reply(), "not_encrypted", id="plain"),
        pytest.param("ftp://lists.com/", Reply(), "not_encrypted", id="another scheme"),
        pytest.param("file:///etc/passwd", Reply(), "not_encrypted", id="a local file"),
        pytest.param("https://127.0.0.1/", Reply(), "not_fetched", id="this computer"),
        pytest.param("https://10.0.0.1/", Reply(), "not_fetched", id="a private network"),
        pytest.param("https://localhost/", Reply(), "not_fetched", id="an internal name"),
        pytest.param(URL, Reply(status=404), "not_fetched", id="not there"),
        pytest.param(URL, Reply(status=403), "not_fetched", id="blocked"),
        pytest.param(URL, Reply(body=b""), "not_fetched", id="nothing"),
        pytest.param(URL, redirect("http://lists.com/x"), "not_fetched", id="a loop in plain"),
        pytest.param(URL, redirect("https://169.254.169.254/"), "not_fetched", id="to inside"),
    ],
)
def test_not_fetched(url: str, reply: Reply, reason: str, trusted: str, tmp_path: Path) -> None:
    with (
        served(reply, trusted, tmp_path) as world,
        pytest.raises(UpdateRefused) as refused,
    ):
        fetched(url, world.network)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "leaf",
    [
        pytest.param(issue(CA, ("other.com",)), id="of another name"),
        pytest.param(issue(None, ("lists.com",)), id="signed by itself"),
        pytest.param(issue(CA, ("lists.com",), begins=NOW - 9 * DAY, ends=NOW - DAY), id="expired"),
    ],
)
def test_a_faulty_certificate_is_no_authority(leaf: Identity, trusted: str, tmp_path: Path) -> None:
    reply = Reply(body=samples.CSV, content_type="text/csv")
    with (
        served(reply, trusted, tmp_path, leaf) as world,
        pytest.raises(UpdateRefused, match="certificate"),
    ):
        fetched(URL, world.network)


# The command


@pytest.fixture
def command(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command as an installed package adds it, also where nothing is installed."""
    from checker import cli  # noqa: PLC0415
    from checker.registers.command import add  # noqa: PLC0415

    class Entry:
        name = "registers"

        def load(self) -> object:
            return add

    monkeypatch.setattr(cli, "entry_points", lambda group: [Entry()])


@pytest.mark.usefixtures("command")
def test_command_update_list_find(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(samples.CSV)
    day = today().isoformat()
    assert main(["registers", "update", "dk_dkma", "--from", str(path), "--date", day]) == 0
    assert "3 entries" in capsys.readouterr().out
    assert main(["registers"]) == 0
    out = capsys.readouterr().out
    assert "DK  Danish Medicines Agency: Pharmacies selling online (list of" in out
    assert "Names under .pharmacy (always" in out
    assert "days old" in out
    assert "qcpp" in out
    assert main(["registers", "find", "https://www.foerste-opfundne-apotek.dk/x"]) == 0
    assert "listed." in capsys.readouterr().out
    assert main(["registers", "find", "unheard-of.example"]) == 0
    assert "none of the lists" in capsys.readouterr().out


@pytest.mark.usefixtures("command")
@pytest.mark.parametrize("damage", [b"", b"x" * 500], ids=["empty", "damaged"])
def test_command_says_what_was_not_loaded_and_keeps_the_one_before(
    damage: bytes, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(samples.CSV)
    for days in (2, 1):
        day = (today() - timedelta(days=days)).isoformat()
        assert main(["registers", "update", "dk_dkma", "--from", str(path), "--date", day]) == 0
    (place / "dk_dkma.snapshot").write_bytes(damage)
    reload()
    capsys.readouterr()
    assert main(["registers"]) == 0
    assert "was not loaded" in capsys.readouterr().out
    assert main(["registers", "find", "foerste-opfundne-apotek.dk"]) == 0
    assert "listed." in capsys.readouterr().out
    assert main(["registers", "update", "dk_dkma", "--from", str(tmp_path / "none.csv")]) != 0
    assert found("foerste-opfundne-apotek.dk")


@pytest.mark.usefixtures("command")
def test_command_from_the_net_is_dated_today(
    place: Path, trusted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = Reply(body=samples.CSV, content_type="text/csv")
    with served(reply, trusted, tmp_path) as world:
        words = ["registers", "update", "dk_dkma", "--from", URL, "--json"]
        assert main(words, network=world.network) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["updated"], told["snapshot"]) == (True, today().isoformat())


@pytest.mark.usefixtures("command")
@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        pytest.param(["update"], 2, "usage", id="nothing said"),
        pytest.param(["update", "--from", __file__], 2, "usage", id="no list"),
        pytest.param(["update", "dk_dkma"], 2, "usage", id="no origin"),
        pytest.param(["update", "xx", "--from", "x"], 2, "unknown_list", id="no such list"),
        pytest.param(
            ["update", "dk_dkma", "--from", "/none", "--date", "2026"], 2, "date", id="no day"
        ),
        pytest.param(["update", "dk_dkma", "--from", "/none"], 1, "no_file", id="no file"),
        pytest.param(["find"], 2, "usage", id="no address"),
        pytest.param(["find", "not an address"], 2, "words", id="words"),
        pytest.param(["burn"], 2, "usage", id="no such action"),
    ],
)
def test_command_refusals(
    words: list[str], code: int, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["registers", *words]) == code
    assert f"[{reason}]" in capsys.readouterr().err


@pytest.mark.usefixtures("command")
def test_command_as_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["registers", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["id"] for one in told["lists"]} == set(catalogue())
    assert [one["authority"] for one in told["verifiable"]] == ["NABP"]
    assert main(["registers", "find", "123kamagra.cz", "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)["entries"]
    assert (entry["worth"], entry["listed"]) == ("warning", "2023-10-20")
