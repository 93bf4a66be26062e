"""Nothing that policygen writes, and no conversion of it, opens a connection."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.errors import TemplateError
from generator.files.pdf import convert_to_pdf
from generator.word.engine.compile.building import compile_template
from tests.builders import p, part, template
from tests.office import office_command
from tests.profiles import SAMPLES
from tests.rendering import render_documents, sample
from tests.test_template_security import OFFICE
from tests.wordfile import field, relationships

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(office_command() is None, reason="LibreOffice is not installed"),
]


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """Listen on the loop-back interface; yield the address and the list of what came."""
    met: list[str] = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            met.append(self.request.recv(200).decode("latin-1").partition("\r\n")[0])
            self.request.sendall(b"HTTP/1.0 404 Not Found\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", met
        finally:
            server.shutdown()
            thread.join()


def linking(address: str, inside: str, kind: str = "hyperlink") -> bytes:
    """Return a Word file with a relationship that leads to an address, and something that uses it."""
    own = part(template(p("x")), "word/_rels/document.xml.rels")
    rows = relationships(("rId9", OFFICE + kind, f"{address}/{kind}.png")).partition("<Relationship ")
    row = "".join(rows[1:]).replace("/>", ' TargetMode="External"/>')
    body = p("前") + p(inside) + p("後")
    return template(body, changes={"word/_rels/document.xml.rels": own.replace("</Relationships>", row)})


def picture(blip: str) -> str:
    """Return a run with a drawing whose picture is this blip."""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="a"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="a"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'{blip}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def test_linked_pictures_that_would_connect_are_refused(tmp_path: Path) -> None:
    """LibreOffice asks the listener for a picture linked by a relationship of any kind; the template is refused."""
    with listener() as (address, met):
        shape = (
            '<w:r><w:pict><v:shape style="width:50pt;height:50pt"><v:imagedata {}/></v:shape></w:pict></w:r>'
        )
        files = {
            "link": linking(address, picture('<a:blip r:link="rId9"/>'), "image"),
            "embed": linking(address, picture('<a:blip r:embed="rId9"/>')),
            "other": linking(address, picture('<a:blip r:link="rId9"/>')),
            "vml": linking(address, shape.format('r:id="rId9"')),
            "src": linking(address, shape.format(f'src="{address}/src.png"')),
            "field": template(p(field(f'INCLUDEPICTURE "{address}/field.png"', "x"))),
        }
        for name, data in files.items():
            with pytest.raises(TemplateError):
                compile_template(data)
            (tmp_path / f"{name}.docx").write_bytes(data)
        convert_to_pdf([tmp_path / f"{name}.docx" for name in files])
    assert met, "the listener would have noticed nothing"


def test_documents_of_ours_and_their_conversion_open_no_connection(tmp_path: Path) -> None:
    """All documents of a sample profile, and a template with links to follow, go to PDF without a connection."""
    with listener() as (address, met):
        link = '<w:hyperlink r:id="rId9"><w:r><w:t>頁</w:t></w:r></w:hyperlink>'
        own = compile_template(linking(address, link)).render({})
        documents = {**render_documents(sample(SAMPLES[0]), SAMPLES[0].parent), "linked": own}
        for name, data in documents.items():
            (tmp_path / f"{name}.docx").write_bytes(data)
        made = convert_to_pdf([tmp_path / f"{name}.docx" for name in documents])
    assert len(made) == len(documents)
    assert met == []
