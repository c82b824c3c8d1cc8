"""Date, time and number formats by language."""
