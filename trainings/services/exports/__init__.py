"""Lists that leave the platform as files, at once or made by a worker."""

from trainings.services.exports.counting import export_counts, export_participants
from trainings.services.exports.lists import LISTS, PARTS
from trainings.services.exports.making import export, export_list, export_part
from trainings.services.exports.orders import make, order, orders

__all__ = [
    "LISTS",
    "PARTS",
    "export",
    "export_counts",
    "export_list",
    "export_part",
    "export_participants",
    "make",
    "order",
    "orders",
]
