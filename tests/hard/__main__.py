"""``python -m tests.hard``: what became of each hard case, and why."""

from __future__ import annotations

from tests.hard.cases import SEVERE, Case, cases, report_on


def main() -> None:
    """Print the misses, then the hits, then the shares."""
    for case in sorted(cases(), key=lambda case: (_hit(case), not case.lawful, case.file)):
        print(_line(case))
    print()
    print(share_line("lawful: expected level", [_hit(case) for case in cases() if case.lawful]))
    print(
        share_line("lawful: caution or worse", [_severe(case) for case in cases() if case.lawful])
    )
    print(share_line("rogue: caution or worse", [_severe(c) for c in cases() if not c.lawful]))


def share_line(name: str, hits: list[bool]) -> str:
    """One share as people read it."""
    return f"{name:<26} {sum(hits):>3} of {len(hits)} ({sum(hits) / len(hits):.0%})"


def _line(case: Case) -> str:
    verdict = report_on(case).verdict
    reasons = ", ".join(reason.signal for reason in report_on(case).reasons_against) or "-"
    chance = "-" if verdict.probability is None else f"{verdict.probability:.2f}"
    return (
        f"{'hit ' if _hit(case) else 'MISS'} {case.file:<36} {verdict.level.value:<15}"
        f"{verdict.kind.value:<18}{chance:<6}{reasons}"
    )


def _hit(case: Case) -> bool:
    return report_on(case).verdict.level in case.levels


def _severe(case: Case) -> bool:
    return report_on(case).verdict.level in SEVERE


if __name__ == "__main__":
    main()
