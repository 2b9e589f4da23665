"""Who may do what: accounts, passes, sign-in, roles, policy, unit of work, drafts, audit."""
