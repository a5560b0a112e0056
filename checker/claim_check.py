"""A claim of registration and what checking it came to: the values, kept with the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checker.finding import Quote


class ClaimKind(StrEnum):
    """What the claim is made with."""

    NUMBER = "number"
    SEAL = "seal"
    LOGO = "logo"
    """The common European logo, in any national form."""


class ClaimOutcome(StrEnum):
    """What checking a claim came to."""

    MATCHES = "matches"
    """The register's own entry names this very domain."""
    BELONGS_TO_ANOTHER = "belongs_to_another"
    NOT_IN_REGISTER = "not_in_register"
    COULD_NOT_BE_CHECKED = "could_not_be_checked"


class Why(StrEnum):
    """More closely, why the outcome is what it is."""

    NAMED = "named"
    """The entry names the domain."""
    # not in the register
    MALFORMED = "malformed"
    """No number of this register has such a form."""
    INVENTED = "invented"
    """No authority issues such a mark."""
    EMPTY = "empty"
    """The register answered that there is no such entry."""
    ENDED = "ended"
    """The entry is there, and says that it has ended."""
    REFUSED = "refused"
    """The body that was asked about the domain says that it does not approve of it."""
    # another's
    OTHER_DOMAIN = "other_domain"
    """The entry names another web address."""
    KNOWN_NUMBER = "known_number"
    """The number is known to us as another operator's."""
    OTHER_IN_LINK = "other_in_link"
    """The link itself names the address the seal was given for."""
    # could not be checked
    NOT_ASKED = "not_asked"
    NO_LOOK_UP = "no_look_up"
    """The register cannot be asked by address: only a person can use its form."""
    NO_LINK = "no_link"
    WRONG_HOST = "wrong_host"
    """The seal leads to a place that is not the authority's."""
    FRONT_PAGE = "front_page"
    """The seal leads to the authority, not to an entry."""
    UNREACHABLE = "unreachable"
    LATE = "late"
    LEFT_AUTHORITY = "left_authority"
    """The authority's answer points on to somebody else's host."""
    NOT_AUTHENTIC = "not_authentic"
    """The encrypted connection did not prove that it was the authority who answered."""
    UNREADABLE = "unreadable"
    """An answer that is no entry we can read: a new lay-out, a script, a question to robots."""
    ECHO = "echo"
    """The answer repeats what was asked, whatever it is."""
    WARNING_PAGE = "warning_page"
    """The page names the domain, in a warning or a list of measures taken."""
    SEVERAL = "several"
    """Several web addresses, and none of them is marked as the entry's."""
    OTHER_ENDING = "other_ending"
    """The entry names the same name under another ending: the same firm's, or made to look so."""
    NO_DOMAIN = "no_domain"
    """The entry gives no web address."""
    DETAILS_ONLY = "details_only"
    """The entry gives no web address; name and postcode agree, as they would on a copy."""
    DETAILS_DIFFER = "details_differ"
    """The entry gives no web address, and neither its name nor its postcode is this site's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing a site says of its standing."""

    kind: ClaimKind
    what: str
    """The seal's name, or the kind of number."""
    authority: str = ""
    """Name of whoever could confirm it; empty when we know nobody."""
    country: str = ""
    """ISO 3166 code of the authority, where it has one."""
    id: str = ""
    """Number or entry id; empty when none is given."""
    link: str = ""
    """Where the seal leads; empty for numbers and bare pictures."""
    link_state: str = ""
    """As in :class:`~checker.page.facts.Seal`; empty for numbers."""
    valid: bool | None = None
    """Whether the number has the register's form; None when it has none we know."""
    exists: bool = True
    """False for marks that no authority issues."""
    where: Quote
    """The words seen, and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCheck:
    """One claim with what checking it came to."""

    claim: Claim
    outcome: ClaimOutcome
    why: Why
    other: str = ""
    """With ``belongs_to_another``: whose it is, a domain or a name."""
    agrees: tuple[str, ...] = ()
    """What the entry has in common with the site: ``domain``, ``name``, ``postcode``, ``number``."""
    host: str = ""
    """The authority's host that answered; empty when nobody was asked."""
    url: str = ""
    """The entry's address, for the reader to look at."""
    detail: str = ""
    """For the curious: plain ASCII words."""
    at: datetime | None = None
    """When the authority answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChecks:
    """All claims of a site, checked as far as they could be."""

    checks: tuple[ClaimCheck, ...] = ()

    def of(self, outcome: ClaimOutcome) -> tuple[ClaimCheck, ...]:
        """Those that came to ``outcome``."""
        return tuple(check for check in self.checks if check.outcome is outcome)
