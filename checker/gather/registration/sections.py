"""Which part of a WHOIS answer a line belongs to: the domain's, or somebody's.

Contacts, name servers and registrars have dates and countries of their own, and what stands in a
contact's part was written by the contact. Parts begin with a heading, or, in object style, with the
first label of a block, and end with a blank line or where the indentation ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.gather.registration.lines import Line, known_form, labels

DOMAIN, REGISTRAR, REGISTRANT, CONTACT, HOST = (
    "domain",
    "registrar",
    "registrant",
    "contact",
    "host",
)

_HEADING = "section:"
# In object style the first label of a block tells what it is about.
_OBJECTS = {
    **dict.fromkeys(("person", "role", "contact", "nic hdl", "nic hdl br", "personname"), CONTACT),
    **dict.fromkeys(("contact id", "contact handle", "norid handle", "nic", "handle"), CONTACT),
    **dict.fromkeys(("organisation", "organization", "org", "holder id", "mntner"), CONTACT),
    **dict.fromkeys(("nsset", "keyset", "ns list", "ds list", "key1 tag", "nserver"), HOST),
    **dict.fromkeys(("hostname", "name server handle", "key tag", "server name"), HOST),
    "registrar": REGISTRAR,
}
_HANDLES = frozenset(
    ("nic hdl", "nic hdl br", "contact", "contact id", "contact handle", "handle")
) | frozenset(("norid handle", "nic", "pid"))
# Some registries put no blank line between objects; these labels begin one wherever they stand.
_BEGIN = frozenset(("nic hdl", "nic hdl br", "contact", "contact id", "personname", "role"))


@dataclass(slots=True, kw_only=True)
class Placed:
    """A line and its place."""

    line: Line
    section: str = ""
    """Empty where nothing says whose part it is: mostly the domain's."""
    deep: bool = False
    """Inside somebody's part for certain: indented under its heading, or in its own object."""
    record: int = 0
    """Answers put one after another begin with the name again: they are counted."""


@dataclass(slots=True)
class _Part:
    kind: str = ""
    indent: int = -1
    indented: bool = False
    own: bool = False
    """An object of its own: everything in its block belongs to it."""
    soft: bool = False
    """Begun by a value (`Registered for: Name`): only the lines without label that follow."""
    members: int = 0
    label: str = ""
    """With ``own``: the label that began it, where no blank line did."""


def placed(lines: Sequence[Line]) -> list[Placed]:
    """Every line that is no remark, with its place."""
    owners = _owners(lines)
    found: list[Placed] = []
    part, block, heading, record = _Part(), -1, "", -1
    holder = _holder(lines)
    for at, line in enumerate(lines):
        if line.remark:
            heading = _heading_of(line) or heading
            continue
        if line.block != block:
            part = _begin(line, part, heading, owners.get(line.block, ""))
            block, heading = line.block, ""
        elif part.indented and line.indent <= part.indent:
            part = _Part()
        elif record >= 0 and _begins_object(line, part):
            same = line.value.casefold() == holder != ""
            part = _Part(kind=REGISTRANT if same else CONTACT, own=True, label=line.label)
        kind = _heading_of(line)
        if kind and not _in_list(lines, at):
            part = _Part(kind=kind, indent=line.indent)
            if _names_domain(line) and line.value:
                record += 1
            found.append(Placed(line=line, section=kind, record=max(record, 0)))
            continue
        if part.soft and line.label:
            part = _Part()
        if part.kind and not part.members:
            part.indented = line.indent > part.indent >= 0
        part.members += 1
        deep = part.own or part.indented
        if _names_domain(line) and not (deep and part.kind in (CONTACT, REGISTRANT)):
            record += 1
        found.append(Placed(line=line, section=part.kind, deep=deep, record=max(record, 0)))
        if soft := _soft_heading(line, part):
            part = soft
    return found


def _begins_object(line: Line, part: _Part) -> bool:
    if line.label not in _BEGIN or not line.value:
        return False
    return not part.kind or (part.own and part.label == line.label)


def _in_list(lines: Sequence[Line], at: int) -> bool:
    """Whether a label without value stands among others: an empty field, not a heading."""
    line = lines[at]
    if not line.label or not 0 < at < len(lines) - 1:
        return False
    return all(
        other.label
        and not other.remark
        and other.indent == line.indent
        and other.block == line.block
        for other in (lines[at - 1], lines[at + 1])
    )


def _begin(line: Line, part: _Part, heading: str, owner: str) -> _Part:
    """The part that a new block is."""
    if heading:
        return _Part(kind=heading, own=True)
    if owner == DOMAIN or _is_domain_fact(line):
        return _Part()
    if part.kind and not part.members and not part.soft:
        return part  # A blank line between a heading and its part.
    if owner:
        return _Part(kind=owner, own=True)
    if part.indented and line.indent > part.indent:
        return part
    return _Part()


def _is_domain_fact(line: Line) -> bool:
    meanings = labels().get(line.label, ())
    return "creation" in meanings or "expires" in meanings or _names_domain(line)


def _heading_of(line: Line) -> str:
    """The part that a line without value begins, or nothing."""
    text = line.label if line.label and not line.value else ""
    if not line.label and len(line.value) <= 60:
        text = known_form(line.value)
    return _kind(text) if text else ""


def _soft_heading(line: Line, part: _Part) -> _Part | None:
    kind = _kind(line.label) if line.label and line.value else ""
    if kind not in (REGISTRANT, REGISTRAR, CONTACT) or part.own or part.indented:
        return None
    return _Part(kind=kind, indent=line.indent, soft=True, members=1)


def _kind(label: str) -> str:
    for meaning in labels().get(label, ()):
        if meaning.startswith(_HEADING):
            return meaning.removeprefix(_HEADING)
    return ""


def _names_domain(line: Line) -> bool:
    return DOMAIN in labels().get(line.label, ()) and "." in line.value


def _owners(lines: Sequence[Line]) -> dict[int, str]:
    """Object style: what each block is about, by its first label and its handle."""
    blocks: dict[int, list[Line]] = {}
    for line in lines:
        if not line.remark:
            blocks.setdefault(line.block, []).append(line)
    holder = _holder(lines)
    owners: dict[int, str] = {}
    for number, block in blocks.items():
        first = block[0]
        if any(_names_domain(line) for line in block):
            owners[number] = DOMAIN
            continue
        kind = _OBJECTS.get(first.label, "") if first.value else ""
        if not kind:
            continue
        if kind == REGISTRAR and len(block) < 3:
            continue
        if kind == CONTACT and holder and _handle(block) == holder:
            kind = REGISTRANT
        owners[number] = kind
    return owners


def _holder(lines: Sequence[Line]) -> str:
    """The handle of the registrant, as the domain's own block names it."""
    block = next((line.block for line in lines if _names_domain(line)), None)
    for line in lines:
        if line.block == block and line.value and "handle" in labels().get(line.label, ()):
            return line.value.casefold()
    return ""


def _handle(block: Sequence[Line]) -> str:
    found = (line.value.casefold() for line in block if line.label in _HANDLES and line.value)
    return next(found, "")
