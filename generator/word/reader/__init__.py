"""What a finished Word file says: outline, passages, articles, tables, history."""
