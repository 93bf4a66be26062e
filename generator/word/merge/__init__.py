"""Three-way merging of Word documents: base, ours, theirs."""

from generator.word.merge.document import AUTHOR, Merged, merge_documents, same_content

__all__ = ["AUTHOR", "Merged", "merge_documents", "same_content"]
