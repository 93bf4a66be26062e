"""From a program and values to a Word file."""
