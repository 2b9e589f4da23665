"""What needs whom today: one work list, every line with its reason."""
