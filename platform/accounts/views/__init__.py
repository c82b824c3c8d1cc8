"""Pages of the ground floor: register, people, invitations, one's own account, the record, the outbox."""
