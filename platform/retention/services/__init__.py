"""Changes: rules are set and dropped, what has had its time is erased."""
