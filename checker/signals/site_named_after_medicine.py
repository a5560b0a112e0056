"""The site calls itself after a prescription medicine: "ModafinilCity", "Viagra-Shop24".

Read from titles and from the site's name in structured data. The name of a medicine alone is what a
leaflet or a maker's page is called; joined to other letters in one word it is a shop's name.
"""

from __future__ import annotations

from checker.finding import Direction, Finding, Measure, Meta, Topic, absent, present
from checker.message import N_
from checker.page.folding import fold
from checker.signals._named import own_names
from checker.site import Site, quote

META = Meta(
    title=N_("Site named after a prescription medicine"),
    why=N_(
        "Pharmacies are named after people and places. A shop that carries a medicine in its name wants "
        "to be found by people searching for that medicine."
    ),
    verify=N_("Ask who runs the site and in which register that name stands."),
    source="FDA warning letters to internet pharmacies, domain names listed 2015-2022",
    topic=Topic.ADDRESS,
    direction=Direction.CONCERN,
    needs=("site",),
    measures={"names": Measure(unit="names", direction=1)},
)


def detect(site: Site) -> Finding:
    """Look for words of the site's name that hold a medicine and more."""
    found = [(page, word) for page in site.pages for word in own_names(page)]
    measures = {"names": float(len({fold(word) for _, word in found}))}
    if not found:
        return absent(N_("The site is not named after a medicine"), measures=measures)
    page, word = found[0]
    return present(
        N_("The site calls itself {name}, after a prescription medicine"),
        name=word,
        quotes=(quote(page, word, "title"),),
        measures=measures,
    )
