"""How long personal data are kept, and what erases them when their time is over."""
