"""Name spaces whose every name was examined before it could be registered.

A name under ``.pharmacy`` is an accreditation read from the address: NABP runs the name space,
accredits the holder first, and suspends the name when the yearly accreditation lapses. Holders may
also be makers, schools and information sites, so it does not say that medicines may be sold there.

No other name space is counted. ``.health``, ``.doctor`` and ``.clinic`` are open to anybody.
``pharmacien.fr``, ``medecin.fr`` and ``pharmaciens.km`` belong to professions, and being a pharmacist is not a
permit to sell from a distance; that each of their names is still examined could not be established.
"""

from __future__ import annotations

from checker.domains import registrable
from checker.registers.catalogue import Source
from checker.registers.entry import Entry, EntryKind
from checker.registers.snapshot import make_entry

VETTED = {
    "pharmacy": Source(
        id="pharmacy_names",
        authority="NABP",
        country="US",
        name="Names under .pharmacy",
        kind=EntryKind.ACCREDITATION,
        permits=(),
        max_age_days=None,
        lookup="nabp.pharmacy",
        licence="read from the address itself",
        ships=False,
        note="accredited before registration and every year after; not every holder sells medicines",
        origin="NABP, Registrar Frequently Asked Questions",
    )
}
"""By public suffix."""


def entry_in_vetted_name_space(domain: str) -> Entry | None:
    """The accreditation that ``domain`` (registrable, ASCII) carries in its name, or None.

    >>> entry_in_vetted_name_space("corner.pharmacy").authority
    'NABP'
    >>> entry_in_vetted_name_space("pharmacy.example") is None
    True
    """
    name = registrable(domain)
    source = VETTED.get(name.suffix)
    if source is None or name.domain != domain:
        return None
    return make_entry(source, domain=domain, snapshot=None)
