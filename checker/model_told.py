"""What a model's answer rests on, in sentences and as JSON values: weights second, after the findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.finding import Direction
from checker.message import N_, Message, message
from checker.signals import all_signals
from checker.verdict import Assessment

MOST = 5
"""Parts that are told, the heaviest either way."""
_LEAST = 0.05
"""Log-odds below which a part is not worth telling."""

_OTHERS = {
    "page_words": N_("The words of the page"),
    "base": N_("What the model starts from"),
    "address": N_("The name of the address"),
}
_COUNTED = {
    "full": N_(
        "Of two probabilities the larger counts: {full} % from everything seen (it counts), {offences} % from "
        "offences alone."
    ),
    "offences": N_(
        "Of two probabilities the larger counts: {offences} % from offences alone (it counts), {full} % from "
        "everything seen."
    ),
    "address": N_("No page could be read: this rests on the name of the address alone."),
}


def weights(assessment: Assessment) -> Iterator[Message]:
    """Which probability counts, and the heaviest parts of it."""
    template = _COUNTED[assessment.counted]
    if assessment.full is None or assessment.offences is None:
        yield message(template)
    else:
        yield message(
            template,
            full=round(100 * assessment.full),
            offences=round(100 * assessment.offences),
        )
    for name, part in parts(assessment)[:MOST]:
        yield message(N_("{weight}: {what}"), weight=f"{part:+.1f}", what=title(name))


def parts(assessment: Assessment) -> list[tuple[str, float]]:
    """(signal, log-odds) worth telling, heaviest first. A part that contradicts its signal's own sentence is
    no reason and is left out; what the model starts from is none either."""
    told = [(name, assessment.slope * part) for name, part in assessment.contributions]
    if assessment.address:
        told.append(("address", assessment.address))
    kept = [
        (name, part)
        for name, part in dict(told).items()
        if name != "base" and abs(part) >= _LEAST and not _contradicts(name, part)
    ]
    return sorted(kept, key=lambda pair: -abs(pair[1]))


def _contradicts(name: str, part: float) -> bool:
    signal = all_signals().get(name)
    return signal is not None and signal.meta.direction is Direction.CONCERN and part < 0


def changes(assessment: Assessment) -> Iterator[Message]:
    """What the chance would be had the heaviest findings not been seen."""
    for count, (name, chance) in enumerate(assessment.changes):
        template = (
            N_("Without “{what}” the chance would be {percent} %.")
            if count == 0
            else N_("Without “{what}” as well it would be {percent} %.")
        )
        yield message(template, what=title(name), percent=round(100 * min(max(chance, 0.01), 0.99)))


def title(name: str) -> Message:
    """What a part is called."""
    signal = all_signals().get(name)
    return message(_OTHERS[name] if signal is None else signal.meta.title)


def as_json(assessment: Assessment) -> dict[str, Any]:
    """Plain values for the report; probabilities no finer than the report's own."""
    return {
        "name": assessment.model,
        "counted": assessment.counted,
        "full": _chance(assessment.full),
        "offences": _chance(assessment.offences),
        "address_log_odds": round(assessment.address, 1),
        "thresholds": {
            "caution": assessment.thresholds.caution,
            "high_risk": assessment.thresholds.high_risk,
        },
        "parts": [{"signal": name, "weight": round(part, 1)} for name, part in parts(assessment)],
        "changes": [
            {"signal": name, "probability": _chance(chance)} for name, chance in assessment.changes
        ],
    }


def _chance(probability: float | None) -> float | None:
    return None if probability is None else round(min(max(probability, 0.01), 0.99), 2)
