"""docxtpl renders templates of the plain subset to the same text: the dialect is the known one."""

from __future__ import annotations

import io

import pytest
from docxtpl import DocxTemplate

from tests.builders import W, lines, p, render, root, row, t, tbl, template, text

CONTEXT = {
    "company": {"name": "株式会社A&B <本社>"},
    "people": [{"name": "甲", "tel": "03"}, {"name": "乙", "tel": "06"}],
    "yes": True,
    "no": False,
    "none_left": [],
    "n": 3,
    "address": "東京都\n千代田区",
}

TEMPLATES = {
    "values": p("前{{ company.name }}後") + p("{{ n }}件、{{ people[0].name }}、{{ people|length }}名"),
    "split runs": p(t("{", "<w:b/>"), t("{ company"), t(".name }"), t("}")),
    "paragraph tags": p("{%p if yes %}") + p("有") + p("{%p else %}") + p("無") + p("{%p endif %}"),
    "paragraph loop": p("{%p for x in people %}")
    + p("{{ loop.index }} {{ x.name }}")
    + p("{%p endfor %}")
    + p("末"),
    "row loop": tbl(
        row("氏名", "電話"),
        row("{%tr for x in people %}", ""),
        row("{{ x.name }}", "{{ x.tel }}"),
        row("{%tr endfor %}", ""),
    )
    + p(""),
    "cell loop": tbl(row("{%tc for x in people %}", "{{ x.name }}", "{%tc endfor %}")) + p(""),
    "inline": p(
        "{% if yes %}有{% elif no %}無{% else %}不明{% endif %}。{% for x in people %}{{ x.name }}、{% endfor %}"
    ),
    "smart quotes": p("{{ “文字” ~ ‘列’ }}") + p("{% if company.name == “x” %}x{% endif %}y"),
    "line break": p("{{ address }}"),
    "set": p("{%p set total = n + 1 %}") + p("{{ total }}"),
    "filters": p("{{ people|map(attribute='name')|join('・') }}{{ missing|default('－') }}{{ 'a'|upper }}"),
    "comment": p("a{# 覚え #}b"),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_docxtpl_makes_the_same_text(name: str) -> None:
    """Same template, same values, same text; docxtpl with escaping on, as ours always is."""
    source = template(TEMPLATES[name], header=p("{{ company.name }}"))
    document = DocxTemplate(io.BytesIO(source))
    document.render(CONTEXT, autoescape=True)
    theirs = io.BytesIO()
    document.save(theirs)
    ours = render(source, CONTEXT)
    assert lines(ours) == lines(theirs.getvalue())
    assert lines(ours, "word/header.xml") == lines(theirs.getvalue(), "word/header.xml")
    assert [text(node) for node in root(ours).iter(f"{W}tr")] == [
        text(node) for node in root(theirs.getvalue()).iter(f"{W}tr")
    ]
