"""What becomes of each block, row, look and part: taken, kept, or asked."""
