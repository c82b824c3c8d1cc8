"""Lists that leave the platform as files, at once or made by a worker."""

from trainings.services.exports.lists import LISTS
from trainings.services.exports.making import export, export_list, export_roster
from trainings.services.exports.orders import make, order, orders

__all__ = ["LISTS", "export", "export_list", "export_roster", "make", "order", "orders"]
