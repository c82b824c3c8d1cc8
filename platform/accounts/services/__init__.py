"""What happens to people: they are invited, get roles and lose them, are booked, hold tokens, leave.

One module a noun: `from accounts.services import roles, time`.
"""
