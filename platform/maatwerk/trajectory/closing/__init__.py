"""How a road ends: reviews, farewell, follow-up, and ends that come early."""
