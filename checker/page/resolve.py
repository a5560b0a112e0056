"""Turn the addresses written on a page into whole ones, fast.

A page holds hundreds of addresses, nearly all of a plain shape whose answer is a string
concatenation. Everything else goes to the URL standard's own parser.
"""

from __future__ import annotations

import re

import ada_url

LIMIT = 2048
"""Characters of an address that are kept."""

_PLAIN_ABSOLUTE = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]*\.)+[a-z][a-z0-9-]*(?:/(?![./])[\w%~@:;,+=&()!$*-][\w./%~@:;,+=&()!$*-]*|/)?"
    r"(?:\?[\w./%~@:;,+=&()!$*?-]*)?(?:#[\w./%~@:;,+=&()!$*?-]*)?",
    re.ASCII,
)
_PLAIN_PATH = re.compile(
    r"/(?:[\w%~@:;,+=&()!$*-][\w./%~@:;,+=&()!$*-]*)?"
    r"(?:\?[\w./%~@:;,+=&()!$*?-]*)?(?:#[\w./%~@:;,+=&()!$*?-]*)?",
    re.ASCII,
)
_PLAIN_RELATIVE = re.compile(
    r"[\w~@;,+=&()!$*-][\w.%~@;,+=&()!$*-]*(?:/[\w./%~@:;,+=&()!$*-]*)?"
    r"(?:\?[\w./%~@:;,+=&()!$*?-]*)?(?:#[\w./%~@:;,+=&()!$*?-]*)?",
    re.ASCII,
)
_PLAIN_FRAGMENT = re.compile(r"#[\w./%~@:;,+=&()!$*?-]*", re.ASCII)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]{0,30})\s*:", re.IGNORECASE)
_FETCHED = {"http", "https", "ftp", "ws", "wss", "file"}


class Resolver:
    """Resolves against one page; remembers what it resolved."""

    def __init__(self, url: str) -> None:
        self._page = url
        self._known: dict[str, str] = {}
        self._rebase(url)

    def set_base(self, href: str) -> None:
        """Take the page's ``<base href>``; the first one counts, the caller sees to that."""
        base = _join(self._page, href.strip())
        if base.startswith(("http://", "https://")):
            self._known.clear()
            self._rebase(base)

    @property
    def base(self) -> str:
        """What addresses are resolved against."""
        return self._base

    def _rebase(self, base: str) -> None:
        self._base = base
        self._bare = base.split("#", 1)[0]
        origin = re.match(r"https?://[^/?#\\]+", base)
        self._origin = origin[0] if origin else ""
        plain = _PLAIN_ABSOLUTE.fullmatch(base) and "/." not in base and "/%2" not in base
        path = self._bare.partition("?")[0]
        self._folder = path[: path.rfind("/") + 1] if plain and path.count("/") > 2 else ""
        """What stands before a plain relative address; empty when the base is not plain enough."""

    def __call__(self, raw: str | None) -> str:
        """The whole address for ``raw``, empty when there is none or it cannot be one."""
        if raw is None:
            return ""
        known = self._known.get(raw)
        if known is None:
            known = self._known[raw] = self._resolve(raw.strip())[:LIMIT]
        return known

    def _resolve(self, raw: str) -> str:
        if not raw:
            return self._bare
        if "/." not in raw and "/%2" not in raw and "xn--" not in raw:
            if self._origin:
                if _PLAIN_PATH.fullmatch(raw):
                    return self._origin + raw
                if self._folder and _PLAIN_RELATIVE.fullmatch(raw):
                    return self._folder + raw
                if _PLAIN_FRAGMENT.fullmatch(raw):
                    return self._bare + raw
            if _PLAIN_ABSOLUTE.fullmatch(raw):
                return raw if raw.count("/") > 2 and "?" not in raw[:8] else _join(self._base, raw)
        scheme = _SCHEME.match(raw)
        if scheme and scheme[1].lower() not in _FETCHED:
            return _opaque(scheme[1].lower(), raw)
        return _join(self._base, raw)


def _opaque(scheme: str, raw: str) -> str:
    """``tel:``, ``mailto:`` and the like as written; scripts and embedded data cut short."""
    if scheme == "data":
        return raw[:200].split(",", 1)[0].split(";", 1)[0]
    rest = raw[raw.index(":") + 1 :]
    return f"{scheme}:{rest[:200] if scheme == 'javascript' else rest}"


def _join(base: str, raw: str) -> str:
    try:
        return str(ada_url.join_url(base, raw[: 4 * LIMIT]))
    except (ValueError, UnicodeError):
        pass
    try:
        return str(ada_url.normalize_url(raw[: 4 * LIMIT]))
    except (ValueError, UnicodeError):
        return ""
