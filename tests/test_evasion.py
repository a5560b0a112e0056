"""What a seller can put into a page: words, seals, whole lawful pages, and too much of anything.

Three promises. What the offences-only part of the judgement counts never falls, whatever is added.
A page that was warned of is not cleared by words, names, seals, articles, leaflets or footers, before, amid
or after its own, seen or unseen. Of a page that is too large to be read whole nothing reassuring is
said, and that it was cut is a finding.

What is not promised stands in ``PRACTICE``: findings about how a sale is made, which the page's other
contents may answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from urllib.parse import urlsplit

import pytest

from checker.demo.manifest import demo_checks, demo_hosts
from checker.features import measures_of, offence_features
from checker.finding import Direction, Outcome
from checker.report import Report
from checker.signals import all_signals
from checker.verdict import Level, is_silent
from tests.hard.cases import SEVERE, cases, judged

REASSURING = frozenset((Level.VERIFIED, Level.UNVERIFIED, Level.NOT_A_PHARMACY))

STEP = "a prescription or a consultation on the page is taken to stand before its offers"
ALONE = "said of a page that has nothing else of the kind; another telephone or payment answers it"
SUBJECT = "a chat without a card of its own sells what the page is about"
PRACTICE = {
    "prescription_medicine_in_basket": STEP,
    "controlled_medicine_for_sale": STEP,
    "unlicensed_medicine_for_sale": STEP,
    "lifestyle_medicines_only": STEP,
    "lifestyle_medicine_menu": STEP,
    "medicine_announced_for_sale": STEP,
    "medicine_sale_menu": STEP,
    "trade_in_lifestyle_medicines": STEP,
    "pack_size_ladder": STEP,
    "medicines_sold_like_goods": "the page may name who decides about medicines",
    "contact_messenger_only": ALONE,
    "bank_transfer_only": ALONE,
    "phone_impossible": ALONE,
    "prescription_medicine_by_messenger": SUBJECT,
}
"""Findings that something put into a page may take away, and why. None decides alone but one, and that
one only for substances that a pharmacy may make up."""


# The pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Rogue:
    """An invented page that is warned of."""

    name: str
    html: str
    url: str


def _demonstration() -> Iterator[Rogue]:
    for check in demo_checks():
        host = demo_hosts().get(check.host)
        if host is None or not SEVERE.issuperset(check.levels):
            continue
        html = host.pages.get(urlsplit(check.url).path.rstrip("/"))
        if html is not None:
            yield Rogue(name=check.host, html=html, url=check.url)


@cache
def rogues() -> tuple[Rogue, ...]:
    """Hard cases and pages of the demonstration that are warned of for what they offer. What is warned of only
    for standing on another's host has no seller's page that good words could clear."""
    hard = (Rogue(name=c.file, html=c.html.decode(), url=c.url) for c in cases() if not c.lawful)
    pages = (*hard, *_demonstration())
    return tuple(p for p in pages if level(plain(p)) in SEVERE and _offers(plain(p)))


def _offers(report: Report) -> bool:
    assessment = report.verdict.assessment
    assert assessment is not None
    return assessment.probability >= assessment.thresholds.caution


@cache
def plain(page: Rogue) -> Report:
    return judged(page.html.encode(), page.url)


def level(report: Report) -> Level:
    return report.verdict.level


def inside(html: str) -> tuple[str, str, str]:
    """``html`` cut before and after what stands in its body."""
    begin = re.search(r"<body[^>]*>", html)
    first = begin.end() if begin else 0
    last = html.rfind("</body>")
    return html[:first], html[first:last], html[last:]


def middle(body: str) -> int:
    """A place between two elements, half-way."""
    ends = [end.end() for end in re.finditer(r"</(?:li|tr|p|h3|h2|div)>", body)]
    return ends[len(ends) // 2]


PLACES = ("before", "between", "after", "unseen")


def with_inserted(html: str, words: str, place: str) -> bytes:
    head, body, tail = inside(html)
    cut = middle(body)
    changed = {
        "before": words + body,
        "between": body[:cut] + words + body[cut:],
        "after": body + words,
        "unseen": f'<div style="display:none">{words}</div>{body}',
    }[place]
    return (head + changed + tail).encode()


# What is put in


@cache
def part_of(file: str, tag: str) -> str:
    """The first ``tag`` of a lawful hard case, whole."""
    html = next(case for case in cases() if case.file == file).html.decode()
    found = re.search(rf"<{tag}\b.*?</{tag}>", html, re.DOTALL)
    assert found is not None, (file, tag)
    return found.group()


@cache
def said() -> Mapping[str, str]:
    """Words, seals, articles and footers: nothing that stands before a purchase."""
    words = {
        "trust": "<p>Registered with GPhC and NABP. LegitScript certified. MHRA regulated.</p>" * 5,
        "stuffing": f"<p>{'VIPPS NABP GPhC verified ' * 500}</p>",
        "seals": '<a href="https://www.pharmacyregulation.org/"><img src="/a.png" alt="Registered '
        'pharmacy"></a><img src="/b.png" alt="LegitScript certified">',
        "careful": "<p>A prescription is required. Our pharmacist checks every order. Please ask your "
        "doctor. Verschreibungspflichtig. Ordonnance obligatoire. Solo con receta.</p>",
        "warning": "<p>Warning: never buy from illegal sellers. Beware of fakes, say researchers.</p>",
        "heading": "<h2>How to spot a fake pharmacy: the warning signs</h2>",
        "ministry": "<h1>Ministry of Health: information for patients</h1>",
        "pets": "<h1>Food and toys for dogs and cats</h1><p>Veterinary advice</p>",
        "described": '<script type="application/ld+json">{"@type":"NewsArticle","name":"A"}</script>',
        "links": '<a href="https://www.nhs.uk/">NHS</a> <a href="https://www.gov.uk/">GOV.UK</a> '
        * 250,
    }
    return MappingProxyType(
        {
            **words,
            "alert": part_of("lawful_en_regulator_warning", "main"),
            "news": part_of("lawful_en_newspaper_raid", "article"),
            "leaflet": part_of("lawful_en_hospital_leaflet", "main"),
            "lecture": part_of("lawful_pt_universidade", "main"),
            "footer": part_of("lawful_en_pharmacy_p_medicines", "footer"),
            "doctors_footer": part_of("lawful_en_online_doctor_ed", "footer"),
            "free_medicines": part_of("lawful_de_versandapotheke_otc", "main"),
            "chemist": part_of("lawful_en_pharmacy_p_medicines", "main"),
        }
    )


@cache
def steps() -> Mapping[str, str]:
    """What really stands before a purchase in a lawful pharmacy, put where it stands before nothing."""
    return MappingProxyType(
        {
            "upload": '<form action="/rx"><label>Upload your prescription <input type="file" '
            'name="prescription"></label><button>Upload prescription</button></form>',
            "button": '<a href="/consultation">Start consultation</a>',
            "questions": '<form action="/q"><label>Any allergies? <input name="allergies"></label><label>'
            'Blood pressure <input name="blood_pressure"></label><label>Medical conditions '
            '<input name="conditions"></label><button>Continue</button></form>',
            "doctor": part_of("lawful_en_online_doctor_ed", "main"),
        }
    )


def everything() -> Mapping[str, str]:
    return MappingProxyType({**said(), **steps()})


# The promises


def offences(report: Report) -> dict[str, float]:
    """What the offences-only part of the judgement counts; what is not there counts 0."""
    measures = measures_of(report.findings)
    return {feature.name: measures.get(feature.name, 0.0) for feature in offence_features()}


def concerns(report: Report) -> set[str]:
    """Signals that speak against the page, with a measure of which more can never be better."""
    known = all_signals()
    return {
        finding.signal
        for finding in report.findings
        if finding.outcome is Outcome.PRESENT
        and known[finding.signal].meta.direction is Direction.CONCERN
        and any(m.direction == 1 for m in known[finding.signal].meta.measures.values())
    }


def faults(page: Rogue, words: Mapping[str, str], *, promised: bool) -> list[str]:
    """Everything that putting each of ``words`` into each place of ``page`` did and must not do."""
    before, found = plain(page), []
    for name, text in words.items():
        for place in PLACES:
            after = judged(with_inserted(page.html, text, place), page.url)
            where = f"{page.name}: {name} {place}"
            fallen = fell(offences(before), offences(after))
            found += [f"{where} lowers {measure}" for measure in fallen]
            lost = concerns(before) - concerns(after) - set(PRACTICE)
            found += [f"{where} hides {signal}" for signal in sorted(lost)]
            if promised and level(after) in REASSURING:
                found.append(f"{where} makes it {level(after)}")
            if promised and is_silent(after.verdict.kind) > is_silent(before.verdict.kind):
                found.append(f"{where} makes it a {after.verdict.kind}")
    return found


def fell(before: Mapping[str, float], after: Mapping[str, float]) -> list[str]:
    return [name for name, value in before.items() if after[name] < value - 1e-9]


def some(every: int) -> list[Rogue]:
    return list(rogues()[::every])


def name_of(page: Rogue) -> str:
    return page.name


def test_there_is_something_to_try() -> None:
    assert len(rogues()) >= 40
    assert offence_features()
    assert set(PRACTICE) <= set(all_signals())


@pytest.mark.parametrize("page", some(8), ids=name_of)
def test_words_clear_no_page(page: Rogue) -> None:
    assert faults(page, said(), promised=True) == []


@pytest.mark.parametrize("page", some(8), ids=name_of)
def test_steps_that_stand_before_nothing_lower_no_offence(page: Rogue) -> None:
    assert faults(page, steps(), promised=False) == []


@pytest.mark.slow
@pytest.mark.parametrize("page", some(1), ids=name_of)
def test_nothing_clears_any_page(page: Rogue) -> None:
    assert faults(page, said(), promised=True) + faults(page, steps(), promised=False) == []


MOST_CLEARED = 0.12
"""Share of (page, step) that comes out reassuring, measured with the shipped model. Here practice answers
practice: a form that asks for a prescription is what a lawful shop has, and a page about one medicine
cannot be told from a lawful one by such a form."""


def test_how_many_pages_steps_that_stand_before_nothing_clear(
    record_property: Callable[[str, object], None],
) -> None:
    tried = [(page, step) for page in rogues() for step in steps().values()]
    cleared = [
        level(judged(with_inserted(page.html, step, "after"), page.url)) in REASSURING
        for page, step in tried
    ]
    share = sum(cleared) / len(cleared)
    record_property("cleared", round(share, 3))
    assert share <= MOST_CLEARED


# A page within something else


@pytest.mark.parametrize(
    "tag", ["nav", "header", "footer", "aside", "blockquote", "form", "section"]
)
@pytest.mark.parametrize("beside", ["", "article"])
def test_a_page_within_another_part_is_no_less_a_shop(tag: str, beside: str) -> None:
    found = []
    for page in rogues():
        head, body, tail = inside(page.html)
        moved = f"{head}<{tag}>{body}</{tag}>{PROSE * 100 if beside else ''}{tail}"
        if level(judged(moved.encode(), page.url)) in REASSURING:
            found.append(page.name)
    assert found == []


# Too much of anything

PROSE = "<p>The garden is open from March to October and the roses are in flower in June.</p>"
TOO_MUCH = [
    pytest.param(PROSE * 6_000, id="text"),
    pytest.param(PROSE * 30_000, id="text-past-2-MiB"),
    pytest.param(f'<div style="display:none">{PROSE * 30_000}</div>', id="text-nobody-sees"),
    pytest.param(f"<!--{'x' * 2_200_000}-->", id="comment"),
    pytest.param(f"<script>var a='{'x' * 2_200_000}';</script>", id="script"),
    pytest.param(f"<style>{'.a{color:red}' * 170_000}</style>", id="style"),
    pytest.param(f'<img alt="" src="data:image/png;base64,{"A" * 2_200_000}">', id="picture"),
    pytest.param("<i></i>" * 25_000, id="tags"),
    pytest.param("<p>a</p>" * 25_000, id="paragraphs"),
    pytest.param('<a href="https://www.nhs.uk/">NHS</a> ' * 6_000, id="links"),
    pytest.param("<p>Paracetamol and ibuprofen</p>" * 2_000, id="medicines"),
    pytest.param(
        "".join(
            f"<div><h3>Paracetamol 500mg</h3><b>£{n}.10</b><button>Add to cart</button></div>"
            for n in range(1, 400)
        ),
        id="offers",
    ),
    pytest.param("<p>Tea £3</p>" * 3_000, id="prices"),
    pytest.param("<div>" * 600, id="depth"),
    pytest.param(f"<p {' '.join(f'a{n}=1' for n in range(2_000))}>x</p>", id="attributes"),
    pytest.param("<form><input name=a></form>" * 3_000, id="forms"),
    pytest.param("<img src=a.gif>" * 8_000, id="images"),
]


def cut(report: Report) -> bool:
    return any(f.signal == "page_cut" and f.outcome is Outcome.PRESENT for f in report.findings)


@pytest.mark.parametrize("words", TOO_MUCH)
@pytest.mark.parametrize("page", some(13), ids=name_of)
def test_too_much_before_a_page_never_clears_it(page: Rogue, words: str) -> None:
    after = judged(with_inserted(page.html, words, "before"), page.url)
    assert level(after) not in REASSURING
    if level(after) is not level(plain(page)):
        assert cut(after)


@pytest.mark.parametrize("words", TOO_MUCH)
@pytest.mark.parametrize("page", some(13), ids=name_of)
def test_too_much_after_a_page_changes_nothing_of_it(page: Rogue, words: str) -> None:
    after = judged(with_inserted(page.html, words, "after"), page.url)
    assert level(after) in SEVERE
    assert fell(offences(plain(page)), offences(after)) == []


def test_a_lawful_page_that_was_cut_is_not_condemned_for_it() -> None:
    case = next(case for case in cases() if case.file == "lawful_en_hospital_leaflet")
    after = judged(with_inserted(case.html.decode(), PROSE * 30_000, "after"), case.url)
    assert level(after) is Level.INCONCLUSIVE
    assert cut(after)


# Words in disguise

SHOP = "<h1>Our pills</h1><div><h3>{name} 20 mg</h3><p>$59</p><button>Add to cart</button></div>"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Cialis", id="plain"),
        pytest.param("Ci&#1072;lis", id="letter-of-another-alphabet"),
        pytest.param("Cia\u200blis", id="zero-width-space"),
        pytest.param("Cia&shy;lis", id="soft-hyphen"),
        pytest.param("<b>Cia</b><i>lis</i>", id="two-elements"),
        pytest.param("&#67;ialis", id="entity"),
        pytest.param("C1alis", id="digit"),
        pytest.param("ＣＩＡＬＩＳ", id="full-width"),
    ],
)
def test_a_name_in_disguise_is_that_name(name: str) -> None:
    report = judged(SHOP.format(name=name).encode(), "https://shop.example/")
    assert "prescription_medicine_in_basket" in concerns(report)


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param('<meta name="keywords" content="{words}">', id="meta"),
        pytest.param("<!-- {words} -->", id="comment"),
        pytest.param("<noscript>{words}</noscript>", id="noscript"),
        pytest.param('<img src="a.png" alt="{words}" title="{words}">', id="alt-and-title"),
        pytest.param(f"{'<div>' * 300}{{words}}{'</div>' * 300}", id="deep"),
        pytest.param("<style>p::before{{content:'{words}'}}</style>", id="style-content"),
    ],
)
@pytest.mark.parametrize("page", some(11), ids=name_of)
def test_good_words_where_programs_read_clear_nothing(page: Rogue, hidden: str) -> None:
    words = "Registered with the GPhC. A prescription is required. Ask your doctor. " * 20
    after = judged(with_inserted(page.html, hidden.format(words=words), "before"), page.url)
    assert level(after) in SEVERE
    assert fell(offences(plain(page)), offences(after)) == []
