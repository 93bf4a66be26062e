"""The laws of merging, held against everything that can be merged, with a referee that shares nothing with the merger."""
