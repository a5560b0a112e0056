"""Host names and the public suffixes they stand under, from a bundled list: nothing is downloaded.

The rules are applied by tldextract; the list is the data file of the ``publicsuffixlist``
package, which is a year and a half newer than the copy inside tldextract (2026-10 against
2025-04).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from ipaddress import ip_address
from urllib.parse import urlsplit

import requests
import tldextract


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A host name cut at its public suffix."""

    domain: str
    """The registrable domain, e.g. ``shop.example.co.uk`` -> ``example.co.uk``; empty when the host
    is itself a suffix, a single label, an IP address or no name."""
    suffix: str
    """The public suffix, e.g. ``co.uk`` or ``myshopify.com``; empty for IP addresses."""
    private: bool = False
    """The suffix belongs to a company that lets others name sites below it (``github.io``): age,
    owner and register entries of the company's own domain say nothing about this site."""
    listed: bool = True
    """The suffix is on the list; False for names under an ending nobody has delegated."""
    company_domain: str = ""
    """With ``private``: the domain the company itself registered (``myshopify.com``)."""


NO_DOMAIN = Domain(domain="", suffix="", listed=False)


@lru_cache(maxsize=8192)
def registrable(host: str) -> Domain:
    """The registrable domain of ``host`` (ASCII or Unicode, any case, final dot allowed).

    Private suffixes count. A name under an unlisted ending is cut by the list's default rule: its
    last label is the suffix. Never raises; what is no host name gives :data:`NO_DOMAIN`.

    >>> registrable("www.Example.co.uk").domain
    'example.co.uk'
    >>> registrable("shop.example.github.io")
    Domain(domain='example.github.io', suffix='github.io', private=True, listed=True, \
company_domain='github.io')
    """
    name = host.lower().rstrip(".")
    if not name or len(name) > 253 or "" in name.split(".") or _is_address(name):
        return NO_DOMAIN
    found = _extractor()(name)
    if not found.suffix:
        return _by_default_rule(name)
    return Domain(
        domain=found.top_domain_under_public_suffix,
        suffix=found.suffix,
        private=found.is_private,
        company_domain=_company(found.suffix) if found.is_private else "",
    )


def _by_default_rule(name: str) -> Domain:
    labels = name.split(".")
    return Domain(
        domain=".".join(labels[-2:]) if labels[1:] else "", suffix=labels[-1], listed=False
    )


def _company(private_suffix: str) -> str:
    """The domain registered with a registry, e.g. ``s3.eu.example.com`` -> ``example.com``."""
    found = _extractor()(private_suffix, include_psl_private_domains=False)
    return found.top_domain_under_public_suffix


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


@cache
def _extractor() -> tldextract.TLDExtract:
    extract = tldextract.TLDExtract(
        suffix_list_urls=(_PackagedList.URL,),
        fallback_to_snapshot=False,
        include_psl_private_domains=True,
        cache_dir=None,
    )
    with _PackagedList() as packaged:
        extract.update(fetch_now=True, session=packaged)
    return extract


class _PackagedList(requests.Session):
    """Hands tldextract the packaged list. Its own way to a local file leaves the file open."""

    URL = "package:publicsuffixlist/public_suffix_list.dat"

    def get(self, url: str | bytes, **_: object) -> requests.Response:  # type: ignore[override]
        response = requests.Response()
        response.status_code = 200
        response.raw = BytesIO((files("publicsuffixlist") / "public_suffix_list.dat").read_bytes())
        return response


def siblings(one: str, other: str) -> bool:
    """Whether two registrable domains are one name under different endings, as a firm has in several countries.
    Endings that a company lends are anybody's.

    >>> siblings("boots.com", "boots.co.uk"), siblings("shop.com", "shop.github.io"), siblings("a.com", "a.com")
    (True, False, False)
    """
    first, second = registrable(one), registrable(other)
    if first.private or second.private or not (first.domain and second.domain) or one == other:
        return False
    return _label(first) == _label(second)


def _label(domain: Domain) -> str:
    return domain.domain.removesuffix(f".{domain.suffix}")


@lru_cache(maxsize=2048)
def domain_of(url: str) -> str:
    """The registrable domain of ``url``'s host, the host itself where it has none, or an empty
    string for what is no web address: addresses found on hostile pages need not parse."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return registrable(host).domain or host
