"""Pages of advisory."""
