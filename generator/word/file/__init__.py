"""A Word file as parts of XML: package, names, parsing, numbering, styles, field codes, security."""
