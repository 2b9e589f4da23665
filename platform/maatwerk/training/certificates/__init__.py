"""Who may act as what, on what ground, until when: certificates and the chain they form."""
