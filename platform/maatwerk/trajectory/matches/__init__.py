"""The match itself: made, begun, found again, and moved from phase to phase."""
