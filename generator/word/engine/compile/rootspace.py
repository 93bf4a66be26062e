"""The namespaces of a part's root: what the engine relies on and what it adds."""

from __future__ import annotations

import re

from lxml import etree

from generator.word.file import names as n
from generator.word.file.xml import parse_xml

_ROOT = re.compile(rb"<[\w.-]+:[\w.-]+")


def with_w14(root: etree._Element) -> etree._Element:
    """Return the root with the w14 namespace declared and ignorable, as `w14:paraId` needs."""
    lacking = {key: space for key, space in (("w14", n.W14_NS), ("mc", n.MC_NS)) if key not in root.nsmap}
    if lacking:
        declared = "".join(f' xmlns:{key}="{space}"' for key, space in lacking.items()).encode()
        data = etree.tostring(root)
        name = _ROOT.match(data)
        if name is not None:
            root = parse_xml(data[: name.end()] + declared + data[name.end() :])
    ignorable = root.get(n.IGNORABLE, "").split()
    prefixes = [
        key for key, space in root.nsmap.items() if space == n.W14_NS and key and key not in ignorable
    ]
    if prefixes:
        root.set(n.IGNORABLE, " ".join([*ignorable, *prefixes]))
    return root


def usual_prefixes(root: etree._Element) -> bool:
    """Tell whether a part names its namespaces as every program that writes Word files does."""
    spaces = root.nsmap
    return (
        root.prefix == "w"
        and spaces.get("w14", n.W14_NS) == n.W14_NS
        and spaces.get("mc", n.MC_NS) == n.MC_NS
    )
