"""The profile's model seen as data: its tree of fields, their words, changes between two profiles, schema and starter."""
