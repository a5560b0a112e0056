"""The one way out: what may be asked of whom, and within which bounds.

``judge_url`` decides about an address without asking anyone, a :class:`Network` is what a process
may reach, and ``fetch`` visits one page through both. Nothing else in the package opens a
connection.
"""

from checker.net.client import AGENT, fetch
from checker.net.guard import JudgedUrl, Network, judge_url
from checker.net.handshake import shake_hands
from checker.net.limits import Limits
from checker.net.resolver import DnsAnswer, Resolver

__all__ = [
    "AGENT",
    "DnsAnswer",
    "JudgedUrl",
    "Limits",
    "Network",
    "Resolver",
    "fetch",
    "judge_url",
    "shake_hands",
]
