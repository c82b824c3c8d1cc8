"""Donors, programmes, projects, reporting periods, indicators: the frame in which all else happens."""
