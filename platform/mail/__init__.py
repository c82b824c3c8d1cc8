"""Outgoing messages as rows, and their templates."""
