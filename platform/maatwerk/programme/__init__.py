"""What a programme is: values, hooks, registry, programmes, participations, settings."""
