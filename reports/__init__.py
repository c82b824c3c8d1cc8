"""Measures, figures with their evidence, frozen snapshots, artifacts, verification."""
