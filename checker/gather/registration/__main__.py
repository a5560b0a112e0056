"""Reading many answers from a file: ``python -m checker.gather.registration --whois IN --out OUT``.

Rows are JSON, one a line. Of a WHOIS row ``text`` is read (and ``domain`` if there is one), of an
RDAP row ``body`` and ``http_status``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from checker.gather.registration import read_rdap, read_whois
from checker.gather.registration.rdap import state_of_status
from checker.registration import Registration, RegistrationState

Row = dict[str, Any]


# A bare 404 may come from a server that knows no registry for the name.
_LOOKUP_STATES = {RegistrationState.NOT_REGISTERED: "not_registered_or_unknown"}


def main(argv: Sequence[str] | None = None) -> int:
    """Read every row of a file and write what was understood."""
    parser = argparse.ArgumentParser(prog="python -m checker.gather.registration")
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("--whois", type=Path, metavar="FILE", help="WHOIS texts")
    given.add_argument("--rdap", type=Path, metavar="FILE", help="RDAP answers")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    args = parser.parse_args(argv)
    read: Callable[[Row], Row] = whois_row if args.whois else rdap_row
    with (args.whois or args.rdap).open(encoding="utf-8") as rows, args.out.open("w") as out:
        for row in rows:
            if row.strip():
                print(json.dumps(read(json.loads(row)), ensure_ascii=True), file=out)
    return 0


def whois_row(row: Row) -> Row:
    """What a WHOIS text says, as a row."""
    return _row(row, read_whois(str(row.get("text") or ""), domain=row.get("domain")))


def rdap_row(row: Row) -> Row:
    """What an RDAP answer says, as a row; ``usable`` says that it is about a registered name."""
    state = state_of_status(int(row.get("http_status") or 200))
    if state is None:
        found = read_rdap(row.get("body"), domain=row.get("domain"))
    else:
        found = Registration(state=state, source="rdap")
    shown = _row(row, found)
    return {
        **shown,
        "usable": found.state is RegistrationState.REGISTERED,
        "lookup_state": _LOOKUP_STATES.get(found.state, found.state.value),
        "registration": shown["created"],
        "expiration": shown["expires"],
        "last_changed": shown["updated"],
        "ldh_name": found.domain or None,
    }


def _row(row: Row, found: Registration) -> Row:
    return {
        "id": row.get("id"),
        "state": found.state.value,
        "created": found.created and found.created.isoformat(),
        "updated": found.updated and found.updated.isoformat(),
        "expires": found.expires and found.expires.isoformat(),
        "registrar": found.registrar,
        "registrant_country": found.registrant_country,
    }


if __name__ == "__main__":
    sys.exit(main())
