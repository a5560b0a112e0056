"""A certificate authority for the length of one demonstration.

It is made in memory, trusted by nobody but the check it is handed to, and gone afterwards. What
the ssl module insists on reading from files lies in a private directory meanwhile.
"""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from checker.demo.names import DemoCertificate

_LIFE = 2  # days
_SIGNING = {
    "content_commitment": False,
    "key_encipherment": False,
    "data_encipherment": False,
    "key_agreement": False,
    "encipher_only": False,
    "decipher_only": False,
}


class ThrowAwayAuthority:
    """Issues certificates for invented hosts; close it to leave nothing behind."""

    def __init__(self) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="rxlens-demo-")
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("RxLens demonstration (throw-away)")
        self._certificate = self._self_signed()
        self.pem_file = str(self._write("authority.pem", _pem(self._certificate)))
        """The authority's own certificate, for whoever is to trust it."""

    def server_context(self, hosts: Mapping[str, DemoCertificate]) -> ssl.SSLContext:
        """A context that shows each of ``hosts`` its own certificate, told apart by SNI."""
        shared: dict[tuple[str, ...], ssl.SSLContext] = {}
        contexts = {}
        for host, wanted in hosts.items():
            names = tuple(sorted({host, *wanted.also}))
            if names not in shared:
                shared[names] = self._context(host, names, wanted)
            contexts[host] = shared[names]

        def choose(
            connection: ssl.SSLSocket | ssl.SSLObject, host: str | None, _: ssl.SSLContext
        ) -> int | None:
            if host not in contexts:
                return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
            connection.context = contexts[host]
            return None

        front = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        front.sni_callback = choose
        return front

    def close(self) -> None:
        """Remove the private directory."""
        self._directory.cleanup()

    def _context(
        self, host: str, names: tuple[str, ...], wanted: DemoCertificate
    ) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._issued(host, names, wanted, key)
        file = self._write(f"{host}.pem", _secret(key) + _pem(certificate))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        file.unlink()
        return context

    def _self_signed(self) -> x509.Certificate:
        usage = x509.KeyUsage(digital_signature=True, key_cert_sign=True, crl_sign=True, **_SIGNING)
        return (
            self._begun(self._name, self._key, DemoCertificate(life=_LIFE))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def _issued(
        self,
        host: str,
        names: tuple[str, ...],
        wanted: DemoCertificate,
        key: ec.EllipticCurvePrivateKey,
    ) -> x509.Certificate:
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=False, crl_sign=False, **_SIGNING
        )
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        return (
            self._begun(_named(host), key, wanted)
            .add_extension(
                x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False
            )
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(issuer, critical=False)
            .sign(self._key, hashes.SHA256())
        )

    def _begun(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, wanted: DemoCertificate
    ) -> x509.CertificateBuilder:
        begin = datetime.now(UTC) - timedelta(days=wanted.age, hours=1)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(begin + timedelta(days=wanted.life))
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
        )

    def _write(self, name: str, content: bytes) -> Path:
        file = Path(self._directory.name) / name
        file.write_bytes(content)
        return file


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _secret(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
