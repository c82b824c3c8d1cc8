"""How things look: tags, form rendering, static files, translations. Knows no domain."""
