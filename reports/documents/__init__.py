"""Pure makers of documents: content in, bytes out; nothing here asks the database or the clock."""
