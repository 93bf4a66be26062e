"""The model of a company's facts and choices, field by field: nothing here reads a file."""
