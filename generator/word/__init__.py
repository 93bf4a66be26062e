"""Everything that knows an element name of Word's XML."""
