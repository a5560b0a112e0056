"""Answers that were just given and may be asked for again at once, ready to be sent."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Hot:
    """The bytes of a few answers, the one not asked for longest leaving first. Thread-safe."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._held = most_bytes, 0
        self._answers: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, ...], make: Callable[[], bytes]) -> bytes:
        """The answer called ``key``, made when it is not at hand."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
                return found
        made = make()
        with self._lock:
            self._held += len(made) - len(self._answers.pop(key, b""))
            self._answers[key] = made
            while self._held > self._most:
                self._held -= len(self._answers.popitem(last=False)[1])
        return made
