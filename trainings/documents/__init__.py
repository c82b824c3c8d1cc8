"""Pure makers of what is printed, signed or read by other programs."""
