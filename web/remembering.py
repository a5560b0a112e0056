"""The sites that checks of this service remember, where its operator allows it, and ask about."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from checker.family.memory import FamilyMemory
from checker.family.store import FamilyStore
from checker.store.database import file_in, is_address
from checker.store.schema import FAMILIES
from web.service import Service, store_place
from web.settings import Settings


def memory_for(settings: Settings) -> FamilyMemory | None:
    """The fingerprints that checks ask about; None where none are kept and none are to be."""
    place = file_in(store_place(settings), FAMILIES)
    if place is None:
        return None
    if not settings.remember_families and not is_address(place) and not Path(place).is_file():
        return None
    return FamilyMemory(FamilyStore(place), keeps=settings.remember_families)


def memory_of(service: Service) -> FamilyMemory | None:
    """The fingerprints that ``service`` can tell of: a file may have been filled since it began."""
    with _LOOKING:
        if service.families is None:
            service.families = memory_for(service.settings)
        return service.families


_LOOKING = Lock()
