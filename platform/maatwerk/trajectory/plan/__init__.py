"""What the two want to reach and how: agreement, goals and phases."""
