"""How fast the service answers, beside a bare Flask application that says hello, in one run.

``python -m benchmarks.web`` serves both with the same server settings, each in a process of its own, and asks
them from this one over keep-alive connections: a cached report as JSON (by its number, and by asking about
the address again), its page, the form. Then fifty checks of stalled hosts are asked for at once, and the
cached report again meanwhile. Where ``wrk`` is installed its figures are printed too. All are ratios of what
the machine can do: two processes and the load share its cores.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.load import Outcome, get, post_json, run

HOST = "https://quickmeds-britain.example/"
STALLED = 50


def bare(pipe: Connection) -> None:
    """Flask that says hello, behind the same server."""
    from flask import Flask  # noqa: PLC0415

    from web.logs import configure  # noqa: PLC0415
    from web.serving import make_server  # noqa: PLC0415
    from web.settings import Settings  # noqa: PLC0415

    configure()
    app = Flask("hello")

    @app.get("/")
    def hello() -> dict[str, str]:
        return {"hello": "world"}

    server = make_server(app, Settings(port=0))
    pipe.send(server.effective_port)
    server.run()


def service(pipe: Connection) -> None:
    """The service with the demonstration; every other name leads to a server that says nothing."""
    from checker.demo.server import DemoWeb  # noqa: PLC0415
    from checker.net import Network  # noqa: PLC0415
    from web import create_app  # noqa: PLC0415
    from web.engine import CheckerEngine, Reach  # noqa: PLC0415
    from web.logs import configure  # noqa: PLC0415
    from web.serving import make_server  # noqa: PLC0415
    from web.settings import Settings  # noqa: PLC0415

    configure()
    silent = socket.create_server(("127.0.0.1", 0), backlog=256)
    place = silent.getsockname()

    def dial(address: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection(place, timeout)

    with DemoWeb() as web:
        network = Network(resolve=lambda name: ["93.184.215.14"], dial=dial)
        demo = Reach(network=web.network(), sources=web.sources())
        engine = CheckerEngine(Reach(network=network), demo=demo)
        settings = Settings(port=0, store=":none:", checks_per_minute=0)
        app = create_app(settings, engine=engine)
        server = make_server(app, settings)
        pipe.send(server.effective_port)
        server.run()


def started(what: Callable[[Connection], None]) -> tuple[multiprocessing.Process, int]:
    """A process that serves, and its port."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=what, args=(theirs,))
    process.start()
    return process, ours.recv()  # type: ignore[return-value]


def ask(port: int, url: str) -> tuple[int, float, dict[str, Any]]:
    """Ask about one address: status, seconds, answer."""
    body = json.dumps({"url": url}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/checks", body, {"Content-Type": "application/json"}
    )
    begun = time.perf_counter()
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, time.perf_counter() - begun, json.load(answer)
    except urllib.error.HTTPError as error:
        took = time.perf_counter() - begun
        return error.code, took, {"retry_after": error.headers["Retry-After"]}


def finished(port: int, check: str) -> dict[str, Any]:
    """The check when it is over."""
    while True:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/checks/{check}") as answer:
            found: dict[str, Any] = json.load(answer)
        if found["state"] in ("done", "failed"):
            return found
        time.sleep(0.1)


def line(name: str, outcome: Outcome, base: float) -> str:
    statuses = dict(outcome.statuses)
    return (
        f"{name:34} {outcome.rate:7.0f}/s  {outcome.rate / base:5.2f} of bare  "
        f"p50 {outcome.at(0.5):6.1f}  p95 {outcome.at(0.95):6.1f}  p99 {outcome.at(0.99):6.1f} ms  {statuses}"
    )


def throughput(hello: int, port: int, seconds: float, connections: int) -> None:
    """L1: each figure between two of the bare application, whose mean is the measure."""
    links = finished(port, ask(port, HOST)[2]["id"])["links"]
    again = json.dumps({"url": HOST}).encode()
    for name, request in (
        ("cached report, by its number", get(links["self"])),
        ("cached report, by asking again", post_json("/api/v1/checks", again)),
        ("page of a cached report", get(links["page"])),
        ("form", get("/")),
    ):
        first = run(hello, get("/"), seconds=seconds / 2, connections=connections)
        outcome = run(port, request, seconds=seconds, connections=connections)
        second = run(hello, get("/"), seconds=seconds / 2, connections=connections)
        print(line(name, outcome, (first.rate + second.rate) / 2))
    print(line("bare Flask", second, second.rate))
    if shutil.which("wrk"):
        for place in (f"{port}{links['self']}", f"{port}{links['page']}", f"{hello}/"):
            command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "--latency"]
            print(subprocess.run([*command, f"http://127.0.0.1:{place}"], check=False))


def stalled(port: int) -> None:
    """L2."""
    links = finished(port, ask(port, HOST)[2]["id"])["links"]
    outcomes: list[tuple[int, float, dict[str, Any]]] = []
    threads = [
        threading.Thread(target=lambda n=n: outcomes.append(ask(port, f"http://stalled{n}.com/")))
        for n in range(STALLED)
    ]
    for thread in threads:
        thread.start()
    meanwhile = run(port, get(links["self"]), seconds=3, connections=8)
    for thread in threads:
        thread.join()
    taken = [took for status, took, _ in outcomes if status == 202]
    refused = sorted(took for status, took, _ in outcomes if status in (429, 503))
    assert all(int(more["retry_after"]) > 0 for status, _, more in outcomes if status != 202)
    print(
        f"{STALLED} stalled hosts: {len(taken)} begun or waiting, {len(refused)} turned away, refusals p50 "
        f"{1000 * refused[len(refused) // 2]:.0f}, slowest {1000 * refused[-1]:.0f} ms"
    )
    print(
        f"cached report meanwhile: p50 {meanwhile.at(0.5):.1f}, p95 {meanwhile.at(0.95):.1f} ms, "
        f"{meanwhile.rate:.0f}/s, {dict(meanwhile.statuses)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--connections", type=int, default=32)
    args = parser.parse_args()
    processes = []
    try:
        for what in (bare, service):
            processes.append(started(what))
        (_, hello), (_, port) = processes
        throughput(hello, port, args.seconds, args.connections)
        stalled(port)
    finally:
        for process, _ in processes:
            process.terminate()


if __name__ == "__main__":
    main()
