"""Ours beside its floor in the same run; ratios, never seconds."""
