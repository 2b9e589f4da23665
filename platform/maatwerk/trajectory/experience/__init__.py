"""Who is experienced enough for a young person with several problems at once."""
