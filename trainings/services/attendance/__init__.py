"""Who was there for how many minutes: typed in, exempted; other sources write through `recording.write`."""

from trainings.services.attendance.exemptions import exempt
from trainings.services.attendance.recording import Entry, record, record_roster

__all__ = ["Entry", "exempt", "record", "record_roster"]
