"""An invented web on loopback, so that anybody can see checks at work without visiting a real shop."""

from checker.demo.run import run_demo

__all__ = ["run_demo"]
