"""The API of advisory."""
