"""Decisions written into the document: tracked changes, comments, lists, notes, parts."""
