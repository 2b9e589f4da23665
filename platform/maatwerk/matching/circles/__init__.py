"""One supporter and several seekers of one course who meet together."""
