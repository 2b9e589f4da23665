"""The list of what waits at the door, for those who open it."""
