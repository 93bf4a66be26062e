"""The template engine: language, compiling, rendering."""
