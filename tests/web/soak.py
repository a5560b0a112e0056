"""Checks of hostile servers, by the thousand, in a process of their own: ``python -m tests.web.soak BEFORE ROUNDS``.

The servers run in another process, so that what is measured is the service's alone. Answers are remembered
on purpose, some 6 kB each, up to a limit; here it is reached after nine rounds, so that what more rounds add
is a leak. Prints JSON: memory in bytes, handles and processes after BEFORE rounds, when threads have their
stacks and what is kept at hand has its room, and after ROUNDS more.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import cast

from tests.loopback import Server, World
from tests.reports import ROGUE, report
from tests.web.asking import CHECKS, body_of, finished
from tests.web.conftest import QUIET
from tests.web.test_hostile import HOSTILE, LIMITS, handles, resident
from web import create_app
from web.engine import CheckerEngine, Reach
from web.memory import few_heaps


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A server of another process."""

    port: int


def serve(pipe: Connection) -> None:
    """All hostile servers, until the process is ended."""
    servers = [Server(handle) for handle in HOSTILE.values()]
    pipe.send([server.port for server in servers])
    pipe.recv()
    os._exit(0)


def measured() -> dict[str, int]:
    """What the service holds now."""
    reading = len(multiprocessing.active_children())
    return {"memory": resident(), "handles": handles(), "processes": reading}


def main() -> None:
    """See the module."""
    few_heaps()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    elsewhere = context.Process(target=serve, args=(theirs,))
    elsewhere.start()
    world = World()
    for n, port in enumerate(ours.recv()):
        world.add(f"hostile{n}.com", http=cast(Server, Elsewhere(port)))
    engine = CheckerEngine(Reach(network=world.network), limits=LIMITS, readers=2)
    engine.warm_up()
    report(ROGUE)
    settings = replace(QUIET, checks_waiting=1000, checks_at_once=16, memory_mib=1)
    app = create_app(settings, engine=engine)
    client = app.test_client()
    found = []
    warm, rounds = map(int, sys.argv[1:])
    for n in range(warm + rounds):
        urls = [f"http://hostile{k}.com/{n}" for k in range(len(HOSTILE))]
        checks = [body_of(client.post(CHECKS, json={"url": url}))["id"] for url in urls]
        assert all(finished(client, check)["state"] == "done" for check in checks)
        if n + 1 in (warm, warm + rounds):
            time.sleep(1)
            found.append(measured())
    print(json.dumps(found))
    app.extensions["rxlens"].close()
    ours.send(None)
    elsewhere.join(5)


if __name__ == "__main__":
    main()
