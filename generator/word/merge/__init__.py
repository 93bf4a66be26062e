"""Three-way merging of Word documents: base, ours, theirs."""

from generator.word.merge.decide.conflicts import conflict_place, conflict_text
from generator.word.merge.decide.outcome import MergeConflict, MergedChange
from generator.word.merge.document import (
    AUTHOR,
    Merged,
    Settled,
    find_edits,
    merge_documents,
    settle_conflicts,
)
from generator.word.merge.read.clauses import clause_names
from generator.word.merge.read.sameness import is_untouched, paragraph_texts, same_content
from generator.word.merge.read.version import opened as open_version

__all__ = [
    "AUTHOR",
    "MergeConflict",
    "Merged",
    "MergedChange",
    "Settled",
    "clause_names",
    "conflict_place",
    "conflict_text",
    "find_edits",
    "is_untouched",
    "merge_documents",
    "open_version",
    "paragraph_texts",
    "same_content",
    "settle_conflicts",
]
