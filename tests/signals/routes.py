"""Real pages on which a seller says by which way its goods come, and an article about such sellers."""

from __future__ import annotations

from checker.judgement import page_evidence
from checker.page.worker import read_here
from checker.site import Site
from checker.target import read_target

GB = "Brindley British Pharmacy"
_SHOP = (
    "<title>{title}</title><h1>Viagra 100 mg</h1><p>$10 per pill</p><form action='/cart' method='post'>"
    "<button>Add to cart</button></form><p>{words}</p>"
)
_NEWS = (
    "<title>How pills pass through Dubai's free zones</title><h1>How pills pass through Dubai's free zones</h1>"
    "<p>Counterfeit Viagra is shipped from India through the Jebel Ali free zone in Dubai, investigators said. British "
    "customs officers found parcels that were sent from Singapore. The sellers have agents in Spain and Poland.</p>"
)


def shop(title: str, words: str, url: str = "https://shop.example/") -> Site:
    """A page that sells Viagra and says ``words`` about delivery."""
    return _site(_SHOP.format(title=title, words=words), url)


def news() -> Site:
    """A report on routes, with the words of sellers and none of their offers."""
    return _site(_NEWS, "https://news.example/world/dubai")


def _site(html: str, url: str) -> Site:
    return Site.of(page_evidence(html.encode(), read_target(url), "GB", read=read_here))
