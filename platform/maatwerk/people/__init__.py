"""Who takes part: persons, guardians, partner organisations, consent, the roster that comes in."""
