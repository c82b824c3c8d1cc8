"""Advisors in towns: assignments and consultations."""
