"""The key that signs lists: Ed25519, made at the first start, and never replaced by the program.

It lies beside the databases as ``signing.key`` (PKCS 8, readable by its owner alone). Whoever pinned the public
half believes no other: losing the file means that every reader has to pin anew, so keep a copy.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from checker.registers.domain_list import FORMAT

KEY_FILE = "signing.key"
PREFIX = f"{FORMAT}\n".encode()
"""Signed in front of every list, so that a signature is good for lists of this form and nothing else."""


class NoKey(Exception):  # noqa: N818 - its name says what happened
    """There is no key, and none can be made: the words say why, without a path."""


class SigningKey:
    """A private key, and what can be said of it."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public = b64encode(raw).decode()
        """The public key: base64 of its 32 bytes."""
        self.fingerprint = _grouped(hashlib.sha256(raw).hexdigest()[:32])
        """Its short form, for two people to compare."""

    def envelope(self, payload: str) -> dict[str, str]:
        """``payload`` with its signature, as readers get it."""
        signature = self._private.sign(PREFIX + payload.encode())
        return {
            "payload": payload,
            "signature": b64encode(signature).decode(),
            "key": self.public,
        }


def is_signed(envelope: dict[str, str], key: str) -> bool:
    """Whether ``envelope`` was signed with ``key`` (public, base64) and not changed since."""
    try:
        public = Ed25519PublicKey.from_public_bytes(b64decode(key, validate=True))
        signature = b64decode(envelope["signature"], validate=True)
        public.verify(signature, PREFIX + envelope["payload"].encode())
    except (InvalidSignature, ValueError, KeyError, TypeError, AttributeError):
        return False
    return envelope.get("key") == key


def load_or_make(directory: Path) -> SigningKey:
    """The key in ``directory``, made there when there is none; raises :class:`NoKey`.

    A file that holds no such key is left as it is: a new key would be believed by nobody.
    """
    path = directory / KEY_FILE
    try:
        with suppress(FileExistsError):
            if not path.exists():
                _make(path)
        held = load_pem_private_key(path.read_bytes(), None)
    except OSError as error:
        raise NoKey(f"cannot be read or made ({type(error).__name__})") from None
    except (ValueError, TypeError):
        raise NoKey("holds no key") from None
    if not isinstance(held, Ed25519PrivateKey):
        raise NoKey("holds a key of another kind")
    return SigningKey(held)


def _make(path: Path) -> None:
    """Write a new key whole or not at all; raises ``FileExistsError`` when somebody was faster."""
    made = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".signing.")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    finally:
        Path(name).unlink()


def _grouped(text: str) -> str:
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))
