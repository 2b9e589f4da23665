"""Who has a place in which training, who waits for one, and how someone gets one."""
