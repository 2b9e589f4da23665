"""One human being, two records: found, looked at by a coordinator, and put together."""
