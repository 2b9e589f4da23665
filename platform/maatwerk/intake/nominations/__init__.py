"""Somebody asks for somebody: ruling 9 from the first word to the young person's own answer."""
