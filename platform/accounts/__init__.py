"""People, sign-in, roles, invitations, booked time; the pages of the ground floor."""
