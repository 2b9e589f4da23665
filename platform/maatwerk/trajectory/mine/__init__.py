"""Somebody's own road: what comes next for them, their plan, and what they look back on."""
