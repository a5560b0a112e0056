"""Whom to ask about a name: RDAP servers by top-level domain, WHOIS servers by suffix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from checker.gather.registration.bootstrap import current
from checker.reference import table


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoisServer:
    """A WHOIS server and how it wants to be asked."""

    host: str
    query: str = "{domain}"
    """What is sent, without the line end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registries:
    """The servers a look-up may begin with. Hosts named in answers are judged one by one."""

    rdap: Mapping[str, tuple[str, ...]]
    """Base addresses by top-level domain."""
    whois: Mapping[str, WhoisServer]
    """Servers by suffix; the longest suffix of a name counts."""

    def rdap_for(self, domain: str) -> tuple[str, ...]:
        """The base addresses for ``domain``; empty when none is known."""
        # Names sold under a registered domain (uk.com) are not the top-level registry's.
        suffix = self._whois_suffix(domain)
        top = domain.rpartition(".")[2]
        return () if "." in suffix and suffix not in self.rdap else self.rdap.get(top, ())

    def whois_for(self, domain: str) -> WhoisServer | None:
        """The WHOIS server for ``domain``, or None."""
        return self.whois.get(self._whois_suffix(domain))

    def servers_for(self, domain: str) -> tuple[str, ...]:
        """Hosts of the servers that are asked about ``domain``, in their order."""
        rdap = [base.partition("://")[2].partition("/")[0] for base in self.rdap_for(domain)]
        whois = self.whois_for(domain)
        return (*rdap, *([whois.host] if whois else ()))

    def knows_suffix(self, suffix: str) -> bool:
        """Whether names are registered directly under ``suffix``, as far as the table knows."""
        return suffix in self.whois

    def _whois_suffix(self, domain: str) -> str:
        parts = domain.split(".")
        suffixes = [".".join(parts[at:]) for at in range(1, len(parts))]
        return next((suffix for suffix in suffixes if suffix in self.whois), "")


@cache
def known_registries() -> Registries:
    """The registries of the internet: the bundled tables, and the user's newer list if any."""
    servers = {
        row["suffix"]: WhoisServer(host=row["server"], query=row["query"])
        for row in table("whois_servers")
    }
    return Registries(rdap=current().services, whois=MappingProxyType(servers))
