"""The talk: planned, held, concluded; what was seen of a supporter; the warm hand-over."""
