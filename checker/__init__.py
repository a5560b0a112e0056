"""RxLens: is this online pharmacy what it claims to be?"""

__version__ = "0.1.0"
