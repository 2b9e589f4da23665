"""The people themselves: the list, one person, who their parents are, and what stands between two people."""
