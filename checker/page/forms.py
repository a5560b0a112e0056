"""What a form is for, told from its controls rather than from its words."""

from __future__ import annotations

from checker.page.actions import action_of_label, action_of_marks
from checker.page.document import Button, Document, Field, Form
from checker.page.facts import FormFacts
from checker.patterns import compiled

MOST_FIELDS = 60

_QUANTITY = compiled(
    r"\b(?:qty|quantity|menge|anzahl|quantite|cantidad|quantita|ilosc|aantal|add[-_ ]to[-_ ]cart|"
    r"product[-_ ]?id|variation|variant|sku)"
)
_CARD = compiled(r"card[-_ ]?(?:number|no|num)|cc[-_ ]?(?:num|number|exp)|cvv|cvc|expir|iban")
_ADDRESS = compiled(
    r"(?:post|zip)[-_ ]?code|\bzip\b|plz|street|address|city|billing|shipping|strasse|adresse|direccion|"
    r"indirizzo|adres|obec|ville|ciudad"
)
_SEARCH = compiled(r"^(?:s|q|query|search|keyword|suche|buscar|recherche|cerca|szukaj|term|k|kw)\b")
_HEALTH = compiled(
    r"allerg|medical|medication|condition|symptom|pregnan|blood|weight|height|\bbmi\b|diagnos|gp\b|doctor|smok|"
    r"\b(?:gewicht|krankheit|allergie|schwanger|arzt)|enfermedad|embaraz|peso\b|maladie|enceinte|malatti|choroby|ciąż"
)
_HEALTH_TERMS_OF_A_CONSULTATION = 3
_REFILL = compiled(r"(?:prescription|rx)[-_ ]?(?:no\b|num|number|#)|\brefill")
_PRESCRIPTION = compiled(
    r"prescri|rezept|ordonnance|receta|ricetta|recept|receita|рецепт|处方|處方|reçete|resep|đơn thuốc"
)


def form_facts(doc: Document) -> tuple[FormFacts, ...]:
    """All forms of the page with their purpose."""
    buttons: dict[int, list[Button]] = {}
    for button in doc.buttons:
        buttons.setdefault(button.form, []).append(button)
    return tuple(
        FormFacts(
            action=form.action,
            method=form.method,
            purpose=_purpose(doc, form, buttons.get(form.node, [])),
            fields=tuple((f.kind, f.name, f.label) for f in form.fields[:MOST_FIELDS]),
        )
        for form in doc.forms
    )


def _purpose(doc: Document, form: Form, buttons: list[Button]) -> str:
    """``basket``, ``checkout``, ``consultation``, ``prescription_upload`` (refills by number included),
    ``contact``, ``login``,
    ``newsletter``, ``search`` or ``other``."""
    fields = form.fields[:MOST_FIELDS]
    kinds = {field.kind for field in fields}
    words = [f"{field.name} {field.label}" for field in fields]
    joined = " | ".join(words)
    if form.visible and (gate := _gate(doc, form, kinds, words)):
        return gate
    if _CARD.search(joined) or sum(1 for word in words if _ADDRESS.search(word)) >= 3:
        return "checkout"
    if "password" in kinds:
        return "login"
    if _submits_to_basket(form, buttons, joined):
        return "basket"
    return _lesser_purpose(fields, kinds)


def _gate(doc: Document, form: Form, kinds: set[str], words: list[str]) -> str:
    """What the form puts before a purchase, or an empty string. One that nobody sees asks nobody."""
    joined = " | ".join(words)
    if "file" in kinds and (_PRESCRIPTION.search(joined) or _PRESCRIPTION.search(_near(doc, form))):
        return "prescription_upload"
    if _REFILL.search(joined):
        return "prescription_upload"
    if sum(1 for word in words if _HEALTH.search(word)) >= _HEALTH_TERMS_OF_A_CONSULTATION:
        return "consultation"
    return ""


def _lesser_purpose(fields: tuple[Field, ...], kinds: set[str]) -> str:
    if "textarea" in kinds:
        return "contact"
    open_fields = [f for f in fields if f.kind not in ("hidden", "checkbox", "radio", "submit")]
    if "search" in kinds or any(_SEARCH.search(f.name) for f in open_fields):
        return "search"
    if len(open_fields) <= 2 and "email" in kinds:
        return "newsletter"
    return "other"


def _submits_to_basket(form: Form, buttons: list[Button], words: str) -> bool:
    if any(
        action_of_label(b.text) in ("basket", "buy", "order")
        or action_of_marks(b.marks) == "basket"
        for b in buttons
    ):
        return True
    return bool(_QUANTITY.search(words)) and action_of_marks(form.action.lower()) == "basket"


def _near(doc: Document, form: Form) -> str:
    """The text inside the form."""
    end = doc.end[form.node]
    return " ".join(block.text for block in doc.blocks if form.node <= block.node <= end)[:2000]
