"""The namespaces of a part's root: what the engine relies on and what it adds."""

from __future__ import annotations

import re

from lxml import etree

from generator.word.file.names import IGNORABLE, MC_NS, W14_NS, W_NS
from generator.word.file.xml import Element, parse_xml

_DECLARED = re.compile(r'\sxmlns(?::([\w.-]+))?="([^"]*)"')
_ROOT = re.compile(rb"<[\w.-]+:[\w.-]+")


def with_w14(root: Element) -> Element:
    """Return the root with the w14 namespace declared and ignorable, as `w14:paraId` needs."""
    lacking = {key: space for key, space in (("w14", W14_NS), ("mc", MC_NS)) if key not in root.nsmap}
    if lacking:
        declared = "".join(f' xmlns:{key}="{space}"' for key, space in lacking.items()).encode()
        data = etree.tostring(root)
        name = _ROOT.match(data)
        if name is not None:
            root = parse_xml(data[: name.end()] + declared + data[name.end() :])
    ignorable = root.get(IGNORABLE, "").split()
    prefixes = [key for key, space in root.nsmap.items() if space == W14_NS and key and key not in ignorable]
    if prefixes:
        root.set(IGNORABLE, " ".join([*ignorable, *prefixes]))
    return root


def usual_prefixes(root: Element, text: str) -> bool:
    """Tell whether a part names its namespaces as every program that writes Word files does.

    Args:
        root: The part.
        text: The same, serialised; no prefix may mean two things in it, as pieces of it are moved about.
    """
    spaces: dict[str, str] = {}
    for prefix, space in _DECLARED.findall(text):
        if prefix and spaces.setdefault(prefix, space) != space:
            return False
        if prefix != "w" and space == W_NS:
            return False
    return (
        root.prefix == "w"
        and spaces.get("w") == W_NS
        and spaces.get("w14", W14_NS) == W14_NS
        and spaces.get("mc", MC_NS) == MC_NS
    )
