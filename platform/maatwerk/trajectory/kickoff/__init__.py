"""The first meeting: who belongs at it, when it is, and who came."""
