"""Templates changed at random: members, their XML, their tags; used, or refused with an error of ours."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from generator.errors import GeneratorError
from generator.word.engine.compile.building import compile_template
from generator.word.engine.compile.wide import wide_tags
from generator.word.engine.language.values import RenderOptions
from tests.builders import RULES_NUMBERING, RULES_STYLES, heading, p, ref, row, t, tbl
from tests.fuzz.expressions import CONTEXT, body
from tests.pictures import png
from tests.wordfile import field, pack, relationships, word_members

_MARKUP = (
    '<w:altChunk r:id="rId9"/>', '<a:blip r:embed="rId9"/>', '<v:imagedata src="http://127.0.0.1:9/"/>', "<w:object/>",
    '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>', "<w:instrText>DDEAUTO a b</w:instrText>",
    "<w:r><w:t>{% if yes %}</w:t></w:r>", "<w:r><w:t>{% endif %}</w:t></w:r>", "<w:p/>", "<w:tc/>", "<w:sectPr/>",
    '<w:bookmarkStart w:id="²" w:name="b"/>', '<w:bookmarkEnd w:id="1"/>', '<w:fldSimple w:instr="REF nowhere"/>',
    "<!-- -->", "<?pg 0?>", "<![CDATA[{{ s }}]]>", '<w:ins w:id="1"/>', "<w:del/>", "\ufdd0", "&#xFDD1;", "&#0;", "｛｛ s ｝｝",
    '<x:y xmlns:x="urn:x"/>', "<mc:AlternateContent/>", "<w:tbl/>", "<w:sdt/>", "<w:sdtContent/>", '<w:txbxContent xmlns:w="urn:w"/>',
)  # fmt: skip
_VALUES = (
    "", "-1", "²", "１", "9" * 20, "9" * 5_000, "1e999", "x", "rId9", "{{ s }}", "{% if yes %}", "a&quot;b", "&lt;x&gt;",
    "begin", "separate", "heading 1", "true", "accent1", "ZZ", "\ufdd00\ufdd1", "../../x", "word/document.xml", "external",
)  # fmt: skip
_MEMBERS = (
    "word/vbaProject.bin", "word/_rels/document.xml.RELS", "customXml/item1.xml", "a%2e.xml", "WORD/DOCUMENT.XML",
    "word/_rels/settings.xml.rels", "word/glossary/document.xml", "word/media/logo.svg", "mimetype", "word/_rels/.rels",
)  # fmt: skip
_ATTRIBUTE = re.compile(r'="([^"]*)"')
_ELEMENT = re.compile(r"<[^>]*>")
LOGO = png(4, 4, (200, 0, 0))
OPTIONS = (
    RenderOptions(),
    RenderOptions(list_style="条文", accent="123456", images={"logo": LOGO}),
    RenderOptions(list_style="十進"),
)


def _sound() -> dict[str, str | bytes]:
    """Return the members of a template that has a little of everything."""
    picture = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="logo"/><a:blip r:embed="rIdlogo"/>'
        "</wp:inline></w:drawing></w:r>"
    )
    inside = (
        p(field(r'TOC \o "1-3" \h', "x")) + p("{%p for x in rows %}") + heading("見出し{{ x.id }}", "b") + p(ref("b", r"\r \h"))
        + p("項", style="Clause") + p(picture) + p("{%p endfor %}") + tbl(row("{%tr for y in xs %}"), row("{{ y }}", "b"), row("{%tr endfor %}"))
        + p(t("{{ gap }}", '<w:color w:val="003864" w:themeColor="accent1"/>'), before='<w:bookmarkStart w:id="7" w:name="c"/><w:bookmarkEnd w:id="7"/>')
        + f"<w:sdt><w:sdtPr><w:id w:val='4'/></w:sdtPr><w:sdtContent>{p('{% if yes %}あ{% else %}い{% endif %}')}</w:sdtContent></w:sdt>"
    )  # fmt: skip
    members: dict[str, str | bytes] = dict(
        word_members(
            inside, styles=RULES_STYLES, numbering=RULES_NUMBERING, header=p("{{ s }}"), footer=p(field("PAGE", "1")),
            footnotes=f'<w:footnote w:id="1">{p("{{ s }}")}</w:footnote>',
        )
    )  # fmt: skip
    rels = str(members["word/_rels/document.xml.rels"])
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    link = relationships(("rIdlogo", kind, "media/logo.png")).partition("<Relationship ")
    members["word/_rels/document.xml.rels"] = rels.replace("</Relationships>", "".join(link[1:]))
    return {**members, "word/media/logo.png": LOGO}


def _attribute(rng: random.Random, text: str) -> str:
    found = list(_ATTRIBUTE.finditer(text))
    if not found:
        return text
    spot, other = rng.choice(found), rng.choice(found)
    value = rng.choice((*_VALUES, other.group(1)))
    return f'{text[: spot.start()]}="{value}"{text[spot.end() :]}'


def _insert(rng: random.Random, text: str) -> str:
    found = list(_ELEMENT.finditer(text))
    if not found:
        return text
    at = rng.choice(found).end()
    return (
        text[:at]
        + rng.choice((*_MARKUP, f"<w:r><w:t>{body(rng).replace('&', '').replace('<', '')}</w:t></w:r>"))
        + text[at:]
    )


def _drop(rng: random.Random, text: str) -> str:
    found = list(_ELEMENT.finditer(text))
    spot = rng.choice(found) if found else None
    return text[: spot.start()] + text[spot.end() :] if spot else text


def _move(rng: random.Random, text: str) -> str:
    """Cut between two element marks and put the piece elsewhere, or twice."""
    found = [match.start() for match in _ELEMENT.finditer(text)]
    if len(found) < 3:
        return text
    first, last = sorted(rng.sample(found, 2))
    at = rng.choice(found)
    piece = text[first : min(last, first + 2_000)]
    return text[:at] + piece + text[at:]


def _noise(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    return (
        text[:at]
        + rng.choice(("<", ">", "&", "\x00", "{{", "}}", "{%", "“", '"', "é" * 50, "<!DOCTYPE a>"))
        + text[at + rng.randrange(4) :]
    )


_EDITS: tuple[Callable[[random.Random, str], str], ...] = (
    _attribute,
    _attribute,
    _attribute,
    _insert,
    _insert,
    _drop,
    _move,
    _noise,
)


def inputs(rng: random.Random) -> Iterator[bytes]:
    """Yield Word files without end, each some edits away from a sound template."""
    sound = _sound()
    names = [name for name, content in sound.items() if isinstance(content, str)]
    weights = [6 if name == "word/document.xml" else 1 for name in names]
    while True:
        members = dict(sound)
        for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
            name = rng.choices(names, weights)[0]
            if name in members:
                members[name] = rng.choice(_EDITS)(rng, str(members[name]))
            if rng.random() < 0.05:
                members[rng.choice(_MEMBERS)] = rng.choice((b"", members[rng.choice(list(members))]))
            if rng.random() < 0.05:
                members.pop(rng.choice(list(members)))
            if rng.random() < 0.02:
                members[name] = str(members.get(name, "")).encode("utf-16", "replace")
        yield pack(
            {
                name: content.encode("utf-8", "replace") if isinstance(content, str) else content
                for name, content in members.items()
            }
        )


def run(data: bytes) -> str:
    """Compile, look the names up, render in several ways; say what came of it."""
    try:
        compiled = compile_template(data)
    except GeneratorError:
        return "refused"
    wide_tags(data)
    compiled.missing_names(CONTEXT)
    refused = 0
    for options in OPTIONS:
        try:
            compiled.render_with_report(CONTEXT, options=options)
        except GeneratorError:
            refused += 1
    return "rendered" if not refused else "refused while rendering"
