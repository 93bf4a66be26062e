"""Files as such: written in one step, named safely, locked, read without following links, turned into PDF."""
