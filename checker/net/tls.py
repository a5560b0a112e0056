"""Encrypted connections: verified first, and read without trust when that fails.

A shop with a broken certificate is still evidence. It is fetched read-only, and the fault is
written down beside what it showed; nothing secret is ever sent, so nothing can be stolen.
"""

from __future__ import annotations

import hashlib
import ssl
from functools import cache

import certifi
from cryptography import x509
from cryptography.x509.oid import NameOID

from checker.evidence import Tls
from checker.patterns import compiled

MAX_NAMES = 100
_UNPRINTABLE = compiled(r"[^\x20-\x7e\u00a0-\uffff]", 0)

# OpenSSL's X509_V_ERR_* numbers.
_FAULTS = {
    9: "not_yet_valid",
    10: "expired",
    18: "self_signed",
    23: "revoked",
    62: "wrong_host",
    64: "wrong_host",
    66: "weak",
    67: "weak",
    68: "weak",
}
_OP_LEGACY_SERVER_CONNECT = 0x4  # Has a name in the ssl module from Python 3.12 on.


@cache
def strict_context(authorities: str | None = None) -> ssl.SSLContext:
    """Full verification against ``authorities`` (a PEM file), or the usual ones.

    Unlike ``create_default_context`` it takes nothing from the environment.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("DEFAULT:@SECLEVEL=2")
    context.hostname_checks_common_name = False  # As browsers: only the alternative names count.
    context.load_verify_locations(authorities or certifi.where())
    return context


@cache
def lenient_context() -> ssl.SSLContext:
    """No verification and every protocol this OpenSSL still speaks: for looking, not trusting."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.options |= _OP_LEGACY_SERVER_CONNECT
    return context


def fault_of(error: Exception) -> str:
    """One word for why the strict handshake failed."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _FAULTS.get(error.verify_code, "untrusted")
    reason = (error.reason or "") if isinstance(error, ssl.SSLError) else ""
    if "VERSION" in reason or "PROTOCOL" in reason:
        return "old_protocol"
    if "SMALL" in reason or "WEAK" in reason or "CIPHER" in reason:
        return "weak"
    return "handshake"


def facts_of(sock: ssl.SSLSocket, fault: str | None) -> Tls:
    """What the connection and the certificate say; certificates that cannot be read say less."""
    der = sock.getpeercert(binary_form=True) or b""
    version = sock.version() or "unknown"
    digest = hashlib.sha256(der).hexdigest() if der else None
    try:
        certificate = x509.load_der_x509_certificate(der)
        return Tls(
            version=version,
            fault=fault,
            issuer=_shown(certificate.issuer),
            subject=_shown(certificate.subject),
            names=_names(certificate),
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
            certificate_sha256=digest,
        )
    except Exception:  # The parser of a library, on bytes of a stranger.
        return Tls(version=version, fault=fault, certificate_sha256=digest)


def _shown(name: x509.Name) -> str:
    for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for attribute in name.get_attributes_for_oid(kind):
            return _printable(str(attribute.value))
    return ""


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    names = extension.value.get_values_for_type(x509.DNSName)
    return tuple(_printable(name) for name in names[:MAX_NAMES])


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text[:1000])[:200]
