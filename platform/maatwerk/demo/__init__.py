"""Invented organisations, people and history, from a fixed seed."""
