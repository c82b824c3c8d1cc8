"""The API of grants."""
