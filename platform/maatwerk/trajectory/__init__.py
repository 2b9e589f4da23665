"""The road together: kick-off, agreement, phases, log, goals, closure."""
