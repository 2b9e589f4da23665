"""Decisions about two people on a road, without a database: one file a subject."""
