"""From a Word file with tags to a program that renders it."""
