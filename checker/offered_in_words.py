"""Offers of medicines made in words alone: in messages, posts and listings, which have no buttons.

A name is no offer (news, jokes and doctors name medicines, too): something of a sale must stand with it.
"""

from __future__ import annotations

from checker.page.facts import MedicineMention, PageFacts
from checker.page.sentences import sentence
from checker.patterns import compiled

LABEL = 40
"""Characters of the shortest sentence that is read by itself: what stands around a shorter one belongs to it."""

_DISGUISED = compiled(
    r"(?<![a-z])(?:buy|cheap|discount|best|order|generic|super|online|fast)?(?:"
    r"v[il1|!*í]{1,2}[a@4*]gr{1,2}[a@e4*]|v[*]gra|va[il1]gra|c[il1|!*í][a@4*][il1|!*]{1,2}[sz]|ca[il1]l[il1]s|lev[il1]tr?[ae]"
    r"|xan[a@4]x{1,2}|v[a@4][l1|!][il1|!]um|phen?termin[e3]?|hydr[o0]cod[o0]ne?|[o0]xyc[o0]d[o0]ne?|tram[a@4]d[o0][l1]"
    r"|amb[il1]en|k[l1][o0]nop[il1]n|vic[o0]d[il1]n|penis ?pills?|sex ?pills?|erection ?pills?)(?=k?\b|[A-Z]|[^a-z])"
)
_PLAIN = frozenset(
    """viagra cialis levitra xanax valium phentermine hydrocodone oxycodone tramadol ambien klonopin
    vicodin""".split()  # noqa: SIM905
)
_SALE = compiled(
    r"\b(?:buy|cheap\w*|discount\w*|offers?|shop\w*|sale|save|savings?|orders?|ordering|delivery|ship(?:s|ped|ping)?|coupon|voucher"
    r"|(?<!the )prices?(?! of\b)|(?<!read )(?<!apply )(?<!book )online|(?:web-?)?suppliers?|in stock|lowest|wholesale"
    r"|(?:web|e|our|drug|approved|pharmacy|medical|pills?)[- ]?stores?|no ?prescription|(?:we|i) sell"
    r"|(?:\d+|free)[ -](?:day )?trial|trial (?:packs?|offer)|(?:natural|herbal) alternative|rabatt|kaufen|bestellen"
    r"|verkaufen?|acheter|je vends|à vendre|comprar|vendo|vendemos|vendiamo|kup|sprzedam|cena|prezzo|precio|prix|preis"
    r"|продам|продаю|цена|заказать)\b|^\W{0,3}sell(?:ing)? (?!out)|\d ?% (?:off|discount)|[-–]\d\d ?%"
    r"|(?<!worth )(?:[$€£]|\b(?:rs|inr|usd|eur|gbp|chf|pln)\b\.?) ?\d(?![\d.,]* ?(?:bn|m|million|billion|mrd|mio)\b)"
    r"|\d ?(?:[€£]|(?:euros?|zł|руб|kr|usd|eur|gbp)\b)"
)
"""What sells. A price "of" something, a percentage and a "trial" by themselves are news and research; to "store"
it is advice, and what is "worth" money was seized."""
_GOODS = compiled(
    r"pharmac(?:y|ies)\b|drug ?stores?\b|\bmeds\b|meds(?:pills)?\b|\bmedications?\b|\brx\b|pills\b|\btabs\b"
    r"|\bapotheke\b|\bfarmacia\b|\bpharmacie\b|\berections?\b|impotence|1mpotecne|strongerections|\bED (?:meds|drugs)\b"
)
_COMMERCE = compiled(
    r"\b(?:coupon|discount(?:ed)?|\d{1,2} ?% ?off|save \d|visa|mastercard|amex|e-?check|next order|next purchase|lowest"
    r"|from \$ ?\d|best prices?|order now|buy now|shop now|wide selection|worldwide|no ?prescription)\b"
)
_SELLER = compiled(
    r"\b(?:express|online|canadian|canada|global|world|best|trusted|discount|cheap|offshore|internet)[ -]?"
    r"(?:[0o]nline)? ?(?:pharmacy|drug ?store|meds|rx)"
)
_ASKS = compiled(
    r"(?<!no )(?<!no-)(?<!without )(?<!without a )(?<!non )prescri|consult|pharmacist|\bgp\b|doctor|\bclinic|"
    r"(?<!ohne )(?<!kein )rezept(?!frei)|(?<!sans )ordonnance|(?<!sin )receta|(?<!senza )ricetta|"
    r"(?<!bez )(?<!zonder )recept|appointment"
)
"""What an offer of a licensed seller has beside the name: who decides about it."""
_NOTICE = compiled(
    r"\byour (?:\w+ ){0,2}(?:prescriptions?|medications?|medicines?|appointment|supply|orders?|refill|request|claim"
    r"|consultation)\b[^.!?\n]{0,60}\b(?:is|are|was|has|have)\b[^.!?\n]{0,40}\b(?:ready|due|approved|dispatched|shipped"
    r"|sent|accepted|received|confirmed|reviewed|on its way|out for)\b|\brepeat prescription|\bnhs app\b"
    r"|\bready (?:to collect|for collection|to be collected|for pick-?up)\b"
    r"|\bprescribed (?:by|for) (?:you|us|our|your)\b"
    r"|\b(?:from|at|by|to|through|via) (?:the|your|my|our) (?:\w+ )?(?:surgery|gp|chemists?|pharmacist|practice"
    r"|prescriber|vets?|hospital|clinic)\b|\bour (?:pharmacist )?prescribers?\b"
    r"|\bihre?[mnrs]? (?:e-?)?(?:rezept|medikament)|\b(?:in|bei) (?:ihrer|deiner|unserer) (?:\w+-)?apotheke"
    r"|\bvotre (?:ordonnance|médecin|pharmacien|pharmacie)\b|\bsu (?:receta|médico|farmacia)\b"
    r"|\b(?:la|il) (?:sua|tua|suo|tuo) (?:ricetta|medico|farmacia)\b|\btwo(?:ja|jej|ją) (?:e-?)?recept|\be-?recept[aęy]"
)
"""How surgeries and pharmacies write to somebody about a medicine of their own, and friends about theirs."""
_PROMISES = frozenset({"no_prescription", "no_questions"})
_NO_VISIT = compiled(r"\b(?:without|no) (?:a |any )?doctor'?s?'? (?:visit|appointment)")


def names_sold(page: PageFacts, *, freely: bool = False) -> tuple[str, ...]:
    """The prescription medicines that the words put up for sale; ``freely``: those beside which nothing says
    who prescribes them."""
    seen = (m for m in page.medicines if m.prescription_only and m.place.part != "hidden")
    sold = (m for m in seen if _sold(page, m) and not (freely and _ASKS.search(m.quote)))
    return tuple(dict.fromkeys(m.name for m in sold))


def waived(page: PageFacts) -> bool:
    """Medicines are promised without a prescription, or without a doctor's visit; warnings of it do not count."""
    promised = any(p.signal in _PROMISES and not p.negated for p in page.phrases)
    return promised or _NO_VISIT.search(page.text[:3000]) is not None


def reads_like_notice(text: str, page: PageFacts) -> bool:
    """``text`` speaks of a prescription, an order or a pharmacy that its reader has, promises to do without none,
    and names no account to be answered at."""
    account = any(contact.kind == "messenger" for contact in page.contacts)
    return not account and not waived(page) and _NOTICE.search(text) is not None


def names_disguised(text: str) -> list[str]:
    """Names of medicines written so that filters miss them."""
    seen = (match[0].strip() for match in _DISGUISED.finditer(text))
    return list(dict.fromkeys(word for word in seen if word.lower() not in _PLAIN))


def speaks_of_sale(text: str) -> bool:
    """A word of sale or a price stands in ``text``."""
    return _SALE.search(text) is not None


def speaks_of_goods(text: str) -> bool:
    """``text`` speaks of a pharmacy or of medicines as goods."""
    return _GOODS.search(text) is not None


def pharmacy_pitch(text: str, page: PageFacts) -> str:
    """The words by which a message advertises a pharmacy without naming a medicine, or nothing."""
    head = text[:3000]
    goods = {match[0].lower() for match in _GOODS.finditer(head)}
    commerce = {match[0].lower() for match in _COMMERCE.finditer(head)}
    seller = _SELLER.search(head)
    promised = any(p.signal == "no_prescription" and not p.negated for p in page.phrases)
    if seller and commerce:
        return seller[0]
    if len(goods) >= 2 and (len(commerce) >= 2 or (commerce and (page.prices or promised))):
        return ", ".join(sorted(goods)[:3])
    if goods and promised and (commerce or page.prices or page.trade):
        return ", ".join(sorted(goods)[:3])
    return ""


def _sold(page: PageFacts, mention: MedicineMention) -> bool:
    """Something of a sale stands beside the medicine's name."""
    few = len(page.text) < 2500  # In long texts the sale may be of something else.
    return _SALE.search(_said_with(page, mention)) is not None or (
        few and (len(page.prices) > 1 or "order" in page.trade or waived(page))
    )


def _said_with(page: PageFacts, mention: MedicineMention) -> str:
    """The sentence that names the medicine: a salary and a gift are asked for in others."""
    if mention.start < 0:
        return mention.quote
    first, last = sentence(page.text, mention.start)
    return page.text[first:last] if last - first >= LABEL else mention.quote
