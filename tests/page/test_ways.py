"""Where pages send their visitors on by themselves, in the many ways in which that is written; nothing is run."""

from __future__ import annotations

from base64 import b64encode

import pytest

from checker.evidence import Response
from checker.page.facts import PageFacts
from checker.page.read import read_page
from checker.page.worker import PageReader, read_here

HERE = "https://farm.example/a"
THERE = "https://pills.test/v"
CODED = b64encode(THERE.encode()).decode()
PERCENT = "".join(f"%{ord(sign):02x}" for sign in THERE)
HEX = "".join(f"\\x{ord(sign):02x}" for sign in THERE)
CODES = ",".join(str(ord(sign)) for sign in THERE)
WHOLE = "".join(f"%{ord(sign):02x}" for sign in f"window.location='{THERE}';")


def read(html: str) -> tuple[str, ...]:
    return read_page(html.encode(), "text/html; charset=utf-8", HERE).refreshes


@pytest.mark.parametrize(
    "script",
    [
        f"window.location.href = '{THERE}';",
        f"window['location']['href'] = '{THERE}'",
        f'location["replace"]("{THERE}")',
        f"top.location.replace ( '{THERE}' );",
        f"(top || self).location = `{THERE}`",
        f"window.location\n  .href\n  = '{THERE}'",
        f"setTimeout(\"location.href='{THERE}'\", 100)",
        f"setTimeout('window.location=\\'{THERE}\\'', 100)",
        "document.location = 'https://' + 'pills' + \".test/v\";",
        "location = 'https:\\/\\/pills.test\\/v'",
        f"location.href = '{HEX}'",
        f"var u = '{THERE}'; if (/google/.test(document.referrer)) location.assign(u);",
        f"var a = atob('{CODED}'); location.replace(a)",
        f'window.location = window.atob("{CODED}")',
        f"location = unescape('{PERCENT}')",
        f"location.href = String.fromCharCode({CODES})",
        f"location = '{THERE[::-1]}'.split('').reverse().join('')",
        f"eval(unescape('{WHOLE}'))",
        f"document.write(unescape('%3cscript%3e{WHOLE}%3c/script%3e'))",
        f'document.write(\'<meta http-equiv="refresh" content="0;url={THERE}">\')',
        f"$(location).attr('href', '{THERE}');",
        f"window.open('{THERE}', '_self')",
    ],
)
def test_where_a_script_sends(script: str) -> None:
    assert read(f"<p>Wait</p><script>{script}</script>") == (THERE,)


@pytest.mark.parametrize(
    "script",
    [
        f"if (location.href === '{THERE}') go()",
        f"// window.location.href = '{THERE}'",
        f"/* location = '{THERE}' */",
        f"store.location = '{THERE}'; var mylocation = '{THERE}'",
        f"let location = '{THERE}'",
        f"location.href.replace('{THERE}', '')",
        f"window.open('{THERE}', '_blank')",
        f"$('a.more').attr('href', '{THERE}')",
        "location.href = 'https:' + location.href.substring(5)",
        "location = 'https://' + where + '/v'",
        "a = b; b = a; location = a",
        "location = atob('no base64!')",
    ],
)
def test_near_miss_a_script_that_sends_nobody_there(script: str) -> None:
    assert read(f"<p>Wait</p><script>{script}</script>") == ()


def test_of_an_address_that_goes_on_what_is_constant_is_told() -> None:
    asked = "<script>location = 'https://pills.test/v?r=' + encodeURIComponent(from)</script>"
    assert read(asked) == ("https://pills.test/v?r=",)


@pytest.mark.parametrize(
    ("html", "led"),
    [
        (f"<META HTTP-EQUIV=REFRESH CONTENT=\"0;URL='{THERE}'\">", (THERE,)),
        (f"<meta http-equiv=' Refresh ' content='  3.5 ,\nurl = {THERE} '>", (THERE,)),
        (f"<meta http-equiv=refresh content='0 {THERE}'>", (THERE,)),
        ("<base href='https://pills.test/'><meta http-equiv=refresh content='0;url=/v'>", (THERE,)),
        ("<base href='https://pills.test/'><script>location.href='/v'</script>", (THERE,)),
        (f"<body onload=\"location.href='{THERE}'\"><p>Wait", (THERE,)),
        ("<meta http-equiv=refresh content=300>", ()),
        ("<meta http-equiv=refresh content='300; url='>", ()),
        (f"<meta http-equiv=refresh content='-1;url={THERE}'>", ()),
        (f"<!-- <meta http-equiv=refresh content='0;url={THERE}'> -->", ()),
    ],
)
def test_where_markup_sends(html: str, led: tuple[str, ...]) -> None:
    assert read(html) == led


@pytest.mark.parametrize(
    ("value", "led"),
    [(f"0; url={THERE}", (THERE,)), ("5;URL=/v", ("https://farm.example/v",)), ("300", ())],
)
def test_where_a_header_sends(value: str, led: tuple[str, ...]) -> None:
    answer = Response(
        url=HERE,
        hops=(),
        status=200,
        headers=(("content-type", "text/html"), ("refresh", value)),
        body=b"<p>Wait",
    )
    with PageReader() as reader:
        for read_answer in (read_here, reader.read):
            facts = read_answer(answer)
            assert isinstance(facts, PageFacts)
            assert facts.refreshes == led
            assert facts.shell == ("sent_on" if THERE in led else "")


LONG = "<p>We sing folk songs every Thursday in the school hall, and carols in December.</p>" * 4


@pytest.mark.parametrize(
    ("html", "shell"),
    [
        (f"<meta http-equiv=refresh content='0;url={THERE}'><p>Wait", "sent_on"),
        (f"<script>location = '{THERE}'</script><p>Please wait, you are sent on", "sent_on"),
        ("<meta http-equiv=refresh content='0;url=/en'><p>Wait", ""),
        ("<meta http-equiv=refresh content='0;url=https://www.farm.example/en'><p>Wait", ""),
        (f"<meta http-equiv=refresh content='0;url={THERE}'>{LONG}", ""),
    ],
)
def test_a_page_that_says_little_and_sends_on_was_not_seen(html: str, shell: str) -> None:
    facts = read_page(html.encode(), "text/html; charset=utf-8", HERE)
    assert facts.shell == shell
