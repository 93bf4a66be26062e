"""Measures the program beside what people would use instead; `python -m benchmarks` prints a table."""
