"""Someone asks to take part: one question a page, saved at each step, resumable anywhere."""
