"""Messages pasted whole: the form, the address box, files and the API. Nothing of a message stays."""

from __future__ import annotations

import io
import logging

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import MakeApp


@pytest.fixture
def client(make_app: MakeApp) -> FlaskClient:
    return make_app().test_client()


MESSAGE = "Buy Viagra cheap, order at http://pills-shop.com/a?me=1 <script>alert(1)</script>"


def test_a_message_is_read_and_shown_harmless(client: FlaskClient) -> None:
    page = client.post("/message/read", data={"message": MESSAGE}).get_data(as_text=True)
    assert "This message offers medicines" in page
    assert "pills-shop[.]com" in page
    assert "<script>alert" not in page
    told = client.post("/api/v1/messages", json={"message": MESSAGE}).get_json()
    assert told["offers_medicines"] is True
    assert "me=1" not in str(told)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"message": ""}, 422),
        ({"message": 1}, 422),
        ({}, 422),
        ({"message": "a", "more": 1}, 422),
        ({"message": "a", "check": 1}, 422),
        ({"message": "a", "country": "ZZ"}, 422),
    ],
)
def test_what_is_no_message_is_refused(
    client: FlaskClient, body: dict[str, object], status: int
) -> None:
    answer = client.post("/api/v1/messages", json=body)
    assert answer.status_code == status


def test_a_long_message_is_read(client: FlaskClient) -> None:
    answer = client.post("/message/read", data={"message": "word " * 30_000})
    assert answer.status_code == 200


MAIL = b"From: Meds <one@gmail.com>\nSubject: Hello\n\nBuy Viagra cheap, order at http://pills-shop.com/a\n"


def test_the_form_is_there_in_every_language(client: FlaskClient) -> None:
    for path in ("/message", "/de/message"):
        page = client.get(path)
        assert page.status_code == 200
        assert 'type="file"' in page.get_data(as_text=True)


def test_a_message_in_the_address_box_is_answered_at_once(client: FlaskClient) -> None:
    typed = MESSAGE.partition(" <")[0]
    answer = client.post("/check", data={"url": typed, "country": "GB"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "This message offers medicines" in page
    assert "/batch/" in page and "/checks/" in page, "the site it leads to is being checked"
    assert "me=1" not in page
    assert "pills-shop.com" not in page, "no address that opens"


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("https://one.example\nhttps://two.example", 422),
        ("buy viagra", 422),
        ("<script src=//x.example/a>", 422),
    ],
)
def test_near_miss_in_the_address_box(client: FlaskClient, typed: str, status: int) -> None:
    assert client.post("/check", data={"url": typed, "country": "GB"}).status_code == status


def test_a_file_is_read(client: FlaskClient) -> None:
    data = {"message": "", "country": "GB", "file": (io.BytesIO(MAIL), "mail.eml")}
    page = client.post("/message/read", data=data).get_data(as_text=True)
    assert "This message offers medicines" in page
    assert "gmail[.]com" in page
    assert "Where to report it" in page


def test_an_empty_form_is_told_so(client: FlaskClient) -> None:
    answer = client.post("/message/read", data={"message": " ", "country": "GB"})
    assert answer.status_code == 422
    assert "Nothing was pasted" in answer.get_data(as_text=True)


def test_the_api_takes_a_mail_as_it_is(client: FlaskClient) -> None:
    answer = client.post(
        "/api/v1/messages?country=GB&check=true", data=MAIL, content_type="message/rfc822"
    ).get_json()
    assert answer["offers_medicines"] is True
    assert answer["report_to"]
    assert [row["shown"] for row in answer["batch"]["rows"]] == ["pills-shop.com"]


def test_the_api_checks_nothing_unless_asked(client: FlaskClient) -> None:
    assert client.post("/api/v1/messages", json={"message": MESSAGE}).get_json()["batch"] is None
    told = client.post("/api/v1/messages", json={"message": MESSAGE, "check": True}).get_json()
    assert told["batch"]["rows"]


def test_places_are_answered_by_the_words(client: FlaskClient) -> None:
    words = "Xanax for sale £90, order on t.me/pillking99"
    told = client.post("/api/v1/messages", json={"message": words, "country": "IE"}).get_json()
    (report,) = told["reports"]
    assert (report["address"]["platform"]["name"], report["verdict"]["level"]) == (
        "Telegram",
        "high_risk",
    )
    assert report["report_to"]
    assert told["batch"] is None
    page = client.post("/message/read", data={"message": words, "country": "IE"})
    assert "t[.]me" in page.get_data(as_text=True)


def test_nothing_of_a_message_is_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.post("/check", data={"url": MESSAGE, "country": "GB"})
    client.post("/message/read", data={"message": MESSAGE, "country": "GB"})
    assert "Viagra" not in caplog.text
    assert "pills-shop" not in caplog.text
