"""Names that every file system takes."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME_BYTES = 255


# Names Windows keeps for devices, with any extension (Microsoft, "Naming Files, Paths, and Namespaces").
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?")


_SEPARATORS = str.maketrans('<>:"/\\|?*', "＜＞：”／＼｜？＊")


def safe_file_name(title: str, company: str, suffix: str) -> str:
    """Build a file name that every system accepts: `title_company.suffix`.

    Characters that Windows refuses become their full-width form, control and invisible ones go, the text is
    normalised to NFC, and the company's name is cut at a character border so that the whole stays within
    255 bytes of UTF-8.
    """
    stem = _clean(f"{title}_{company}" if _clean(company) else title)
    room = MAX_NAME_BYTES - len(suffix.encode())
    while len(stem.encode()) > room:
        stem = stem[:-1]
        while stem and unicodedata.combining(stem[-1]):
            stem = stem[:-1]
    stem = stem.rstrip(" .") or "document"
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem}{suffix}"


def _clean(text: str) -> str:
    kept = unicodedata.normalize("NFC", text).translate(_SEPARATORS)
    if not kept.isprintable():  # it has a separator other than the space, or something unseen
        shown = "".join(c if unicodedata.category(c)[0] != "Z" else " " for c in kept)
        kept = "".join(c for c in shown if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return re.sub(r" +", " ", kept).strip(" .")
