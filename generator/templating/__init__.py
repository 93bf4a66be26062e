"""The set of templates of a run, their cache, their check."""
