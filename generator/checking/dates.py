"""Dates that have passed: reviews that are due, measures that should stand by now."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from generator.checking.remark import Document, Remark, Severity, around
from generator.context.dates import one_year_after
from generator.context.written_dates import read_date
from generator.profile import CompanyProfile
from generator.profile.model.measures import Measures, MeasureState

_REVIEW = re.compile(r"次回(?:の)?見直し|見直し(?:の)?期限|次回(?:の)?改訂")
_PLANNED = re.compile(r"実施予定|までに始める予定")


def check_document_dates(document: Document, today: datetime.date) -> Iterator[Remark]:
    """Yield review dates and dates of planned measures that have passed, as the document states them."""
    for passage in document.passages:
        review = _REVIEW.search(passage.text)
        if review and not passage.is_form:
            date = read_date(passage.text, review.end()) or read_date("".join(passage.row[1:2]))
            if date and date < today:
                text = f"見直しの期限（{date:%Y-%m-%d}）を過ぎています"
                advice = "内容を見直し、次回見直し日を改めてください"
                yield document.remark(passage, "review-overdue", text, advice, excerpt=passage.text)
        for planned in _PLANNED.finditer(passage.text):
            date = _planned_date(passage.text, planned)
            if date and date < today:
                text = f"実施予定の期限（{date:%Y-%m-%d}）を過ぎています"
                advice = "実施したならプロファイルの measures を in_place に、まだなら期限を改めてください"
                excerpt = around(passage.text, planned.start(), planned.end())
                yield document.remark(passage, "measure-overdue", text, advice, excerpt=excerpt)


def _planned_date(text: str, match: re.Match[str]) -> datetime.date | None:
    after = read_date(text, match.end())
    return read_date(text, max(0, match.start() - 24)) if match[0].startswith("まで") else after


def check_profile_dates(profile: CompanyProfile, today: datetime.date) -> Iterator[Remark]:
    """Yield the review date and planned measures of the profile that are overdue."""
    documents = profile.documents
    review = documents.next_review_on or one_year_after(documents.revised_on or documents.issued_on)
    if review < today:
        text = f"次回見直し日（{review:%Y-%m-%d}）を過ぎています"
        advice = "内容を見直し、documents.revised_on と documents.next_review_on を改めて作り直してください"
        yield Remark("", "", 0, "review-overdue", Severity.ERROR, "documents.next_review_on", text, advice)
    for name, field in Measures.model_fields.items():
        measure = getattr(profile.measures, name)
        if measure.state is MeasureState.PLANNED and measure.due and measure.due < today:
            text = f"「{field.title}」の実施の期限（{measure.due:%Y-%m-%d}）を過ぎています"
            advice = "実施したなら state を in_place に、まだなら due を改めて作り直してください"
            yield Remark("", "", 0, "measure-overdue", Severity.ERROR, f"measures.{name}", text, advice)
