from __future__ import annotations

import pytest

from checker.finding import Outcome
from checker.page.facts import PageFacts
from checker.signals.ordering_steps import detect
from tests.signals.build import contact, form, medicine, offer, page, phone, site

OTC = medicine("ibuprofen", "ibuprofen", status="otc", category="")


@pytest.mark.parametrize(
    ("facts", "outcome", "measures"),
    [
        pytest.param(
            page(offers=(offer(), offer(gate="prescription"))),
            Outcome.PRESENT,
            {"offers": 2, "restricted_offers": 2, "ungated_share": 0.5, "by_consultation": 1},
            id="present: one of two asks for a prescription",
        ),
        pytest.param(
            page(offers=(offer(medicine=OTC), offer(medicine=None))),
            Outcome.ABSENT,
            {"offers": 1, "restricted_offers": 0, "other_goods": 1, "ungated_share": 0},
            id="absent: goods that need no prescription",
        ),
        pytest.param(
            page(offers=(offer(action="consultation", gate="consultation"),)),
            Outcome.PRESENT,
            {"restricted_offers": 1, "ungated_share": 0, "by_consultation": 1},
            id="near_miss: the button leads into an assessment",
        ),
        pytest.param(
            page(
                forms=(form("consultation"), form("login")),
                phones=(phone(), phone("+447700900000", kind="mobile")),
                contacts=(contact(), contact(), contact("facebook", "social")),
                care=("prescriber",),
                trade=("order", "payment"),
            ),
            Outcome.ABSENT,
            {
                "consultation_form": 1,
                "order_form": 0,
                "account_form": 1,
                "phones": 2,
                "fixed_lines": 1,
                "messengers": 1,
                "prescriber": 1,
                "trade_topics": 2,
            },
            id="absent: forms and ways of contact alone",
        ),
    ],
)
def test_detect(facts: PageFacts, outcome: Outcome, measures: dict[str, float]) -> None:
    finding = detect(site(facts))
    assert finding.outcome is outcome
    assert bool(finding.quotes) is (outcome is Outcome.PRESENT)
    assert {name: finding.measures[name] for name in measures} == measures
