"""A network of mentors from all parts of society, and students who mentor younger ones."""
