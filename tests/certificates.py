"""Good and broken certificates, made on the spot by a certificate authority of our own."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Identity:
    """A certificate with its key, as PEM."""

    certificate: x509.Certificate
    key: Key

    def write(self, path: Path, chain: Sequence[Identity] = ()) -> Path:
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        certificates = [one.certificate.public_bytes(Encoding.PEM) for one in (self, *chain)]
        path.write_bytes(key + b"".join(certificates))
        return path

    def pem(self, path: Path) -> str:
        path.write_bytes(self.certificate.public_bytes(Encoding.PEM))
        return str(path)


def name(common: str, organisation: str = "") -> x509.Name:
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if organisation:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    return x509.Name(attributes)


def authority(common: str = "Loopback Test CA") -> Identity:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = name(common)
    certificate = (
        _builder(subject, subject, key, NOW - DAY, NOW + 10 * DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Identity(certificate, key)


def issue(
    issuer: Identity | None,
    names: Sequence[str | bytes] = ("shop.com",),
    *,
    subject: x509.Name | None = None,
    begins: datetime = NOW - DAY,
    ends: datetime = NOW + DAY,
    key: Key | None = None,
) -> Identity:
    """A leaf for ``names``; without ``issuer`` it signs itself. Bytes are names taken as they are."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = subject or name("shop.com")
    by = issuer.certificate.subject if issuer else subject
    builder = _builder(subject, by, key, begins, ends)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
    if names:
        alternatives = x509.SubjectAlternativeName([_dns_name(one) for one in names])
        builder = builder.add_extension(alternatives, critical=False)
    return Identity(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def _dns_name(text: str | bytes) -> x509.DNSName:
    if isinstance(text, str):
        return x509.DNSName(text)
    return x509.DNSName._init_without_validation(text.decode("latin-1"))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )


def server_context(pem: Path, *, weak: bool = False) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if weak:
        context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(pem)
    return context
