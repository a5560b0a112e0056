"""Offers: what can be bought on the page, and what stands before the purchase.

Read from structure. Something to press (a basket button, an order form, a messenger link) belongs to
the smallest part of the tree that a person would see as one card: the widest part around it in
which nothing else can be pressed. What that card names is offered, at the price it shows. A page
with one thing to press offers what its heading names. So a shop is read in languages no phrase
list knows, as long as it names the medicine; words only decide between a basket and a consultation.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from checker.page.actions import action_of_label, action_of_marks, puts_up_for_sale
from checker.page.document import Block, Document, Link
from checker.page.echo import brought_up_by_any_address, words_of_address
from checker.page.facts import (
    FormFacts,
    MedicineMention,
    Offer,
    Place,
    Price,
    StructuredItem,
)
from checker.page.folding import fold
from checker.page.lines import is_plain, listed_offers
from checker.page.quantities import quantity
from checker.patterns import compiled

MOST_OFFERS = 200
"""Offers of prescription medicines, and likewise of other goods, that are kept of one page."""
WIDEST_CARD = 1500
"""Characters of text in the largest part of the page still read as one card."""
LABEL = 70
"""Characters of the longest block still read as a label ("Prescription required") rather than as prose."""

LONGEST_HEADLINE = 150
PROSE_WORDS = 8
"""Spaces in a paragraph above which it is a sentence about money, not a price tag."""

SELLING = frozenset({"basket", "buy", "order", "checkout", "chat", "telephone", "link"})
"""Actions that take an order, as against those that lead to a prescriber or only talk."""

_OWN = frozenset({"basket", "buy", "order"})
"""Actions that put this very thing into a basket."""

_STEPS = {"prescription_upload": "prescription", "consultation": "consultation"}
"""Purposes of forms that stand before a sale, and the gate they make."""

_MESSENGER = compiled(
    r"^(?:https?://)?(?:wa\.me|api\.whatsapp\.com|chat\.whatsapp\.com|wa\.link|t\.me|telegram\.me|m\.me|"
    r"line\.me|lin\.ee|signal\.me|wickr)|^(?:whatsapp|tg|viber|skype|sms):"
)
_QUESTION = compiled(
    r"\?|？|\b(?:can|how|should|where|what|why|is it|do i|kann|wie|wo|puis-je|comment|peut-on|puedo|cómo|"
    r"czy|jak|come|dove)\b"
)
_GATE_LABEL = compiled(
    r"prescription[- ](?:only|required|needed|item|medic)|requires? (?:a |valid )?prescription|\brx only\b|\bpom\b|"
    r"rezept(?:pflichtig|gebühr)|verschreibungspflicht|auf rezept|sur ordonnance|ordonnance obligatoire|"
    r"(?:con|bajo|sujeto a|requiere) receta|con ricetta|obbligo di ricetta|na receptę|op recept|receptbelagt|"
    r"po receptu|по рецепту|處方藥|处方药|reçeteli|kê đơn|レシピ|処方"
)
_PER_UNIT = compiled(
    r"\s?(?:per|a|each|/|pro|par|por|za|al(?:la)?|за|每)\s?(?:pill|tablet|tab|capsule|unit|piece|pen|vial|"
    r"tablette|pille|stück|comprim|pastill|compress|tabletk|таблет|粒|片|顆)"
)
GOODS = frozenset({"Product", "Drug", "Offer"})
"""Types of structured data that stand for something sold."""
_NEVER_A_CARD = frozenset({"html", "body"})
_OUTER = frozenset({"header", "nav", "footer"})
_CARD_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_PROSE = frozenset({"p", "blockquote"})
_CART = compiled(
    r"[?&]add[-_]?to[-_]?(?:cart|basket|bag)=|/(?:cart|basket|bag|panier|warenkorb|carrito|carrello|koszyk)"
    r"(?:\.php)?(?:/add|/ajout|/agregar|/dodaj|\?add|\?action=add)(?:[=/&?_-]|$)"
)
"""Addresses that put something into a basket, whatever the link shows: a picture, or words of no table."""


@dataclass(slots=True)
class _Action:
    node: int
    kind: str
    label: str


@dataclass
class Offers:
    """Reads the offers of one document; :meth:`read` is the whole interface."""

    doc: Document
    medicines: tuple[MedicineMention, ...]
    prices: tuple[Price, ...]
    forms: tuple[FormFacts, ...]
    structured: tuple[StructuredItem, ...]
    _cards: dict[int, int] = field(default_factory=dict)
    _spans: dict[int, range] = field(default_factory=dict)
    _main_parts: dict[int, bool] = field(default_factory=dict)

    def read(self) -> tuple[Offer, ...]:
        """All offers, those of a card first, each medicine and action once per card. Offers of prescription
        medicines and others have a limit each: no heap of goods can push the medicines out."""
        found: dict[tuple[object, ...], Offer] = {}
        counts: Counter[bool] = Counter()
        for offer in self._all():
            key = (
                offer.medicine.inn or offer.medicine.name if offer.medicine else offer.name,
                offer.action,
                offer.price.amount if offer.price else None,
                offer.quantity,
            )
            restricted = offer.medicine is not None and offer.medicine.prescription_only
            if key not in found and counts[restricted] < MOST_OFFERS:
                counts[restricted] += 1
                found[key] = offer
        return tuple(found.values())

    def _all(self) -> Iterator[Offer]:
        for action in self._actions:
            offer = self._offer_of(action)
            if offer is not None:
                yield offer
        yield from self._choices()
        yield from self._priced_rows()
        yield from self._priced_page()
        yield from self._described()
        yield from self._announced()
        if is_plain(self.doc):
            yield from listed_offers(self.doc, self.medicines, self.prices, SELLING)

    # -- what can be pressed ---------------------------------------------------------------

    @cached_property
    def _actions(self) -> list[_Action]:
        """Everything that takes an order or leads towards one, in document order."""
        by_node: dict[int, _Action] = {}
        for button in self.doc.buttons:
            kind = action_of_label(button.text) or action_of_marks(button.marks)
            if kind:
                by_node[button.node] = _Action(button.node, kind, button.text)
        for link in self.doc.links:
            if not link.visible:
                continue
            kind = "chat" if _MESSENGER.match(link.url) else self._link_action(link.text)
            kind = kind or ("basket" if _CART.search(link.url) else "")
            if kind:
                by_node.setdefault(link.node, _Action(link.node, kind, link.text))
        nodes = sorted(by_node)
        for form, facts in zip(self.doc.forms, self.forms, strict=True):
            following = bisect_right(nodes, form.node)
            inside = following < len(nodes) and nodes[following] <= self.doc.end[form.node]
            if facts.purpose == "basket" and not inside:
                by_node[form.node] = _Action(form.node, "basket", "")
        return [by_node[node] for node in sorted(by_node)]

    def _link_action(self, label: str) -> str:
        """What a link's words do: those of a button, or "buy" beside the name of a medicine."""
        action = action_of_label(label)
        if action or not self.medicines or len(label) > LONGEST_HEADLINE:
            return action
        return "buy" if puts_up_for_sale(label) and self._named_in(label) else ""

    @cached_property
    def _action_nodes(self) -> list[int]:
        return [action.node for action in self._actions]

    def _offer_of(self, action: _Action) -> Offer | None:
        outer = self._outer_part(action.node)
        own = self._named_in_label(action)
        if own is not None:
            card = self._card(action.node)
            return self._make(own, action.kind if action.kind != "buy" else "link", card, outer)
        card = self._card(action.node)
        medicine = self._subject_of(card)
        price = self._price_in(card)
        if outer and not (medicine and (price or self._is_headed_order(action, card))):
            return None  # "Order now" in a menu or a footer belongs to no medicine.
        alone = medicine is None and not self._other_goods(card) and self._is_main_action(action)
        if alone:
            medicine = self._page_subject
            price = price or self._first_price
        if medicine is None and price is None:
            return None
        if action.kind in ("enquiry", "checkout") and medicine is None:
            return None
        return self._make(medicine, action.kind, card, "main", price=price)

    def _is_headed_order(self, action: _Action, card: int) -> bool:
        """A button that takes an order under a heading of its own card."""
        return action.kind in _OWN and any(b.tag in _CARD_HEADINGS for b in self._blocks_in(card))

    def _is_main_action(self, action: _Action) -> bool:
        """The only action of its kind outside menus, or one of several under a heading that names
        the page's subject: rows of one product in several pack sizes."""
        if self._page_subject is None:
            return False
        cards_with_names = sum(
            1 for other in self._actions if self._subject_of(self._card(other.node)) is not None
        )
        return cards_with_names <= len(self._actions) // 3

    def _other_goods(self, card: int) -> bool:
        """The card has a heading of its own whose first word no other card's heading begins with: other
        goods beside the page's subject, not one more pack size of it."""
        own = self._first_word(card)
        return bool(own) and self._first_words.count(own) == 1 and len(set(self._first_words)) > 1

    def _first_word(self, card: int) -> str:
        """The word of letters that the card's heading begins with, or an empty string."""
        heading = next((b for b in self._blocks_in(card) if b.tag in _CARD_HEADINGS), None)
        word = heading.text.split(maxsplit=1)[0] if heading is not None and heading.text else ""
        return word.lower() if word.isalpha() else ""

    @cached_property
    def _first_words(self) -> list[str]:
        """Those of all cards, in document order."""
        cards = dict.fromkeys(self._card(action.node) for action in self._actions)
        return [word for card in cards if (word := self._first_word(card))]

    def _named_in_label(self, action: _Action) -> MedicineMention | None:
        """The medicine named by the label itself: "Buy Xanax online"."""
        if not action.label or not self.medicines:
            return None
        return self._named_in(action.label)

    def _named_in(self, words: str) -> MedicineMention | None:
        """The longest name of a medicine of this page that stands in ``words``."""
        label = fold(words)
        return next((m for name, m in self._distinct if name in label), None)

    # -- cards -------------------------------------------------------------------------------

    def _card(self, node: int) -> int:
        """The widest part of the tree around ``node`` with no other action of another card in it."""
        if node in self._cards:
            return self._cards[node]
        card = node
        parent = self.doc.parent[node]
        while parent > 0 and self.doc.tag[parent] not in _NEVER_A_CARD:
            if self._text_length(parent) > WIDEST_CARD:
                break
            wider = self._actions_in(parent) > self._actions_in(card) > 0
            if wider and not self._same_product(card, parent):
                break
            card, parent = parent, self.doc.parent[parent]
        self._cards[node] = card
        return card

    def _same_product(self, card: int, parent: int) -> bool:
        """The wider part adds actions but no second price or medicine: "add to basket" beside "buy now"."""
        return (
            self._actions_in(parent) <= 3
            and len(self._prices_in(parent)) <= 1
            and len({m.inn for m in self._mentions_in(parent)}) <= 1
        )

    def _actions_in(self, node: int) -> int:
        nodes = self._action_nodes
        return bisect_right(nodes, self.doc.end[node]) - bisect_left(nodes, node)

    def _extent(self, node: int) -> tuple[int, int]:
        """Where in the text the words inside ``node`` begin and end."""
        blocks = self._span(node)
        if not blocks:
            return 0, 0
        first, last = self.doc.blocks[blocks[0]], self.doc.blocks[blocks[-1]]
        return first.start, last.start + len(last.text)

    def _text_length(self, node: int) -> int:
        begin, end = self._extent(node)
        return end - begin

    def _blocks_in(self, node: int) -> list[Block]:
        blocks = self._span(node)
        return self.doc.blocks[blocks.start : blocks.stop]

    def _span(self, node: int) -> range:
        """The numbers of the blocks inside ``node``: they follow one another, as what is inside it does."""
        span = self._spans.get(node)
        if span is None:
            begin = bisect_left(self._block_nodes, node)
            end = bisect_right(self._block_nodes, self.doc.end[node])
            first = min(self._by_node[begin:end], default=0)
            span = self._spans[node] = range(first, first + end - begin)
        return span

    # -- what a card names -------------------------------------------------------------------

    def _subject_of(self, card: int) -> MedicineMention | None:
        """The medicine a card is about: the one in its heading, else the first it names. A part that
        names many medicines is a list, not a card."""
        inside = self._mentions_in(card)
        if not inside or len({m.inn for m in inside}) > 4:
            return None
        headed = [
            m for m in inside if self._block_of(m.start).tag in ("h1", "h2", "h3", "h4", "h5", "a")
        ]
        return (headed or inside)[0]

    def _price_in(self, card: int) -> Price | None:
        inside = self._prices_in(card)
        return inside[0] if inside else None

    @cached_property
    def _page_subject(self) -> MedicineMention | None:
        """The medicine the page is about: named in its main heading, else in title and address."""
        for mention in self.medicines:
            if mention.start >= 0 and self._block_of(mention.start).tag == "h1":
                return mention
        in_title = [m for m in self.medicines if m.place.part == "title"]
        in_address = {m.inn for m in self.medicines if m.place.part == "address"}
        return next((m for m in in_title if m.inn in in_address), in_title[0] if in_title else None)

    @cached_property
    def _first_price(self) -> Price | None:
        return next((p for p in self.prices if self._block_of(p.start).place == "main"), None)

    def _make(
        self,
        medicine: MedicineMention | None,
        kind: str,
        card: int,
        part: str,
        *,
        price: Price | None = None,
    ) -> Offer:
        price = price or self._price_in(card)
        blocks = self._blocks_in(card)
        words = " ".join(block.text for block in blocks)[:600]
        count = quantity(words)
        return Offer(
            medicine=medicine,
            name=medicine.name if medicine else (blocks[0].text[:80] if blocks else ""),
            price=price,
            quantity=count,
            unit_price=self._unit_price(price, count),
            action="order" if kind == "checkout" else kind,
            gate=self._gate(kind, card),
            place=Place(part or "main", self._block_number(card)),
            quote=words[:160],
        )

    def _unit_price(self, price: Price | None, count: int | None) -> float | None:
        """What one unit costs: the price itself where it is printed per pill, else its share."""
        if price is None:
            return None
        if price.start >= 0 and _PER_UNIT.match(self.doc.text, price.start + len(price.quote)):
            return price.amount
        return price.amount / count if count else None

    # -- gates -------------------------------------------------------------------------------

    def _gate(self, kind: str, card: int) -> str:
        """What stands before this purchase: the button itself, the page's forms, or a label on the card."""
        if kind in ("prescription", "consultation"):
            return kind
        if self._page_gate and not (kind in _OWN and self._is_shelf and not self._asked_on(card)):
            return self._page_gate
        labels = (block.text for block in self._blocks_in(card) if len(block.text) <= LABEL)
        if any(map(_GATE_LABEL.search, labels)):
            return "stated"
        return "beside" if self._page_gate else "none_seen"

    @cached_property
    def _page_gate(self) -> str:
        """A prescription upload or a consultation that the page itself puts before the purchase."""
        kinds = {kind for _, _, kind in self._steps}
        return next((kind for kind in ("prescription", "consultation") if kind in kinds), "")

    @cached_property
    def _steps(self) -> list[tuple[int, int, str]]:
        """First node, last node and kind of every form and button of the page that leads to a prescriber."""
        forms = [
            (form.node, self.doc.end[form.node], _STEPS[facts.purpose])
            for form, facts in zip(self.doc.forms, self.forms, strict=True)
            if facts.purpose in _STEPS
        ]
        buttons = [
            (action.node, self.doc.end[action.node], action.kind)
            for action in self._actions
            if action.kind in _STEPS.values() and not self._outer_part(action.node)
        ]
        return forms + buttons

    @cached_property
    def _is_shelf(self) -> bool:
        """Two or more buttons take an order each: no one step of the page stands before them all. Where
        there is one, a form of the page is read as what comes before it."""
        return sum(action.kind in _OWN for action in self._actions) > 1

    def _asked_on(self, card: int) -> bool:
        """A step lies within the card, or the card within a form that asks."""
        last = self.doc.end[card]
        return any(
            card <= node <= last or (node <= card and last <= end) for node, end, _ in self._steps
        )

    def _choices(self) -> Iterator[Offer]:
        """Choices of an order form: options of a list that name a medicine and a pack size."""
        for number, block in enumerate(self.doc.blocks):
            if block.tag == "option" and quantity(block.text):
                for mention in self._mentions_in(block.node)[:1]:
                    yield replace(
                        self._make(mention, "order", block.node, block.place),
                        place=Place(block.place, number),
                    )

    # -- offers without anything to press ------------------------------------------------------

    def _priced_rows(self) -> Iterator[Offer]:
        """Medicine and price side by side in a row, a list item or a heading: a price list."""
        for price in self.prices:
            block = self._block_of(price.start)
            row = self._row_of(block.node)
            if self._actions_in(row) or (
                block.tag in _PROSE and block.text.count(" ") > PROSE_WORDS
            ):
                continue
            inside = self._mentions_in(row)
            if inside and len({m.inn for m in inside}) <= 2 and self._text_length(row) <= 300:
                yield self._make(inside[0], "listing", row, block.place, price=price)

    def _priced_page(self) -> Iterator[Offer]:
        """A page about one medicine that shows a price and nothing to press (or not to a program)."""
        price, subject = self._first_price, self._page_subject
        if price is None or subject is None or self._actions:
            return
        block = self._block_of(price.start)
        if block.text.count(" ") <= PROSE_WORDS:
            yield self._make(subject, "listing", block.node, "main", price=price)

    def _row_of(self, node: int) -> int:
        """The nearest row-like ancestor, or the parent of the block."""
        current = node
        for _ in range(4):
            if self.doc.tag[current] in ("tr", "li", "article", "dl", "option"):
                return current
            if self.doc.parent[current] <= 0:
                return node
            current = self.doc.parent[current]
        return max(self.doc.parent[node], 0) or node

    def _described(self) -> Iterator[Offer]:
        """Products with a price in structured data whose name the page also names as a medicine."""
        for item in self.structured:
            if item.type not in GOODS or item.price is None:
                continue
            medicine = self._named_in(item.name)
            if medicine is not None:
                yield Offer(
                    medicine=medicine,
                    name=item.name[:80],
                    price=item.price,
                    quantity=quantity(item.name),
                    unit_price=None,
                    action="listing",
                    gate=self._page_gate or "none_seen",
                    place=Place("structured"),
                    quote=item.name[:160],
                )

    def _announced(self) -> Iterator[Offer]:
        """Titles and headings that put a medicine up for sale: "Buy Valium 10 mg online"."""
        if _headline_of_sale(self.doc.title):
            for mention in self.medicines:
                if mention.place.part == "title" and not self._is_echo(mention):
                    yield self._announcement(mention, self.doc.title, Place("title"))
                    break
        for number, block in enumerate(self.doc.blocks):
            if block.tag not in ("h1", "h2", "h3") or (
                block.place in _OUTER and self._outer_part(block.node)
            ):
                continue
            if not _headline_of_sale(block.text):
                continue
            inside = self._mentions_in(block.node)
            if inside and not self._is_echo(inside[0]):
                yield self._announcement(inside[0], block.text, Place(block.place, number))

    def _is_echo(self, mention: MedicineMention) -> bool:
        """The headline only repeats an address that itself offers the medicine, on a page that any address
        brings up."""
        return self._echoes and fold(mention.name) in self._asked

    @cached_property
    def _echoes(self) -> bool:
        return puts_up_for_sale(self._asked) and brought_up_by_any_address(self.doc)

    @cached_property
    def _asked(self) -> str:
        """What the address says, folded."""
        return fold(words_of_address(self.doc.url))

    def _announcement(self, mention: MedicineMention, text: str, place: Place) -> Offer:
        return Offer(
            medicine=mention,
            name=mention.name,
            price=None,
            quantity=quantity(text),
            unit_price=None,
            action="announced",
            gate=self._page_gate or "none_seen",
            place=place,
            quote=text[:160],
        )

    # -- positions -----------------------------------------------------------------------------

    @cached_property
    def _by_node(self) -> list[int]:
        """The numbers of the blocks in the order of their nodes: words that follow an inner block stand behind
        it, and belong to the element around it."""
        blocks = self.doc.blocks
        return sorted(range(len(blocks)), key=lambda number: blocks[number].node)

    @cached_property
    def _block_nodes(self) -> list[int]:
        return [self.doc.blocks[number].node for number in self._by_node]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.doc.blocks]

    def _block_of(self, start: int) -> Block:
        return self.doc.blocks[max(bisect_right(self._block_starts, start) - 1, 0)]

    def _block_number(self, node: int) -> int:
        """The first block inside ``node``, or the one of the next node that has one; -1 behind the last."""
        blocks = self._span(node)
        if blocks:
            return blocks[0]
        following = bisect_left(self._block_nodes, node)
        return self._by_node[following] if following < len(self._by_node) else -1

    @cached_property
    def _placed(self) -> list[MedicineMention]:
        """Mentions in the visible text, in order."""
        return sorted((m for m in self.medicines if m.start >= 0), key=_start)

    def _mentions_in(self, node: int) -> list[MedicineMention]:
        begin, end = self._extent(node)
        first = bisect_left(self._placed, begin, key=_start)
        return self._placed[first : bisect_left(self._placed, end, lo=first, key=_start)]

    @cached_property
    def _placed_prices(self) -> list[Price]:
        return sorted(self.prices, key=_start)

    def _prices_in(self, node: int) -> list[Price]:
        begin, end = self._extent(node)
        first = bisect_left(self._placed_prices, begin, key=_start)
        return self._placed_prices[
            first : bisect_left(self._placed_prices, end, lo=first, key=_start)
        ]

    @cached_property
    def _distinct(self) -> list[tuple[str, MedicineMention]]:
        """Each name once, folded, the longest first, so that the fullest name wins."""
        by_name = {fold(m.name): m for m in self.medicines}
        return sorted(by_name.items(), key=lambda item: -len(item[0]))

    def _outer_part(self, node: int) -> str:
        """``header``, ``nav`` or ``footer`` when the node lies in one that is a menu or the like, else an empty
        string."""
        part = 0
        current = node
        while current > 0:
            if self.doc.tag[current] in _OUTER:
                part = current
            current = self.doc.parent[current]
        return self.doc.tag[part] if part and not self._is_what_people_read(part) else ""

    def _is_what_people_read(self, part: int) -> bool:
        """More is said in it, links and labels apart, than in all the rest of the page: whatever it is called, it
        is the page."""
        main = self._main_parts.get(part)
        if main is None:
            begin, end = self._extent(part)
            first = bisect_left(self.doc.links, part, key=_node)
            last = bisect_right(self.doc.links, self.doc.end[part], key=_node)
            said = end - begin - _shown(self.doc.links[first:last])
            main = self._main_parts[part] = said > max(LABEL, self._said - said)
        return main

    @cached_property
    def _said(self) -> int:
        """Characters of the page's text outside of its title and its links."""
        text = sum(len(block.text) + 1 for block in self.doc.blocks if block.place != "title")
        return text - _shown(self.doc.links)


def _node(link: Link) -> int:
    return link.node


def _shown(links: list[Link]) -> int:
    """Characters of the words of ``links`` that are seen."""
    return sum(len(link.text) for link in links if link.visible)


def _start(found: MedicineMention | Price) -> int:
    return found.start


def _headline_of_sale(text: str) -> bool:
    """A statement, not a question, that puts something up for sale."""
    return len(text) <= LONGEST_HEADLINE and puts_up_for_sale(text) and not _QUESTION.search(text)
