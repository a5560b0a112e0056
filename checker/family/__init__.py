"""Which checked sites belong together: fingerprints, links by rarity, and families.

:mod:`~checker.family.fingerprint` says what a site shares with others of one hand,
:mod:`~checker.family.links` how much two sites share, :mod:`~checker.family.store` keeps and finds
fingerprints, :mod:`~checker.family.graph` draws a family, :mod:`~checker.family.told` puts it in words.
"""
