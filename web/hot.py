"""Answers that were just given and may be asked for again at once, ready to be sent."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock


class Hot:
    """The bytes of a few answers, the one not asked for longest leaving first. Thread-safe."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._held = most_bytes, 0
        self._answers: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
        self._making: dict[tuple[str, ...], Future[bytes]] = {}
        self._lock = Lock()

    def get(self, key: tuple[str, ...], make: Callable[[], bytes]) -> bytes:
        """The answer called ``key``; when it is not at hand one caller makes it, and all others wait.

        Raises what ``make`` raises.
        """
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
                return found
            making = self._making.get(key)
            mine = making is None
            if making is None:
                making = self._making[key] = Future()
        if not mine:
            return making.result()
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                del self._making[key]
            making.set_exception(error)
            raise
        self._keep(key, made)
        making.set_result(made)
        return made

    def _keep(self, key: tuple[str, ...], made: bytes) -> None:
        with self._lock:
            del self._making[key]
            self._held += len(made) - len(self._answers.pop(key, b""))
            self._answers[key] = made
            while self._held > self._most:
                self._held -= len(self._answers.popitem(last=False)[1])
