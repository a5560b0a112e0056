"""Hostile bytes in, plain values out: everything that reads a page. Pure, no network, no clock."""
