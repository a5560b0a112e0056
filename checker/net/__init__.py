"""The one way out: what may be asked of whom, and within which bounds.

``judge_url`` decides about an address without asking anyone; a :class:`Network` is what a process
may reach.
"""

from checker.net.guard import JudgedUrl, Network, judge_url

__all__ = ["JudgedUrl", "Network", "judge_url"]
