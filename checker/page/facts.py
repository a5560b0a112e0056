"""What a page says, as values: the only thing about a page that signals see.

All values are frozen and picklable; texts come from a hostile page and are only ever data.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the page something stands."""

    part: str
    """``title``, ``header``, ``nav``, ``main``, ``aside``, ``footer``, ``address`` (the URL itself),
    ``structured`` (JSON-LD, microdata, Open Graph), ``hidden``."""
    block: int = -1
    """Number of the block in the page's text, or -1."""


@dataclass(frozen=True, slots=True)
class MedicineMention:
    """A medicine named on the page."""

    name: str
    """As the table spells it."""
    inn: str
    """The substance's international name."""
    category: str
    """Lifestyle category, e.g. ``erectile dysfunction``; may be empty."""
    status: tuple[tuple[str, str], ...]
    """Legal class by market: ``(("GB", "POM"), ("US", "Rx"), ("EU", "Rx"))``, words as in the table."""
    name_kind: str
    """``inn``, ``brand``, ``brand_not_uk_licensed``, ``street``, ``synonym``, ``multilingual``,
    ``misspelling``, ``code_name``."""
    place: Place
    start: int
    """Offset in the visible text; -1 when it stands elsewhere."""
    quote: str
    """The words seen, up to 160 characters around."""

    @property
    def prescription_only(self) -> bool:
        """True when the medicine is restricted in every market the table knows, so that no buyer's
        law lets a shop sell it to whoever orders it."""
        return _everywhere_restricted(self.status)

    @property
    def in_body(self) -> bool:
        """True when it stands in the text that a reader sees, and not in title, address or images alone."""
        return self.start >= 0 and self.place.part != "title"

    def restricted_in(self, market: str) -> bool:
        """True when it needs a prescription, is controlled or unlicensed in ``market`` (GB, US, EU)."""
        return any(_restricted(words) for name, words in self.status if name == market)


_RESTRICTED = (
    *("POM", "CD ", "Class ", "Rx", "CI", "CV", "Schedule "),
    *("unlicensed", "unapproved", "not authorised", "never authorised", "authorisations withdrawn"),
    *("withdrawn", "suspended", "refused", "veterinary only"),
)


@lru_cache(maxsize=4096)
def _everywhere_restricted(status: tuple[tuple[str, str], ...]) -> bool:
    return bool(status) and all(_restricted(words) for _, words in status)


@lru_cache(maxsize=4096)
def _restricted(words: str) -> bool:
    """Whether a status cell of medicines.csv says: a prescription, or not to be had at all.

    Single packs that a pharmacist may sell ("50 mg pack sold as P") do not free the medicine;
    ordinary strengths over the counter ("Rx 120 mg; OTC 60 mg") do.
    """
    if not words.startswith(_RESTRICTED):
        return False
    free = words.replace("low-dose OTC", "")
    return "OTC" not in free and "; P " not in free


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of money as printed."""

    amount: float
    currency: str
    """ISO 4217 where known, else the sign as printed, else empty."""
    start: int
    """Offset in the visible text; -1 when it stands elsewhere."""
    quote: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be bought, and how: the heart of the page.

    Read from structure (forms, buttons, product grids, structured data), so that it works in
    languages no phrase list knows.
    """

    medicine: MedicineMention | None
    """None when what is offered is no medicine the table knows."""
    name: str
    """What the page calls it."""
    price: Price | None
    quantity: int | None
    """Units in the pack (tablets, pens, ml …) where stated."""
    unit_price: float | None
    """Price for one unit, in the price's currency."""
    action: str
    """``basket`` (add to cart, order form), ``chat`` (messenger), ``telephone``, ``enquiry`` (contact form),
    ``consultation`` (the button leads into an assessment), ``prescription`` (the button asks for one),
    ``link`` (a buy link to another page), ``listing`` (priced, with no way to act seen here)."""
    gate: str
    """What stands before the purchase, as seen: ``prescription`` (upload or a licensed prescriber asks for it),
    ``consultation`` (assessment form), ``stated`` (a label on the card says so), ``beside`` (a form of the page
    asks, but this button is one of several that do not lead through it), ``none_seen``."""
    place: Place
    quote: str


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A phrase of the tables met in a sentence of the page."""

    signal: str
    """``signal`` of phrases.csv, or ``payment:<method>`` of payments.csv."""
    language: str
    quote: str
    """The sentence, up to 200 characters."""
    place: Place
    negated: bool
    """The sentence warns of it, denies it or reports it about others."""
    start: int


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number a person can ring."""

    number: str
    """E.164 where it could be read so, else the digits as printed."""
    country: str
    """ISO 3166 code of its country prefix; empty when it has none and none can be told."""
    kind: str
    """``landline``, ``mobile``, ``toll_free``, ``premium``, ``voip`` or ``unknown``."""
    quote: str
    place: Place


@dataclass(frozen=True, slots=True)
class Email:
    """A mail address."""

    address: str
    domain: str
    free_provider: bool
    place: Place


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Lines that read like a street address of a country whose format we know."""

    text: str
    country: str
    postcode: str
    valid: bool
    """The postcode has the country's format."""
    place: Place


@dataclass(frozen=True, slots=True)
class Identifier:
    """A company, VAT, register or professional number."""

    kind: str
    """``gb_company``, ``gb_vat``, ``gphc_premises``, ``gphc_person``, ``de_vat``, ``nabp`` …"""
    value: str
    valid: bool | None
    """Format and check digits; None when the kind has no rule we know."""
    country: str
    quote: str
    place: Place


@dataclass(frozen=True, slots=True)
class Seal:
    """A mark of approval: an image, or a link that carries the mark's words."""

    seal: str
    """Name in seals.csv."""
    kind: str
    exists: bool
    """False for marks that no authority issues."""
    link: str
    """Where it leads; empty when it leads nowhere."""
    link_state: str
    """``genuine`` (matches the authority's entry pattern), ``authority_home`` (the authority's host, no entry),
    ``elsewhere`` (another host), ``own_site`` or ``unlinked``."""
    entry: str
    """The entry id in a genuine link, else empty."""
    place: Place
    quote: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A messenger or social account."""

    service: str
    """``whatsapp``, ``telegram``, ``wechat``, ``line``, ``signal``, ``viber``, ``facebook``, ``instagram`` …"""
    kind: str
    """``messenger`` or ``social``."""
    handle: str
    place: Place


@dataclass(frozen=True, slots=True)
class Tracker:
    """An id that ties pages of one owner together (analytics, advertising, chat widgets)."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class OutLink:
    """A link, for those who follow the way: where to, with which words."""

    url: str
    text: str
    place: str
    visible: bool


@dataclass(frozen=True, slots=True)
class FormFacts:
    """A form: where it posts and what it asks."""

    action: str
    method: str
    purpose: str
    """``basket``, ``checkout``, ``consultation``, ``prescription_upload``, ``contact``, ``login``, ``newsletter``,
    ``search``, ``other``."""
    fields: tuple[tuple[str, str, str], ...]
    """(kind, name, label) of each control, at most 60."""


@dataclass(frozen=True, slots=True)
class StructuredItem:
    """A thing described in JSON-LD, microdata or Open Graph."""

    type: str
    name: str
    price: Price | None
    url: str
    properties: tuple[tuple[str, str], ...]
    """Flat (name, value) pairs of plain values: telephone, address parts, vatID, legalName, availability …"""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Everything read from one page."""

    url: str
    title: str
    description: str
    declared_language: str
    language: str
    """ISO 639-1 code told from the visible text; empty when too little text."""
    text: str
    """Visible text, blocks separated by newlines."""
    hidden_text: str
    headings: tuple[str, ...]
    links: tuple[OutLink, ...]
    forms: tuple[FormFacts, ...]
    frames: tuple[str, ...]
    refreshes: tuple[str, ...]
    """Addresses that a meta refresh or a script's location assignment leads to."""
    medicines: tuple[MedicineMention, ...]
    offers: tuple[Offer, ...]
    prices: tuple[Price, ...]
    phrases: tuple[PhraseHit, ...]
    phones: tuple[Phone, ...]
    emails: tuple[Email, ...]
    addresses: tuple[PostalAddress, ...]
    identifiers: tuple[Identifier, ...]
    seals: tuple[Seal, ...]
    contacts: tuple[Contact, ...]
    trackers: tuple[Tracker, ...]
    structured: tuple[StructuredItem, ...]
    markers: tuple[str, ...]
    """Names of known affiliate programmes and shop templates whose marks stand in the page."""
    images: int
    """Visible images."""
    shell: str
    """Why little can be read, or empty: ``script_only``, ``frame_only``, ``image_only``, ``noscript_only``,
    ``challenge``, ``parked``, ``suspended``, ``login``, ``empty``, ``placeholder``, ``sent_on`` (to another site)."""
    cuts: tuple[str, ...]
    """Limits reached while reading: the page is judged as far as it was read."""
    trade: tuple[str, ...] = ()
    """What of trade the text speaks of: ``delivery``, ``discount``, ``order``, ``payment``, ``refund``, ``stock``."""
    care: tuple[str, ...] = ()
    """Whether the text speaks of ``medicine`` (as goods: pills, medications …) and of a ``prescriber``."""
    practice: tuple[tuple[str, int], ...] = ()
    """How often title and text speak of what of a pharmacy's daily work: ``hours``, ``refill`` …"""
    style_text: str = ""
    """Words that the page's style sheets set, as far as they are more than labels: seen by people, not judged."""
    any_address: bool = False
    """A page that names medicines says that nothing is at its address, what was searched for, or that its address
    is another one: any address brings it up."""

    @property
    def work_with_medicines(self) -> bool:
        """It speaks of daily work that a pharmacy does and no other trade: opening hours have all of them."""
        return not {"care", "refill", "vaccination"}.isdisjoint(dict(self.practice))

    @property
    def on_offer(self) -> frozenset[str]:
        """The substances of the medicines put up for sale, by their international names."""
        return frozenset(offer.medicine.inn for offer in self.offers if offer.medicine)
