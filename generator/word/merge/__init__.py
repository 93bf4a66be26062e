"""Three-way merging of Word documents: base, ours, theirs."""
