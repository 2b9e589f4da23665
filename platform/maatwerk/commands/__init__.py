"""The commands of `maatwerk`, one file for each group of them."""
