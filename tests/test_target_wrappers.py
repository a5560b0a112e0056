"""Opening what mail scanners, search engines and advert networks wrap around an address."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote

import pytest

from checker.errors import InputRefused
from checker.reference import table
from checker.target import MOST_WRAPPERS, read_target
from checker.wrappers import _WAYS

SHOP = "https://shop.example/pills?id=1&x=2"
Q = quote(SHOP, safe="")
BASE64 = urlsafe_b64encode(SHOP.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "wrapped",
    [
        f"https://eur03.safelinks.protection.outlook.com/?url={Q}&data=05%7C02",
        f"https://eur03.safelinks.protection.outlook.com/?url={quote(Q)}&data=05%7C02",
        f"https://urldefense.proofpoint.com/v1/url?u={Q}&k=abc",
        "https://urldefense.proofpoint.com/v2/url?u="
        + Q.replace("%2F", "_").replace("%", "-")
        + "&d=DwMFAg&c=x",
        "https://urldefense.com/v3/__https://shop.example/pills?id=1*x=2__;Jg!!abc!def$",
        "https://urldefense.us/v3/__https:/shop.example/pills?id=1*x=2__;Jg!!abc!def$",
        f"https://linkprotect.cudasvc.com/url?a={Q}&c=E,1",
        f"https://secure-web.cisco.com/1AbC-dEf/{Q}",
        "https://eu-west-1.protection.sophos.com/?d=shop.example&u="
        + quote(b64encode(SHOP.encode()).decode()),
        f"https://protect2.fireeye.com/v1/url?k=1&q=1&e=1&u={Q}",
        f"https://clicktime.symantec.com/3AbC?u={Q}",
        f"https://www.google.com/url?sa=t&q={Q}&usg=x",
        f"https://www.google.co.uk/url?url={Q}",
        f"https://www.googleadservices.com/pagead/aclk?sa=L&adurl={Q}",
        "https://www.google.de/amp/s/shop.example/pills?id=1&x=2",
        "https://shop-example.cdn.ampproject.org/c/s/shop.example/pills?id=1&x=2",
        f"https://www.bing.com/ck/a?!&&p=1&u=a1{BASE64}&ntb=1",
        f"https://duckduckgo.com/l/?uddg={Q}&rut=1",
        f"https://r.search.yahoo.com/_ylt=A;_ylu=B/RV=2/RE=1/RO=10/RU={Q}/RK=2/RS=x",
        f"https://l.facebook.com/l.php?u={Q}&h=AT0",
        f"https://l.instagram.com/?u={Q}&e=AT0",
        f"https://out.reddit.com/t3_x?url={Q}&token=1",
        f"https://vk.com/away.php?to={Q}",
        f"https://www.youtube.com/redirect?event=video&q={Q}",
        f"https://steamcommunity.com/linkfilter/?u={Q}",
        f"https://translate.google.com/translate?sl=de&tl=en&u={Q}",
        "https://shop-example.translate.goog/pills?id=1&x=2&_x_tr_sl=de&_x_tr_tl=en",
        f"https://web.archive.org/web/20240102030405/{SHOP}",
        f"https://web.archive.org/web/20240102030405if_/{SHOP}",
        f"https://archive.ph/20240102/{SHOP}",
        f"https://webcache.googleusercontent.com/search?q=cache:AbC1:{Q}+pills",
        f"https://www.awin1.com/cread.php?awinmid=1&ued={Q}",
        f"https://clk.tradedoubler.com/click?p=1&a=2&url={Q}",
        f"https://click.linksynergy.com/deeplink?id=1&murl={Q}",
        f"https://prf.hn/click/camref:1/destination:{Q}",
        f"https://go.skimresources.com/?id=1&url={Q}",
        f"https://href.li/?{SHOP}",
    ],
)
def test_opened(wrapped: str) -> None:
    target = read_target(wrapped)
    assert target.url == SHOP
    assert target.unwrapped_from == (wrapped.split("/")[2],)
    assert target.fetchable


def test_hyphens_and_scheme_of_translated_hosts() -> None:
    target = read_target("https://www-my--shop-co-uk.translate.goog/a?_x_tr_sch=http&_x_tr_sl=de")
    assert target.url == "http://www.my-shop.co.uk/a"


def test_opened_inside_each_other_outermost_first() -> None:
    inner = f"https://www.google.com/url?q={Q}"
    outer = f"https://l.facebook.com/l.php?u={quote(inner, safe='')}"
    target = read_target(outer)
    assert target.url == SHOP
    assert target.unwrapped_from == ("l.facebook.com", "www.google.com")


def test_opening_ends() -> None:
    wrapped = "https://shop.example/"
    for _ in range(MOST_WRAPPERS + 1):
        wrapped = f"https://www.google.com/url?q={quote(wrapped, safe='')}"
    target = read_target(wrapped)
    assert len(target.unwrapped_from) == MOST_WRAPPERS
    assert target.host == "www.google.com"
    assert not target.fetchable


@pytest.mark.parametrize(
    ("wrapped", "reason"),
    [
        ("https://www.google.com/url?q=http%3A%2F%2F127.0.0.1%2F", "ip_address"),
        ("https://www.google.com/url?q=https%3A%2F%2Fa%40shop.com%2F", "userinfo"),
        ("https://www.google.com/url?q=https%3A%2F%2Fshop.com%3A22%2F", "port"),
        ("https://www.google.com/url?q=https%3A%2F%2Fshop.com%0D%0AX", "syntax"),
        ("https://web.archive.org/web/2024/http://localhost/", "single_label"),
    ],
)
def test_what_is_inside_obeys_the_same_rules(wrapped: str, reason: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        read_target(wrapped)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    "address",
    [
        f"https://farm.example/login?return={Q}",  # Somebody's own site.
        f"https://notgoogle.com/url?q={Q}",
        f"https://google.pharmacy/url?q={Q}",  # An ending under which anybody may have the name.
        f"https://google.com.shop.example/url?q={Q}",
        "https://www.google.com/url?q=javascript%3Aalert(1)",
        "https://www.google.com/url?q=/search",
        "https://www.bing.com/ck/a?u=a1%%%",
        "https://urldefense.com/v3/__https://shop.example",
        "https://eu.protection.sophos.com/?u=not*base64",
    ],
)
def test_left_closed(address: str) -> None:
    assert read_target(address).unwrapped_from == ()


def test_a_wrapper_nobody_can_open_is_told() -> None:
    target = read_target("https://protect-eu.mimecast.com/s/AbCdEf?domain=shop.example")
    assert target.platform is not None
    assert target.platform.kind == "redirector"
    assert "closed_wrapper" in target.notes
    assert not target.fetchable


def test_every_row_names_a_way() -> None:
    for row in table("wrappers"):
        assert row["how"] in _WAYS
        assert row["source"]
        assert bool(row["parameters"]) == (
            row["how"] in {"parameter", "sophos", "bing", "cache", "proofpoint"}
        )
