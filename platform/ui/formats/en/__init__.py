"""English formats, of the European kind."""
