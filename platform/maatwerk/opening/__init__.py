"""A trial organisation, its set-up list, the organisation's own pages."""
