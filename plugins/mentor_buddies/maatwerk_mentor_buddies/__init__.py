"""A volunteer beside a pupil at school, an hour a week, a year long."""
