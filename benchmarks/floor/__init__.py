"""The least that Django can do for the same work: no session, no middleware, no rules."""
