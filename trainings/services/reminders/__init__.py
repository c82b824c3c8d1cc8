"""What is told by the clock. Each plan is computed afresh from the rows, and the messages follow it.

A date that moves, an answer that comes, a person who withdraws: the next run writes, moves or cancels what has not
gone, and never tells the same thing twice.
"""

from trainings.services.reminders.run import remind

__all__ = ["remind"]
