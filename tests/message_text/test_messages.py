"""Messages pasted whole: what is told of them, and what never is."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import pytest

from checker.cli import main
from checker.message_text.answer import (
    MessageAnswer,
    addresses_to_check,
    message_json,
    read_message,
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
    ],
)
def test_offers(text: str, offer: bool) -> None:
    assert read(text).offers_medicines is offer


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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("www.shop.example", False),
        ("https://shop.example/a b", False),
        (PITCH, True),
        ("a\nb", True),
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
