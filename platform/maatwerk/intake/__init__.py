"""How someone enters: nomination, application, interview, screening, triage."""
