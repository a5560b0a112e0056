"""Three machines in network namespaces, to try a firewall on: run as root in new namespaces by its test.

``python walled.py RULES UID`` inside ``unshare --net --mount``: this machine has the rules and a user ``UID`` that
they are for, a container ``box`` behind the bridge they name, and one way out, to ``world``, which answers at every
address that is asked for here. Prints what came of every try as JSON: ``[who, address, port, outcome]``.
"""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

TCP_PORTS = (80, 443, 43, 53, 22, 25, 5432, 8080)
ADDRESSES = (
    "93.184.215.14", "1.1.1.1", "10.1.2.3", "172.16.9.9", "192.168.7.7", "169.254.169.254", "100.64.0.9",
    "168.63.129.16", "203.0.113.9", "198.18.0.9", "192.0.2.9", "2606:2800:220:1::14", "2001:4860::9",
    "2001:db8::9", "2002:a01:203::9", "2001:0:9::9", "fd00::9", "64:ff9b::a01:203", "3fff::9",
    "2606:2800:220:1:0:5efe:a01:203", "2606:2800:220:1:200:5efe:a01:203",
)  # fmt: skip
SECONDS = 3.0

_LISTEN = """
import selectors, socket
chosen = selectors.DefaultSelector()
for port in {ports}:
    chosen.register(socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50), 1)
print("ready", flush=True)
while True:
    for key, _ in chosen.select():
        key.fileobj.accept()[0].close()
"""
_TRY = """
import errno, json, os, socket, sys, time
"localhost".encode("idna")  # loaded while the interpreter's files can still be read
os.setuid(int(sys.argv[3]))
found = []
for address, port in json.loads(sys.argv[1]):
    begun = time.monotonic()
    try:
        socket.create_connection((address, port), {seconds}).close()
        outcome = "reached"
    except OSError as error:
        outcome = errno.errorcode.get(error.errno, type(error).__name__)
        if time.monotonic() - begun > 1:
            outcome = "late"
    found.append([sys.argv[2], address, port, outcome])
print(json.dumps(found))
"""
_NEWNET = 0x40000000


def sh(commands: str) -> None:
    """Run each line."""
    for line in commands.strip().splitlines():
        subprocess.run(line.split(), check=True)


def forward() -> None:
    """Let this machine pass packets on."""
    Path("/proc/sys/net/ipv4/ip_forward").write_text("1", encoding="ascii")
    Path("/proc/sys/net/ipv6/conf/all/forwarding").write_text("1", encoding="ascii")


def build() -> None:
    """The three machines and their links."""
    Path("/run/netns").mkdir(exist_ok=True)
    sh(
        """
        mount --make-rprivate /
        mount -t tmpfs tmpfs /run/netns
        ip link set lo up
        ip netns add world
        ip netns add box
        ip link add h0 type veth peer name w0
        ip link set w0 netns world
        ip addr add 11.0.0.1/30 dev h0
        ip addr add 2a0f::1/64 dev h0 nodad
        ip link set h0 up
        ip link add rxlens-egress type bridge
        ip addr add 172.30.0.1/24 dev rxlens-egress
        ip addr add 2a0e::1/64 dev rxlens-egress nodad
        ip link add b0 type veth peer name c0
        ip link set b0 master rxlens-egress
        ip link set c0 netns box
        ip link set b0 up
        ip link set rxlens-egress up
        ip -n world link set lo up
        ip -n world addr add 11.0.0.2/30 dev w0
        ip -n world addr add 2a0f::2/64 dev w0 nodad
        ip -n world link set w0 up
        ip -n world route add default via 11.0.0.1
        ip -n world route add default via 2a0f::1
        ip -n box link set lo up
        ip -n box addr add 172.30.0.2/24 dev c0
        ip -n box addr add 2a0e::2/64 dev c0 nodad
        ip -n box link set c0 up
        ip -n box route add default via 172.30.0.1
        ip -n box route add default via 2a0e::1
        ip route add default via 11.0.0.2
        ip route add default via 2a0f::2
        """
    )
    for address in ADDRESSES:
        sh(f"ip -n world addr add {address} dev lo {'nodad' if ':' in address else ''}")
    forward()


def inside(machine: str) -> Callable[[], None]:
    """What makes a new process one of ``machine``."""

    def enter() -> None:
        with Path(f"/run/netns/{machine}").open("rb") as namespace:
            if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), _NEWNET):
                raise OSError(ctypes.get_errno(), "setns")

    return enter


def tried(
    who: str, pairs: list[tuple[str, int]], *, uid: int = 0, machine: str = ""
) -> list[list[object]]:
    """What came of trying each address and port, as the user ``uid`` of ``machine`` (this one)."""
    words = [sys.executable, "-c", _TRY.format(seconds=SECONDS), json.dumps(pairs), who, str(uid)]
    begin = inside(machine) if machine else None
    done = subprocess.run(words, capture_output=True, check=True, preexec_fn=begin)
    found: list[list[object]] = json.loads(done.stdout)
    return found


def main() -> None:
    """Build, try, print."""
    rules, uid = sys.argv[1], int(sys.argv[2])
    build()
    program = _LISTEN.format(ports=TCP_PORTS)
    listeners = []
    for begin in (inside("world"), lambda: None):
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            preexec_fn=begin,  # noqa: PLW1509
        )
        assert process.stdout is not None
        process.stdout.readline()
        listeners.append(process)
    pairs = [(address, port) for address in ADDRESSES for port in TCP_PORTS]
    pairs_here = [("127.0.0.1", port) for port in TCP_PORTS]
    time.sleep(0.5)  # the neighbours of IPv6 find each other
    try:
        before = tried("anybody", [(a, 80) for a in ADDRESSES], uid=uid)
        for _ in range(2):  # what was loaded once can be loaded again
            subprocess.run(["nft", "-f", rules], check=True)
        found = tried("service", pairs + pairs_here, uid=uid)
        found += tried("container", pairs, machine="box")
        found += tried("others", [(a, 8080) for a in ADDRESSES] + pairs_here)
    finally:
        for process in listeners:
            process.kill()
            process.wait()
    print(json.dumps({"before": before, "with": found}))


if __name__ == "__main__":
    main()
