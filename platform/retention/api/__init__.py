"""The API of retention."""
