"""What both say to a proposal, until the last yes or the first no."""
