"""Local partnerships: members and their documents with numbered versions."""
