"""What every room stands on: settings, database, queue, clock, crypto. Knows no subject."""
