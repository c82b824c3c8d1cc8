"""What each of six people does, in a real browser, against the demo as `make demo` serves it."""
