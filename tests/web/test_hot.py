"""Answers at hand: made once, bounded, and a failure is nobody's answer."""

from __future__ import annotations

import threading
import time

import pytest

from web.hot import Hot


def test_an_answer_is_made_once_however_many_ask() -> None:
    hot, made = Hot(100), []

    def make() -> bytes:
        made.append(1)
        time.sleep(0.05)
        return b"x"

    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(hot.get(("a",), make))) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [b"x"] * 20
    assert len(made) == 1


def test_the_one_not_asked_for_longest_leaves_first() -> None:
    hot, made = Hot(2), []

    def make(name: str) -> bytes:
        made.append(name)
        return b"x"

    for name in ("a", "b", "a", "c", "a", "b"):
        hot.get((name,), lambda name=name: make(name))  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]


def test_a_failure_is_nobodys_answer() -> None:
    hot = Hot(2)

    def broken() -> bytes:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        hot.get(("a",), broken)
    assert hot.get(("a",), lambda: b"x") == b"x"
