"""How a page can be reached: telephones, mails, postal addresses, messengers. One reader a file."""

from __future__ import annotations

from checker.page.addresses import addresses
from checker.page.mails import emails
from checker.page.messengers import contacts
from checker.page.phones import phones

__all__ = ["addresses", "contacts", "emails", "phones"]
