"""A table of companies: each row becomes a profile."""
