"""Whose data it is: tenants, host to tenant, scope, row-level security, sealed columns and their keys."""
