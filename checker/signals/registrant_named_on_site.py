"""The firm that the registry names as owner of the domain is named on the site, too.

Both are the seller's own words, so this clears nobody: registrants are not examined. It ties the record
to the firm, whose entry in a register of companies or pharmacies can then be asked for.
"""

from __future__ import annotations

from checker.finding import (
    Direction,
    Finding,
    Measure,
    Meta,
    Topic,
    absent,
    not_applicable,
    present,
    unknown,
)
from checker.message import N_
from checker.page.folding import fold
from checker.patterns import compiled
from checker.registration import Privacy, Registration
from checker.signals._address import is_registered, record
from checker.site import Site

META = Meta(
    title=N_("Owner of the domain is the firm named on the site"),
    why=N_(
        "Record and site name the same firm. Both are the seller's own words, so it proves nothing by itself; "
        "it tells whose entry to look for in the registers."
    ),
    verify=N_(
        "Look the domain up at lookup.icann.org, and the firm in the register of companies and of pharmacies."
    ),
    source="LegitScript, Standard 10: the registrant of a pharmacy's domain (2009)",
    topic=Topic.ADDRESS,
    direction=Direction.CONTEXT,
    needs=("site", "registration"),
    measures={"named": Measure(unit="flag")},
)

SHORTEST = 5
"""Letters of a firm's name from which finding it in a text is no accident."""
_FORM = compiled(
    r"\b(?:ltd|limited|plc|llp|llc|inc|corp|corporation|co|company|gmbh|ag|kg|ug|e ?k|ohg|bv|nv|s ?a|s ?l|sas"
    r"|sarl|srl|spa|oy|ab|as|aps|sp z o ?o|pty|pvt|the|mr|mrs|dr)\b"
)
_APART = compiled(r"[^\w]{1,40}")


def detect(site: Site, registration: Registration) -> Finding:
    """Look for the registrant's name, without its legal form, in what the pages say."""
    if not is_registered(registration):
        return unknown(N_("The registry did not describe a registration"))
    if registration.privacy is Privacy.PROXY:
        return not_applicable(N_("The record names a privacy service"))
    if not registration.registrant:
        return unknown(N_("The registry publishes no owner"))
    name = _core(registration.registrant)
    if len(name) < SHORTEST:
        return unknown(N_("The owner's name is too short to be looked for"))
    if any(_named(name, page.title, page.text) for page in site.pages):
        return present(
            N_("The record names {owner}, and so does the site"),
            owner=registration.registrant,
            quotes=(record(registration, registration.registrant),),
            measures={"named": 1.0},
        )
    if not site.identity_read:
        return unknown(
            N_("The owner is not named on the pages read; contact and terms were not read")
        )
    return absent(
        N_("The record names {owner}, and the site does not"),
        owner=registration.registrant,
        measures={"named": 0.0},
    )


def _named(name: str, *texts: str) -> bool:
    return any(f" {name} " in f" {_words(text)} " for text in texts)


def _core(name: str) -> str:
    """``Example Pharmacy Ltd.`` as ``example pharmacy``."""
    return " ".join(_FORM.sub(" ", _words(name)).split())


def _words(text: str) -> str:
    """``text`` folded, its words one space apart."""
    return _APART.sub(" ", fold(text)).strip()
