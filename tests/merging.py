"""What every merge must keep to, whatever a test is about."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from docx_scalpel import docx_diff_accept_revisions, docx_diff_reject_revisions

from generator.word.merge import Merged, merge_documents
from tests.validators import external_findings, own_findings

DAY = datetime.datetime(2026, 11, 22)


class Outcomes(NamedTuple):
    """A merge with tracked changes, what docx-scalpel makes of it, and the same merge without them."""

    tracked: Merged
    rejected: bytes
    accepted: bytes
    plain: Merged


def merge_soundly(base: bytes, ours: bytes, theirs: bytes) -> Outcomes:
    """Merge, and hold that no finding is new and that running again with nothing new changes nothing."""
    tracked = merge_documents(base, ours, theirs, date=DAY)
    plain = merge_documents(base, ours, theirs, date=DAY, track=False)
    for each in (tracked, plain):
        assert external_findings([("file", each.data)]) == external_findings([("file", ours)])
        assert own_findings([("file", each.data)]) == own_findings([("file", ours)])
    assert merge_documents(theirs, tracked.data, theirs, date=DAY).data == tracked.data
    rejected = docx_diff_reject_revisions(tracked.data)
    return Outcomes(tracked, rejected, docx_diff_accept_revisions(tracked.data), plain)
