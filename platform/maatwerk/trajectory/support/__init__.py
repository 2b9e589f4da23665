"""What staff do beside the road: check-ins, asks, and what needs their attention."""
