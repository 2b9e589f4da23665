"""A worry's own door: received, read, acknowledged, and visible nowhere else."""
