"""Importing this loads every table the page readers need, by reading one small page.

It is what the server preloads that reading processes are forked off, so that they share the tables
and are ready at once.
"""

from __future__ import annotations

from checker.page.read import read_page

read_page(
    b"<title>Pharmacy</title><p>Buy Viagra 10 tablets \xc2\xa310, tel. +44 20 7946 0000</p>",
    "text/html; charset=utf-8",
    "https://pharmacy.example/",
)
