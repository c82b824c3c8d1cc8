"""Stored files: bytes by checksum, checked by content, one gate for downloads."""
