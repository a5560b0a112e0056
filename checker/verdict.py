"""The policy: what was seen and what the signals found in, a verdict out. One pure function.

Nothing here looks at a page. The numbers stand in ``reference/weights.csv``, each with its basis;
which levels a kind of site can get stands in ``reference/kinds.csv``.

The order of the rules, first match decides:

1. a platform, messenger or dark-web address is answered from the address alone;
2. the warning of the buyer's own authority about this very registration of the name makes ``high_risk``;
3. decisive evidence makes ``high_risk``, and so does a kind of site that is never less;
4. a current register entry that counts for the buyer makes ``verified``, where the page was read and sells
   medicines; only a probability that would be ``high_risk`` makes it ``caution`` instead;
5. the probability from the documented weights makes ``high_risk`` or ``caution``; published likelihood
   ratios of what stands behind the address (:mod:`checker.likelihoods`) can lift a seller of medicines
   to ``caution``, and nothing to ``high_risk``;
6. a seller whose name changed hands since it was registered, that an authority warns of, or that is reached or
   paid like sites an authority warns of, is ``caution``;
7. too little to read makes ``inconclusive``;
8. a source asked in vain that could have tipped the scale makes ``inconclusive``;
9. a silent kind of site makes ``not_a_pharmacy``;
10. everything else that sells medicines is ``unverified``.

Absence never reassures: signals that could not tell add nothing, and rules 7 and 8 keep a report
out of the reassuring levels when something that mattered did not answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from math import exp, log

from checker.finding import Finding, Outcome
from checker.likelihoods import (
    NO_ADDRESS_EVIDENCE,
    AddressEvidence,
    Likelihoods,
    address_evidence,
    most_log_odds,
    published,
)
from checker.listing import NOTHING_ASKED, Listing, Standing
from checker.message import N_, Message, message
from checker.reference import table


class Level(StrEnum):
    """The answer, and never any other word."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    CAUTION = "caution"
    HIGH_RISK = "high_risk"
    NOT_A_PHARMACY = "not_a_pharmacy"
    INCONCLUSIVE = "inconclusive"


class DecidedBy(StrEnum):
    """Who or what the level rests on."""

    REGISTER = "register"
    WARNING_LIST = "warning_list"
    DECISIVE_EVIDENCE = "decisive_evidence"
    RULES = "rules"
    MODEL = "model"
    TOO_LITTLE_EVIDENCE = "too_little_evidence"


class Kind(StrEnum):
    """What kind of site it is."""

    PHARMACY = "pharmacy"
    TELEHEALTH = "telehealth"
    MEDICINE_RETAILER = "medicine_retailer"
    MARKETPLACE_LISTING = "marketplace_listing"
    SOCIAL_SELLER = "social_seller"
    DARK_WEB = "dark_web"
    REDIRECTOR = "redirector"
    INFORMATION = "information"
    REGULATOR = "regulator"
    MANUFACTURER = "manufacturer"
    SUPPLEMENT_SHOP = "supplement_shop"
    PET_PHARMACY = "pet_pharmacy"
    OTHER_SHOP = "other_shop"
    HACKED = "hacked"
    PARKED = "parked"
    OTHER = "other"
    """Nothing about medicines, and no shop."""
    UNKNOWN = "unknown"


HIGH_RISK_FROM = 0.9
"""Probability from which the level is ``high_risk`` by the documented weights; a model brings its own."""
CAUTION_FROM = 0.5
"""Likewise for ``caution``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The probabilities from which levels change."""

    caution: float = CAUTION_FROM
    high_risk: float = HIGH_RISK_FROM


RULES = Thresholds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A trained model's answer."""

    probability: float
    contributions: tuple[tuple[str, float], ...]
    """(signal, its part of the raw score), heaviest first; all parts add up to ``raw``."""
    model: str
    counted: str = "full"
    """Which of the probabilities is the larger and counts: ``full``, ``offences``, or ``address`` without a
    page."""
    full: float | None = None
    offences: float | None = None
    address: float = 0.0
    """What the host name adds to the log-odds."""
    raw: float = 0.0
    slope: float = 1.0
    """Log-odds for each unit of the raw score."""
    thresholds: Thresholds = RULES
    changes: tuple[tuple[str, float], ...] = ()
    """The heaviest signals, and the probability had each, and those before it, not been seen; told of pages that
    are warned of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One finding's part in the verdict."""

    signal: str
    log_odds: float
    """What it adds to the log-odds of an illicit offer; 0 for findings that are only shown."""
    decisive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The level, who decided it, and what it rests on."""

    level: Level
    decided_by: DecidedBy
    kind: Kind
    probability: float | None
    """Chance of an illicit medicine offer, 0 to 1; None when nothing was read to base one on."""
    sentence: Message
    """The answer in one sentence."""
    weighed: tuple[Weighed, ...] = ()
    """Every present finding with its part, heaviest first."""
    address: AddressEvidence = NO_ADDRESS_EVIDENCE
    """By what the evidence about the address multiplied the odds, and why; part of ``probability``."""
    listed: Listing = NOTHING_ASKED
    """What registers and warning lists make of the address; no part of ``probability``."""
    assessment: Assessment | None = None
    """The trained model's answer, when it was asked."""


class Reading(StrEnum):
    """How much of the typed page could be read."""

    FULL = "full"
    LITTLE = "little"
    """It answered and shows next to nothing to a program."""
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen, in the words the policy needs."""

    kind: Kind
    reading: Reading
    missing: str = ""
    """Why little or nothing was read: a missing reason or a kind of shell."""
    platform: bool = False
    """The address lies on a platform and was answered without a visit."""
    unanswered: bool = False
    """A further page of the site was asked for and did not answer."""
    seller_address: bool = False
    """A platform address in the form of a seller's profile, group or listing."""
    offered: bool = False
    """What was handed to us of a place on a platform puts prescription medicines up for sale."""
    address_unanswered: frozenset[str] = frozenset()
    """Sources about the address (``registration`` …) that were asked and did not answer."""
    families_unanswered: bool = False
    """The sites checked before were asked about in vain."""


PRIOR = -3.0
"""Log-odds of an illicit medicine offer before anything is seen: about 1 in 20. Our judgement: people
check sites they have doubts about, and most sites sell no medicine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What one signal counts for."""

    log_odds: float
    decisive: bool
    cap_group: str
    """Signals of one group tell the same thing twice: only the heaviest of a group counts whole,
    the others a quarter."""


@cache
def weights() -> Mapping[str, Weight]:
    """The documented weights by signal id."""
    return {
        row["signal"]: Weight(
            log_odds=float(row["log_odds"]),
            decisive=row["decisive"] == "yes",
            cap_group=row["group"],
        )
        for row in table("weights")
    }


@cache
def _kinds() -> Mapping[str, dict[str, str]]:
    return {row["kind"]: row for row in table("kinds")}


def is_silent(kind: Kind) -> bool:
    """True for kinds of site that sell no medicines and so get no badge."""
    return _kinds()[kind.value]["silent"] == "yes"


def decide(
    seen: Seen,
    findings: Sequence[Finding],
    assessment: Assessment | None = None,
    *,
    likelihoods: Likelihoods | None = None,
    listed: Listing = NOTHING_ASKED,
) -> Verdict:
    """The verdict on what was seen. Pure: same input, same answer.

    ``listed`` is what registers and warning lists make of the address.

    ``likelihoods`` stands in for the published ones;
    :data:`~checker.likelihoods.SWITCHED_OFF` leaves what stands behind the address out.
    """
    documented = weigh(findings)
    weighed = _by_model(documented, assessment) if assessment else documented
    of_pages = assessment.probability if assessment else _probability(weighed)
    limits = assessment.thresholds if assessment else RULES
    likelihoods = published() if likelihoods is None else likelihoods
    address = address_evidence(_on_address(seen, findings), likelihoods)
    probability = _lifted(of_pages, address.log_odds, limits)
    worst = _worst(seen, findings, of_pages, likelihoods, limits)
    by_odds = DecidedBy.MODEL if assessment else DecidedBy.RULES
    level, by = _level(seen, listed, _Odds(weighed, probability, worst, by_odds, limits))
    nothing_seen = seen.reading is Reading.NONE and not any(w.log_odds for w in weighed)
    return Verdict(
        level=level,
        decided_by=by,
        kind=seen.kind,
        probability=None if nothing_seen else round(probability, 2),
        sentence=_sentence(level, by, seen, listed),
        weighed=_with_address(weighed, address),
        address=address,
        listed=listed,
        assessment=assessment,
    )


def weigh(findings: Sequence[Finding]) -> tuple[Weighed, ...]:
    """Every present finding with its part, heaviest first."""
    counted: dict[str, int] = {}
    parts = []
    present = [f for f in findings if f.outcome is Outcome.PRESENT]
    for finding in sorted(present, key=lambda f: (-_weight(f.signal).log_odds, f.signal)):
        weight = _weight(finding.signal)
        rank = counted.get(weight.cap_group, 0)
        share = 1.0 if rank == 0 or not weight.cap_group else 0.25
        if weight.cap_group:
            counted[weight.cap_group] = rank + 1
        parts.append(
            Weighed(
                signal=finding.signal,
                log_odds=round(weight.log_odds * share, 3),
                decisive=weight.decisive,
            )
        )
    return tuple(parts)


def _by_model(weighed: Sequence[Weighed], assessment: Assessment) -> tuple[Weighed, ...]:
    """The present findings with their part in the model's log-odds. A part that contradicts the finding's
    own sentence, as it can beside others that tell the same, is none of its reasons and is left at 0."""
    parts = dict(assessment.contributions)
    told = (
        replace(
            part,
            log_odds=round(max(assessment.slope * parts.get(part.signal, 0.0), 0.0), 3)
            if part.log_odds >= 0
            else 0.0,
        )
        for part in weighed
    )
    return tuple(sorted(told, key=lambda part: (-part.log_odds, part.signal)))


def _with_address(weighed: Sequence[Weighed], address: AddressEvidence) -> tuple[Weighed, ...]:
    """Every present finding, those that count as address evidence with their part in it."""
    parts = (
        replace(part, log_odds=round(part.log_odds + address.share_of(part.signal), 3))
        for part in weighed
    )
    return tuple(sorted(parts, key=lambda part: -part.log_odds))


def _weight(signal: str) -> Weight:
    return weights().get(signal, Weight(log_odds=0.0, decisive=False, cap_group=""))


def _probability(weighed: Sequence[Weighed]) -> float:
    return _from_log_odds(PRIOR + sum(part.log_odds for part in weighed))


def _from_log_odds(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))


def _to_log_odds(probability: float) -> float:
    certain = 1e-9  # Sums of many weights come out as exactly 1.
    bounded = min(max(probability, certain), 1 - certain)
    return log(bounded / (1 - bounded))


@dataclass(frozen=True, slots=True)
class _Odds:
    """What the findings add up to."""

    weighed: Sequence[Weighed]
    probability: float
    worst: float
    """The probability had every source that was asked in vain told the worst it could."""
    by: DecidedBy
    """Who reckoned it."""
    limits: Thresholds


def _level(seen: Seen, listed: Listing, odds: _Odds) -> tuple[Level, DecidedBy]:
    worst_first = (
        (_platform_level(seen, odds), DecidedBy.RULES),
        (_warned_level(listed), DecidedBy.WARNING_LIST),
        (_decisive_level(odds.weighed), DecidedBy.DECISIVE_EVIDENCE),
        (_worst_kind_level(seen), DecidedBy.RULES),
        (_registered_level(seen, listed, odds), DecidedBy.REGISTER),
        (_probable_level(odds.probability, odds.limits), odds.by),
        (_doubted_level(seen, listed), _DOUBTED_BY.get(listed.standing, odds.by)),
        (_same_hand_level(seen, odds.weighed), DecidedBy.RULES),
    )
    for level, decider in worst_first:
        if level is not None:
            return level, decider
    if seen.reading is not Reading.FULL or seen.kind in (Kind.UNKNOWN, Kind.PARKED):
        return Level.INCONCLUSIVE, DecidedBy.TOO_LITTLE_EVIDENCE
    untold = listed.incomplete or seen.families_unanswered
    could_be_worse = odds.worst >= odds.limits.caution or (untold and _sells(seen))
    if could_be_worse and _best(seen.kind) is not Level.CAUTION:
        return Level.INCONCLUSIVE, DecidedBy.TOO_LITTLE_EVIDENCE
    return _best(seen.kind), odds.by


_PLACES = (Kind.SOCIAL_SELLER, Kind.DARK_WEB, Kind.MARKETPLACE_LISTING)
"""Kinds of seller without a site of their own."""
_OF_PLACES = frozenset({"place_sells_medicine", "address_names_medicine", "address_sells"})
"""Signals that look at nothing but the address."""


def _platform_level(seen: Seen, odds: _Odds) -> Level | None:
    """Places that are answered without a visit: by what the address says, and by what was handed to us of
    them, which never answers kinder than the address alone."""
    if not seen.platform:
        return None
    named = any(part.signal in _OF_PLACES for part in odds.weighed)
    harmless = seen.reading is Reading.FULL and is_silent(seen.kind)
    if (seen.kind in _PLACES or harmless) and (named or seen.offered):
        return Level.HIGH_RISK
    if seen.reading is Reading.FULL and _decisive_level(odds.weighed):
        return Level.HIGH_RISK
    likely = seen.reading is Reading.FULL and odds.probability >= odds.limits.caution
    if named or likely or seen.seller_address or seen.kind is Kind.DARK_WEB:
        return Level.CAUTION
    return Level.NOT_A_PHARMACY if harmless else Level.INCONCLUSIVE


_DOUBTED_BY = {
    Standing.CHANGED_HANDS: DecidedBy.REGISTER,
    Standing.WARNED: DecidedBy.WARNING_LIST,
}


def _warned_level(listed: Listing) -> Level | None:
    return Level.HIGH_RISK if listed.standing is Standing.WARNED_HERE else None


def _registered_level(seen: Seen, listed: Listing, odds: _Odds) -> Level | None:
    """What a register entry that counts makes of a seller. Nothing while pages that were asked in vain
    could still have told the worst."""
    if listed.standing is not Standing.REGISTERED or not _sells(seen):
        return None
    if odds.probability >= odds.limits.high_risk:
        return Level.CAUTION
    return Level.VERIFIED if odds.worst < odds.limits.high_risk else None


def _doubted_level(seen: Seen, listed: Listing) -> Level | None:
    """A warning makes whatever is not seen to be something else ``caution``; an entry of an earlier owner
    a site that sells."""
    if listed.standing is Standing.WARNED and not _is_something_else(seen):
        return Level.CAUTION
    changed = listed.standing is Standing.CHANGED_HANDS
    return Level.CAUTION if changed and _sells(seen) else None


_SAME_HAND = "same_hand_as_warned_sites"


def _same_hand_level(seen: Seen, weighed: Sequence[Weighed]) -> Level | None:
    """What is reached or paid like sites that an authority warns of, and is not seen to be something else, is
    ``caution``."""
    found = any(part.signal == _SAME_HAND for part in weighed)
    return Level.CAUTION if found and not _is_something_else(seen) else None


def _is_something_else(seen: Seen) -> bool:
    """The page was read, and is of a kind that sells no medicines."""
    return seen.reading is Reading.FULL and is_silent(seen.kind)


def _sells(seen: Seen) -> bool:
    """The page was read, and is of a kind that sells medicines."""
    told = seen.kind not in (Kind.UNKNOWN, Kind.PARKED) and not is_silent(seen.kind)
    return told and seen.reading is Reading.FULL


def _decisive_level(weighed: Sequence[Weighed]) -> Level | None:
    return Level.HIGH_RISK if any(part.decisive for part in weighed) else None


def _worst_kind_level(seen: Seen) -> Level | None:
    """Kinds of site that are ``high_risk`` whatever else was seen, and never less for being likely."""
    best = _best(seen.kind)
    return best if seen.reading is Reading.FULL and best is Level.HIGH_RISK else None


def _best(kind: Kind) -> Level:
    return Level(_kinds()[kind.value]["best"])


def _probable_level(probability: float, limits: Thresholds) -> Level | None:
    if probability >= limits.high_risk:
        return Level.HIGH_RISK
    return Level.CAUTION if probability >= limits.caution else None


def _on_address(seen: Seen, findings: Sequence[Finding]) -> Sequence[Finding]:
    """The findings address evidence is taken from: none where no medicine is sold, because the shares
    behind it are of sellers."""
    return () if seen.platform or is_silent(seen.kind) else findings


def _lifted(probability: float, log_odds: float, limits: Thresholds) -> float:
    """``probability`` with the address evidence added, which stops short of ``high_risk``: what can be seen
    without opening the site advises against nobody."""
    if log_odds <= 0:
        return probability
    lifted = _from_log_odds(_to_log_odds(probability) + log_odds)
    if probability >= limits.high_risk:
        return lifted
    return max(probability, min(lifted, limits.high_risk - 0.01))


def _worst(
    seen: Seen,
    findings: Sequence[Finding],
    of_pages: float,
    likelihoods: Likelihoods,
    limits: Thresholds,
) -> float:
    """The probability had every source that was asked in vain told the worst it could."""
    untold = [f.signal for f in findings if f.outcome is Outcome.UNKNOWN and seen.unanswered]
    pages = sum(max(_weight(signal).log_odds, 0.0) for signal in untold)
    on_address = _on_address(seen, findings)
    address = most_log_odds(on_address, likelihoods, seen.address_unanswered)
    return _lifted(_from_log_odds(_to_log_odds(of_pages) + pages), address, limits)


_SENTENCES = {
    Level.VERIFIED: N_(
        "This very address is in an official register, and nothing decisive speaks against it."
    ),
    Level.UNVERIFIED: N_(
        "This site sells or supplies medicines. We found no strong warning signs, and no register entry "
        "that names this address."
    ),
    Level.CAUTION: N_("We found warning signs here that a careful buyer would act on."),
    Level.HIGH_RISK: N_(
        "We advise against buying here: what we found are the marks of a seller outside the rules."
    ),
    Level.NOT_A_PHARMACY: N_("This page does not sell medicines, as far as we could see."),
    Level.INCONCLUSIVE: N_("Too little could be seen here to say anything about it."),
}
_PLATFORM_SENTENCE = N_(
    "This is an address on a platform, not a shop of its own: no register can vouch for a seller there."
)


_LISTED_SENTENCES = {
    (Level.HIGH_RISK, Standing.WARNED_HERE): N_(
        "The authority of your country warns of this address. We advise against buying here."
    ),
    (Level.CAUTION, Standing.REGISTERED): N_(
        "This address is in an official register, and what we saw on it does not fit that. Ask the pharmacy before "
        "you buy."
    ),
    (Level.CAUTION, Standing.WARNED): N_(
        "An authority warns of this address. Read what it says before you buy."
    ),
    (Level.CAUTION, Standing.CHANGED_HANDS): N_(
        "A register names this address, but the name was registered anew since then: it may belong to somebody else "
        "now."
    ),
}
_NOT_THE_HOSTS = N_(
    "Medicines are offered here that seem to have nothing to do with the owner of this site. We advise against buying "
    "through this page."
)
_LISTED_UNVERIFIED = N_(
    "This site sells or supplies medicines. We found no strong warning signs. A list of pharmacies names this "
    "address, which is not enough to verify it for you."
)
_NAMED = (Standing.UNCONFIRMED, Standing.REGISTERED_ABROAD, Standing.STALE, Standing.BRAND)


def _sentence(level: Level, by: DecidedBy, seen: Seen, listed: Listing) -> Message:
    if seen.platform and level in (Level.CAUTION, Level.INCONCLUSIVE):
        return message(_PLATFORM_SENTENCE)
    if by in (DecidedBy.REGISTER, DecidedBy.WARNING_LIST):
        return message(_LISTED_SENTENCES.get((level, listed.standing), _SENTENCES[level]))
    if seen.kind is Kind.HACKED and level is Level.HIGH_RISK:
        return message(_NOT_THE_HOSTS)
    if level is Level.UNVERIFIED and listed.standing in _NAMED:
        return message(_LISTED_UNVERIFIED)
    return message(_SENTENCES[level])
