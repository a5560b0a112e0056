"""Registration look-ups: who registered a domain, when, and through whom.

:func:`look_up` asks the registry, RDAP first and WHOIS second; :func:`read_rdap` and
:func:`read_whois` read answers, wherever they came from.
"""

from checker.gather.registration.lookup import look_up
from checker.gather.registration.memory import Memory
from checker.gather.registration.rdap import read_rdap
from checker.gather.registration.registries import Registries, WhoisServer, known_registries
from checker.gather.registration.whois import read_whois

__all__ = [
    "Memory",
    "Registries",
    "WhoisServer",
    "known_registries",
    "look_up",
    "read_rdap",
    "read_whois",
]
