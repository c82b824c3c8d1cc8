"""Municipalities by TERYT code, other bodies, membership of the association."""
