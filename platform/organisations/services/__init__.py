"""What happens to organisations: they are entered and changed, join and leave the association, follow the register."""

from organisations.services.bodies import CHANGEABLE, change_organisation, register_organisation
from organisations.services.members import admit_member, end_membership
from organisations.services.register import Outcome, import_terc

__all__ = [
    "CHANGEABLE",
    "Outcome",
    "admit_member",
    "change_organisation",
    "end_membership",
    "import_terc",
    "register_organisation",
]
