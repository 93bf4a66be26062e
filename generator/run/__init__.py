"""One company's run: request, plan, decision, revision, writing, report."""
