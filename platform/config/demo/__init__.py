"""The demo: real facts of a past project with their sources, and beside them an invented project that runs today."""
