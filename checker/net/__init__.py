"""The one way out: what may be asked of whom, and within which bounds.

``judge_url`` decides about an address without asking anyone, a :class:`Network` is what a process
may reach, and ``fetch`` visits one page through both. Nothing else in the package opens a
connection.
"""

from checker.net.client import AGENT, fetch
from checker.net.guard import JudgedUrl, Network, judge_url
from checker.net.limits import Limits

__all__ = ["AGENT", "JudgedUrl", "Limits", "Network", "fetch", "judge_url"]
