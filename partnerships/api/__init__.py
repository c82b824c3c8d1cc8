"""The API of partnerships."""
