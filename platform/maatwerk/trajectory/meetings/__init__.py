"""The meetings themselves: planned, moved, held, missed, and how they were."""
