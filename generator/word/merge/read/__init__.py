"""The three versions looked at: blocks, words, order, pictures; nothing here changes them."""
