"""The policy: findings, kind of site and coverage in, a verdict out. One pure function.

Nothing here looks at a page. Numbers live in ``reference/weights.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checker.message import Message


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A trained model's answer (none is shipped yet)."""

    probability: float
    contributions: tuple[tuple[str, float], ...]
    """(measure, share of the log-odds)."""
    model: str


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
