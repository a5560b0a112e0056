"""A seller of medicines has no page of terms or on privacy, though its contact page was read."""

from __future__ import annotations

from checker.finding import (
    Direction,
    Finding,
    Meta,
    Topic,
    absent,
    not_applicable,
    present,
    unknown,
)
from checker.message import N_
from checker.page.facts import PageFacts
from checker.page.literals import Anchored
from checker.signals._identity import sells_medicine
from checker.site import Site

META = Meta(
    title=N_("No terms and no privacy page"),
    why=N_(
        "What you order is health data. A seller without terms and privacy rules says neither "
        "who buys from whom nor what becomes of it."
    ),
    verify=N_("Look at the foot of the site for terms and for a privacy page."),
    source=(
        "Regulation (EU) 2016/679, article 13; Directive 2000/31/EC, article 10; NABP "
        "standards on privacy of patient information"
    ),
    topic=Topic.IDENTITY,
    direction=Direction.CONCERN,
    needs=("site",),
    experimental=True,
)


_POLICY = Anchored(
    r"privacy|terms|conditions|legal|datenschutz|\bagb\b|impressum|confidentialit|mentions|"
    r"\bcg[vu]\b|privacidad|condiciones|aviso legal|condizioni|voorwaarden|prywatno|regulamin|"
    r"privacidade|termos|integritet|villkor|vilkår|политик|услови|соглашени|оферт|chính sách|"
    r"điều khoản|プライバシー|利用規約|特定商取引|隐私|条款|隱私|gizlilik|koşul|podmínky|"
    r"soukromí|adatvéd|ászf|confiden[tț]ial|termeni|tietosuoja|ehdot|פרטיות|תקנון|الخصوصية|الشروط"
)


def detect(site: Site) -> Finding:
    """Look at the words and addresses of all links, and at the roles of the pages read."""
    if not sells_medicine(site):
        return not_applicable(N_("No trade in medicines was seen"))
    if "terms" in site.roles or any(_POLICY.stands(_labels(page)) for page in site.pages):
        return absent(N_("Terms or a privacy page are linked"))
    if not {"contact", "imprint"} & site.roles:
        return unknown(N_("The contact page was not read"))
    return present(N_("No link to terms or to a privacy page was found"))


def _labels(page: PageFacts) -> str:
    """All links and headings, a line each: one long text is searched sooner than hundreds of short ones."""
    words = [link.text[:80] for link in page.links]
    ways = [link.url[:200] for link in page.links]
    return "\n".join((*words, *ways, *page.headings)).lower()
