"""The validators of other people over many Word files: openxml-audit and the Open XML SDK in docx-scalpel."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from docx_scalpel import verify_deliverable
from openxml_audit import OpenXmlValidator

from generator.word.checks.structure import check_structure

NamedFile = tuple[str, bytes]


@cache
def _audit() -> OpenXmlValidator:
    return OpenXmlValidator()


def audit_findings(name: str, data: bytes) -> list[str]:
    """Return what openxml-audit says of one file; loading its schemas once serves all files."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.docx"
        path.write_bytes(data)
        result = _audit().validate(str(path))
        if any("was not found in Part" in error.description for error in result.errors):
            # One validator takes the parts of a file for those of an earlier one at the same memory address.
            result = OpenXmlValidator().validate(str(path))
    return [
        f"{name}: openxml-audit: {error.part_uri} {error.path} {error.description}" for error in result.errors
    ]


def sdk_findings(name: str, data: bytes) -> list[str]:
    """Return what the Open XML SDK's validator says of one file; its host process serves all files.

    A visible 【placeholder】 for a value the profile lacks is meant to be there, and is left out.
    """
    findings = (
        item for item in verify_deliverable(data).findings if item.code != "workflow.placeholder_remaining"
    )
    return [f"{name}: Open XML SDK: {item.code} {item.message} {item.x_path}" for item in findings]


def external_findings(files: Iterable[NamedFile]) -> list[str]:
    """Return the findings of both external validators over many files."""
    return [text for name, data in files for text in (*audit_findings(name, data), *sdk_findings(name, data))]


def own_findings(files: Iterable[NamedFile]) -> list[str]:
    """Return the findings of the project's own structure checks over many files."""
    return [f"{name}: {finding}" for name, data in files for finding in check_structure(data)]
