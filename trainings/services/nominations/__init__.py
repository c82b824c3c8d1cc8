"""People nominated from a list: every wrong row is named, and all of them come in or nobody.

What would become of each is told without a lock; only who confirms takes it.
"""

from trainings.services.nominations.lines import HEADS, MOST, Line, read_list
from trainings.services.nominations.looking import Checked, check, opened
from trainings.services.nominations.people import LONGEST
from trainings.services.nominations.taking import confirm, nominate_list

__all__ = ["HEADS", "LONGEST", "MOST", "Checked", "Line", "check", "confirm", "nominate_list", "opened", "read_list"]
