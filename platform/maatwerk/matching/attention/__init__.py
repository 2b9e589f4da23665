"""What in matching needs whom today."""
