"""Words of a text, without any XML."""
