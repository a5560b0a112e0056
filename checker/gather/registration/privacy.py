"""Whether a registrant is shown, withheld by rule, or hidden behind a named service.

Withheld is normal since 2018 and says nothing; only a named service is a fact worth reporting.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.patterns import compiled
from checker.registration import Privacy

_WITHHELD = compiled(
    r"redacted|not disclosed|non.?disclosed|data protected|gdpr|statutory masking|withheld"
    r"|not (?:published|displayed|shown|available)|hidden|masking enabled|private person"
    r"|personal data|please query|\bprivacy\b|select request email|data ?protected|not applicable"
    r"|non.public data|protection of privacy|restricted access|ano nymous|anonymous"
    r"|not shown, please visit|visit www|web.?based whois|see privateregistration|identity protect"
    r"|whois ?(?:guard|protect|privacy|agent|trustee)"
)
_SERVICE = compiled(
    r"domains by proxy|whois ?guard|privacy ?protect|withheld for privacy|perfect privacy"
    r"|contact privacy|privacy ?guardian|whois ?privacy|whois ?protect|whois ?agent|whois ?trustee"
    r"|domain ?(?:privacy|protection)|privacy (?:service|hero|inc|corp|ltd|limited|llc)"
    r"|(?:privacy|private) ?(?:registration|registrant)|proxy (?:service|registration)"
    r"|identity ?(?:protect|shield)|id ?(?:shield|protect)|super privacy|see privacyguardian"
    r"|protected? domain services|data privacy protected|myprivacy|private by design"
    r"|digital privacy|anonymi[sz]e|njalla|1337 services|domain ?id ?shield|moniker privacy"
    r"|privacydotlink|privacy ?pal|on behalf of .{1,60} owner|owner of .{1,60} c/o"
)


def withheld(text: str) -> bool:
    """Whether a registrant's name or organisation stands in for one that is not shown."""
    return not text or bool(_WITHHELD.search(text) or _SERVICE.search(text))


def privacy_of(
    texts: Sequence[str], *, shown: bool, redacted: bool = False
) -> tuple[Privacy, str | None]:
    """What is shown of a registrant, and the name of the service that stands in.

    ``texts`` are the organisation and name printed, ``shown`` whether there is a registrant's part
    at all, ``redacted`` whether the answer says by itself that something was taken out.
    """
    service = next((text for text in texts if _SERVICE.search(text)), None)
    if service is not None:
        return Privacy.PROXY, service
    if any(not withheld(text) for text in texts):
        return Privacy.PUBLISHED, None
    if texts or redacted:
        return Privacy.REDACTED, None
    return (Privacy.REDACTED if shown and redacted else Privacy.NOT_PUBLISHED), None
