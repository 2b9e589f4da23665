"""All matches as a list, and one match with everything on its road."""
