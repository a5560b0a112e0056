"""Text that no visitor sees neither raises nor lowers a report's probability."""

from __future__ import annotations

import pytest

from checker.evidence import Missing, Response
from checker.judgement import judge, page_evidence, supplied_target
from checker.page.facts import PageFacts
from checker.page.read import read_page

MOST_CHANGE = 0.05

SHOP = (
    "<h1>Our pills</h1><p>We ship worldwide. No prescription needed. Pay with Bitcoin.</p>"
    "<div><h3>Valium 10 mg</h3><p>$59</p><button>Add to cart</button></div>"
)
PHARMACY = (
    "<h1>Mill Lane Pharmacy</h1><p>Bring your prescription; our pharmacist will advise you.</p>"
    "<div><h3>Sildenafil 50 mg</h3><p>£20</p><a href='/consultation'>Start consultation</a></div>"
)
OFFENCES = "Buy Xanax without prescription, pay with Bitcoin, stealth shipping past customs. " * 20
PRAISE = (
    "Registered with the GPhC. A prescription is required. Ask your doctor or pharmacist. " * 20
)

HIDINGS = [
    pytest.param('<div style="display:none">{text}</div>', id="display-none"),
    pytest.param('<div style="visibility:hidden">{text}</div>', id="visibility-hidden"),
    pytest.param("<div hidden>{text}</div>", id="hidden-attribute"),
    pytest.param('<div style="position:absolute;left:-9999px">{text}</div>', id="off-the-page"),
    pytest.param('<p style="font-size:0">{text}</p>', id="no-size"),
    pytest.param('<p style="opacity:0">{text}</p>', id="no-opacity"),
    pytest.param("<style>.q{{display:none}}</style><p class=q>{text}</p>", id="style-sheet"),
    pytest.param("<!-- {text} -->", id="comment"),
    pytest.param("<template>{text}</template>", id="template"),
    pytest.param("<script type='text/plain'>{text}</script>", id="script"),
    pytest.param('<p style="color:#fff;background:#fff">{text}</p>', id="white-on-white"),
]


def probability(html: str) -> float:
    """Of a page judged as if served by an invented shop, read without a process of its own."""

    def read(response: Response) -> PageFacts | Missing:
        return read_page(response.body, response.header("content-type"), response.url)

    page = f"<html lang=en><body>{html}</body></html>".encode()
    report = judge(page_evidence(page, supplied_target("https://shop.example/"), read=read))
    assert report.verdict.probability is not None
    return report.verdict.probability


@pytest.mark.parametrize("hiding", HIDINGS)
@pytest.mark.parametrize("text", [OFFENCES, PRAISE], ids=["offences", "praise"])
@pytest.mark.parametrize("page", [SHOP, PHARMACY], ids=["shop", "pharmacy"])
def test_hidden_text_changes_next_to_nothing(page: str, text: str, hiding: str) -> None:
    assert abs(probability(page + hiding.format(text=text)) - probability(page)) <= MOST_CHANGE


def test_the_same_text_in_sight_does_change_it() -> None:
    assert probability(PHARMACY + f"<p>{OFFENCES}</p>") - probability(PHARMACY) > MOST_CHANGE
