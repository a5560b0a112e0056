"""Messages pasted whole: what is told of them, and what never is."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from checker.cli import main
from checker.message_text.answer import (
    MessageAnswer,
    addresses_to_check,
    message_json,
    read_message,
    sentences,
)
from checker.message_text.measure import answers
from checker.message_text.parts import is_message, take_apart
from checker.page.worker import read_here


def read(text: str | bytes) -> MessageAnswer:
    return read_message(text, read_here)


def signs(text: str | bytes) -> set[str]:
    return {sign.sign for sign in read(text).signs}


PITCH = "Buy Viagra 100mg from $1.20 per pill, order now at http://pills-cheap.example/v"


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        (PITCH, True),
        ("BEST VlAGRA,ClALlS! COUPON 5%\nhttps://shop.example/", True),
        (
            "Hi mate got xanax and tramadol for sale, whatsapp +44 7700 900123, next day delivery",
            True,
        ),
        ("Express Pharmacy: use coupon SALE5 for 5% off your next order https://x.example", True),
        (
            "Subject: Fw: meds\nFrom: a@b.example\n\nOnline drugstore, discount medications, no prescription, Visa",
            True,
        ),
        (
            "Your prescription is ready to collect at the High Street branch. Reply STOP to opt out.",
            False,
        ),
        ("My doctor took me off Valium last year and I feel better for it.", False),
        ("Regulator warns: the new report says that Viagra was found in herbal products.", False),
        ("Lunch on Friday?\nSee you at one.", False),
        ("Your parcel is waiting, pay the fee: http://parcel.example/x", False),
        ("We sell tramadol and xanax. W h a t s A p p: +44 7700 900789", True),
        ("Tramadol 50mg and zopiclone, ship to UK, tg: @ukmedplug", True),
        ("VIAGRA Without A Doctor's Appointment!! Fill out our form", True),
        ("Vendo Ozempic y Rivotril sin receta. WhatsApp 612 345 678", True),
        ("Sprzedam Tramadol bez recepty, wysyłka. Kontakt: telegram @leki_bez", True),
        ("Продам Лирика 300мг без рецепта. Пишите в телеграм @lyrica_msk", True),
        ("Diazépam et tramadol à vendre, 2 € le cachet, signal: +33 6 12 34 56 78", True),
        ("Your prescription has been approved! Order Xanax now, no prescription needed", True),
        ("Your Viagra order is ready. WhatsApp +44 7700 900123 to pay", True),
        ("A trial found that semaglutide cut weight by 15% in two years, researchers say.", False),
        ("Novo Nordisk: sales of Ozempic reached $4.2 billion in the third quarter.", False),
        ("EMA reviews semaglutide; the price of Ozempic falls in the US.", False),
        ("Police seized Xanax worth £20,000 in Leeds; two men were charged.", False),
        ("Reminder from Ward 4: store insulin glargine in the fridge, at 2-8 °C.", False),
        ("Recall: Sertraline 50mg Tablets, PL 00289/0001. Stop supplying the batches.", False),
        (
            "Our pharmacy team explains tramadol and gabapentin. Offer a seat: donate $10 now.",
            False,
        ),
        ("Your Amlodipine is due to be ordered. Order via the NHS App.", False),
        (
            "We are hiring in Leeds. Salary £48,000. Experience with controlled drugs such as methadone. Apply online.",
            False,
        ),
    ],
)
def test_offers(text: str, offer: bool) -> None:
    assert read(text).offers_medicines is offer


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        (
            "Order your repeat prescription for Amlodipine 5mg in the NHS App by Friday.",
            True,
        ),
        (
            "Your order has been dispatched. 1 x Wegovy 0.5mg pen £149.00, delivery £0.00. Approved by our prescriber",
            True,
        ),
        (
            "Can you fetch my sertraline from the chemist, I pay you back the £9.90",
            True,
        ),
        (
            "You are on losartan 50 mg now: please order your next supply from the surgery.",
            True,
        ),
        ("La sua ricetta per Lasix è pronta. Farmacia Rossi, totale 4,00 €", True),
        ("e-Recepta: kod 4471. Lek: Xanax 0,5 mg. Cena 12 zł.", True),
        pytest.param("Your repeat prescription for Amlodipine 5mg is here.", False, id="no-sale"),
        pytest.param(
            "Your order of Xanax has been shipped. Telegram @pills4uk", False, id="account"
        ),
        pytest.param(
            "Your prescription is ready: Xanax £1, no prescription needed", False, id="none-asked"
        ),
        pytest.param("Your order is ready: V1AGRA £1 a pill", False, id="disguised"),
    ],
)
def test_a_notice_of_a_prescription_of_ones_own(text: str, notice: bool) -> None:
    answer = read(text)
    assert ("notice_of_own_prescription" in signs(text)) is notice
    assert not (notice and answer.offers_medicines)
    assert sentences(answer)[0].text().startswith("This message reads like a notice") is notice


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("pay at hxxp://bit[.]ly/xx9k", ["bit.ly"]),
        (
            "at pills-uk[.]com, pills2(.)shop or www dot pills3 dot com!",
            ["www.pills3.com", "pills-uk.com", "pills2.shop"],
        ),
        ("at pills.com.br or rx-store.biz.ua today", ["pills.com.br", "rx-store.biz.ua"]),
        (
            "at pills-24.pharmacy, wa.link/ab12, discord.gg/Pharma",
            ["pills-24.pharmacy", "wa.link", "discord.gg"],
        ),
        (
            "dreamxanaxuk4567.onion and abcdefgh.b32.i2p",
            ["dreamxanaxuk4567.onion", "abcdefgh.b32.i2p"],
        ),
        ("site:аптека.рф", ["xn--80aaouxs.xn--p1ai"]),
        ("See notes.md and setup.py, run build.sh at 10.am today.In time", []),
        ("The dot com crash, a red dot in it, www dot", []),
        ("Mail joe.in@pills.com, St.Ives, et.al, v1.2.3", []),
    ],
)
def test_addresses_written_out(text: str, hosts: list[str]) -> None:
    assert [link.target.host for link in read(text).links] == hosts


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("insta @skinnyjabs_uk", ["https://www.instagram.com/skinnyjabs_uk"]),
        ("TG: @pillplug", ["https://t.me/pillplug"]),
        ("WA: +44 7700 900222", ["https://wa.me/447700900222"]),
        ("вотсап +7 912 345-67-89", ["https://wa.me/79123456789"]),
        (
            "Threema: ABCD1234, snapchat: plugldn",
            ["https://threema.id/ABCD1234", "https://www.snapchat.com/add/plugldn"],
        ),
        ("t.me/pillplug or telegram @pillplug", ["https://t.me/pillplug"]),
        ("Read on in our Telegram-Kanal; the mortgage @home", []),
    ],
)
def test_accounts_are_places(text: str, places: list[str]) -> None:
    assert sorted(link.target.url for link in read(f"Xanax for sale. {text}").links) == places


def eml(body: str, *, kind: str = "html", extra: str = "") -> bytes:
    coded = base64.encodebytes(body.encode()).decode()
    return (
        f"From: =?utf-8?b?{base64.b64encode(b'Express Pharmacy').decode()}?= <one@gmail.com>\r\n"
        f"To: me@example.org\r\nSubject: Hello\r\n{extra}MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\n'
        f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}\r\n"
        f'--B\r\nContent-Type: text/html; name="x.html"\r\nContent-Disposition: attachment; filename="x.html"\r\n\r\n'
        f"<a href='http://attached.example'>x</a>\r\n--B--\r\n"
    ).encode()


LINK = '<p>Sign in at <a href="http://evil-shop.example/a?id=me">www.boots.com</a></p>'


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        (LINK, "link_leads_elsewhere"),
        (eml("<p>Hello</p>"), "shop_at_free_mail_box"),
        (eml("<p>Hello</p>", extra="Reply-To: x@other.example\r\n"), "answers_go_elsewhere"),
        (PITCH, "prescription_medicine_offered"),
        ("[1/2/24, 9:15] +44 7700 900123: xanax for sale, 50 each", "offered_in_chat_by"),
        ("V1AGRA and C1ALIS at low prices, order", "medicine_name_disguised"),
        ("deal here\nhttps://bit.ly/3abcd", "link_shortened"),
        (
            "see\nhttps://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fshop.example%2Fp&data=1",
            "link_was_wrapped",
        ),
        ('<a href="http://a.example"><img src="x.png" width=300 height=300></a>', "picture_only"),
        (f"<p>Hi</p><div style='display:none'>{'good words ' * 20}</div>", "hidden_text"),
    ],
)
def test_signs(text: str | bytes, sign: str) -> None:
    assert sign in signs(text)


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://www.boots.com/x">boots.com</a>',
        '<a href="https://shop.boots.com/x">www.boots.com</a>',
        '<a href="http://any.example/x">Click here</a>',
        '<a href="http://any.example/x">v1.2.3</a>',
    ],
)
def test_a_link_that_leads_where_it_says(text: str) -> None:
    assert "link_leads_elsewhere" not in signs(text)


def test_links_are_opened_and_attachments_are_not() -> None:
    answer = read(eml('<a href="https://shop.example/p">x</a> and https://two.example/y'))
    hosts = {link.target.host for link in answer.links}
    assert hosts == {"shop.example", "two.example"}
    assert len(addresses_to_check(answer)) == 2


def test_json_tells_hosts_and_keeps_addresses_back() -> None:
    text = json.dumps(message_json(read(LINK)))
    assert "evil-shop.example" in text
    assert "id=me" not in text
    assert "id=me" in json.dumps(message_json(read(LINK), full_address=True))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff" * 1000,
        b"Subject: " + b"=?utf-8?q?" * 5000 + b"\nFrom: x\n\nhi",
        b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 3000,
        b"From: a\nContent-Type: text/plain; charset=no-such\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"<" * 200_000,
        b"http://" * 20_000,
        ("a" * 300 + "@" + "b." * 300).encode(),
    ],
)
def test_hostile_messages_are_read_or_said_to_be_unreadable(data: bytes) -> None:
    assert isinstance(message_json(read(data)), dict)


RANDOM = Random(7).randbytes(3000)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(RANDOM, False, id="random"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + RANDOM, False, id="picture"),
        pytest.param(PITCH.encode(), True, id="near_miss: utf-8"),
        pytest.param(PITCH.encode("utf-16"), True, id="near_miss: utf-16"),
        pytest.param("Купить виагру без рецепта".encode("koi8-r"), True, id="near_miss: koi8-r"),
        pytest.param("バイアグラ".encode("iso-2022-jp"), True, id="near_miss: iso-2022-jp"),
        pytest.param("Бу" * 9_000 + "x", True, id="near_miss: long"),
        pytest.param(b"hi \x00 there \x08", True, id="near_miss: a few control characters"),
    ],
)
def test_what_is_no_text_is_said_to_be_unreadable(data: bytes | str, text: bool) -> None:
    answer = read(data)
    assert answer.readable is text
    assert (len(message_json(answer)["sentences"]) > 1) is text  # type: ignore[arg-type]


def test_no_text_from_input_is_refused_with_its_reason() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "checker", "check", "-", "--json"],
        input=RANDOM,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert json.loads(done.stdout or done.stderr.splitlines()[0])["reason"] == "not_text"
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("www.shop.example", False),
        ("https://shop.example/a b", False),
        ("https://one.example\nhttps://two.example", False),
        ("`touch /tmp/x.example`", False),
        ("viagra kaufen", False),
        (PITCH, True),
        ("Subject: meds\nFrom: a@b.example\n\nOrder now", True),
        ("[12/03/24, 14:05] Bob: t.me/x", True),
        ("威而鋼購買請聯絡我們 https://shop.example/a", True),
    ],
)
def test_what_is_a_message(text: str, message: bool) -> None:
    assert is_message(text) is message


def test_headers_are_read() -> None:
    parts = take_apart(eml("<p>Hello</p>"))
    assert (parts.subject, parts.sender, parts.sender_name) == (
        "Hello",
        "one@gmail.com",
        "Express Pharmacy",
    )
    assert parts.markup == "<p>Hello</p>"


class _Input:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def test_the_command_reads_a_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "sys.stdin", _Input(b"Buy Viagra cheap, order on http://wa.me/447700900123")
    )
    assert main(["check", "-", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["offers_medicines"] is True
    assert told["reports"][0]["verdict"]


@pytest.mark.slow
def test_labelled_messages(data_dir: Path) -> None:
    found = [(row["label"], answer) for row, answer in answers(data_dir / "emails/emails.jsonl.gz")]

    def share(label: str) -> float:
        said = [answer.offers_medicines for name, answer in found if name == label]
        return sum(said) / len(said)

    assert share("spam_pharma") >= 0.9
    assert share("ham") <= 0.003
    assert share("phishing_other") <= 0.003
    assert share("spam_other") <= 0.02


CHATS = [
    pytest.param(
        "[12/03/2024, 14:05:33] Jo: hi\n[12/03/2024, 14:05:40] Meds: Xanax £90\nnext day",
        [("Jo", "hi"), ("Meds", "Xanax £90\nnext day")],
        id="whatsapp-on-a-phone-with-a-bitten-apple",
    ),
    pytest.param(
        "12.03.24, 14:05 - Messages and calls are end-to-end encrypted.\n12.03.24, 14:06 - Jo: hi",
        [("Jo", "hi")],
        id="whatsapp-elsewhere",
    ),
    pytest.param("3/12/24, 2:05\u202fPM - Jo: hi", [("Jo", "hi")], id="whatsapp-in-america"),
    pytest.param("[14:05, 12/03/2024] Jo: hi", [("Jo", "hi")], id="whatsapp-copied"),
    pytest.param(
        "Meds King, [12.03.2024 14:05]\nTramadol 100\n\nJo, [12.03.2024 14:06]\nok",
        [("Meds King", "Tramadol 100"), ("Jo", "ok")],
        id="telegram-copied",
    ),
    pytest.param(
        '{"messages":[{"type":"service"},{"type":"message","from":"Jo","text":["at ",{"type":"link",'
        '"text":"a.example"}]}]}',
        [("Jo", "at a.example")],
        id="telegram-exported",
    ),
    pytest.param(
        '<smses><sms address="+447700900123" contact_name="(Unknown)" body="Xanax &amp; more" /></smses>',
        [("+447700900123", "Xanax & more")],
        id="text-messages",
    ),
    pytest.param("Note: this is none\nPrice: 3", [], id="near-miss-colons"),
    pytest.param("On 12/03/2024, 14:05 Jo wrote: hi", [], id="near-miss-a-quoted-mail"),
    pytest.param('{"messages": 3}', [], id="near-miss-other-json"),
    pytest.param("[12/03/2024] minutes: none", [], id="near-miss-a-day-alone"),
]


@pytest.mark.parametrize(("text", "turns"), CHATS)
def test_chats_are_told_apart(text: str, turns: list[tuple[str, str]]) -> None:
    assert [(turn.who, turn.said.strip()) for turn in take_apart(text).turns] == turns


@pytest.mark.parametrize(
    ("data", "subject", "sender"),
    [
        (
            "Von: Jürg <a@b.example>\nAn: mich\nBetreff: Größe\n\nHallo".encode(),
            "Größe",
            "a@b.example",
        ),
        (b"De: <a@b.example>\nObjet: pilules\n\nBonjour", "pilules", "a@b.example"),
        (b"From: a@b.example\nSubject: Gr\xf6sse\n\nhi", "Grösse", "a@b.example"),
        (
            b"From a@b.example Tue Mar 12 14:05:33 2024\nFrom: a@b.example\nSubject: x\n\nhi",
            "x",
            "a@b.example",
        ),
        (b"1234      \nFrom: a@b.example\nSubject: x\n\nhi", "x", "a@b.example"),
        (b"From tomorrow on we sell pills\nand more", "", ""),
        (b"Da: 3\nPrezzo: 4\n\nciao", "", ""),
    ],
)
def test_headers_of_many_mail_programs(data: bytes, subject: str, sender: str) -> None:
    parts = take_apart(data)
    assert (parts.subject, parts.sender) == (subject, sender)


def test_a_link_that_answers_the_sender_is_not_opened() -> None:
    answer = read(
        '<p>Buy Viagra now: <a href="http://pills.example/a?to=jo%40x.example&id=3">here</a></p>'
        '<a href="http://list.example/q?u=3">Unsubscribe</a> <a href="http://gone.example/unsub/1">x</a>'
    )
    assert addresses_to_check(answer) == ("http://pills.example/a?id=3",)
    assert [link.takes_off for link in answer.links] == [False, True, True]


def test_what_a_link_shows_is_no_place_of_its_own() -> None:
    assert [link.target.host for link in read(LINK).links] == ["evil-shop.example"]


def test_places_are_judged_by_the_words_that_lead_there() -> None:
    answer = read_message(
        "Xanax 2mg 100 for £90, order on t.me/pillking99 or whatsapp +44 7700 900123",
        read_here,
        "GB",
    )
    assert addresses_to_check(answer) == ()
    assert [(r.target.host, r.verdict.level.value) for r in answer.reports] == [
        ("wa.me", "high_risk"),
        ("t.me", "high_risk"),
    ]
    assert answer.report_to, "where it can be reported"
    assert any("words that were pasted" in limit.text() for limit in answer.reports[0].limits)


def test_near_miss_a_chat_about_a_warning() -> None:
    answer = read("The agency warns of fake Ozempic, it says so at t.me/agencynews")
    assert not answer.offers_medicines
    assert all(r.verdict.level.value != "high_risk" for r in answer.reports)


@pytest.mark.parametrize(
    "text",
    [LINK, PITCH, "Xanax for sale £90, see www.pills-shop.example, telegram @pillking99"],
)
def test_nothing_told_of_a_message_opens(text: str) -> None:
    answer = read(text)
    told = " ".join(f"{s.text.text()} {s.why.text()}" for s in answer.signs)
    told += json.dumps([r["reasons_against"] for r in message_json(answer)["reports"]])  # type: ignore[index,union-attr,call-overload]
    assert "http://" not in told
    assert "evil-shop.example" not in told
    assert "pills-shop.example" not in told


@pytest.mark.parametrize("form", ["file", "text"])
def test_the_command_reads_a_file_and_a_text(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "Buy Viagra cheap, order by whatsapp +44 7700 900123 at www.pills-shop.example"
    typed = words
    if form == "file":
        typed = str(tmp_path / "mail.eml")
        Path(typed).write_text(f"From: a@b.example\nSubject: x\n\n{words}")
    assert main(["check", typed, "--country", "GB"]) == 0
    told = capsys.readouterr().out
    assert "This message offers medicines" in told
    assert "wa[.]me" in told
    assert "pills-shop.example" not in told


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("none.eml", None, "not_found"),
        ("mail.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "outlook_file"),
    ],
)
def test_files_that_are_no_message(
    name: str, data: bytes | None, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert main(["check", str(tmp_path / name)]) == 2
    assert reason in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--save", "x"], ["--letter"]])
def test_options_that_do_not_go_with_a_message(
    option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "Buy Viagra cheap at www.pills-shop.example", *option]) == 2
    assert "A message is read by itself" in capsys.readouterr().err
