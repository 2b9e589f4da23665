"""Who waits, who fits them, and putting two people before each other."""
