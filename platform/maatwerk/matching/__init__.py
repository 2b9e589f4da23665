"""Who fits whom: conditions, criteria, proposal with reasons, decision."""
