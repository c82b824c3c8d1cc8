"""How a page becomes a PDF, for every app that makes one: the setter, the letters, the tags. Knows no document."""
