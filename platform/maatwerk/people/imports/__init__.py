"""A school's roster as it comes out of its system: read, looked at, taken, and what is left to decide."""
