"""The template language: tags, expressions, the sandbox they run in."""
