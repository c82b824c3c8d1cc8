"""What is in the database: every table as it is, or the rows of some without what chance gave them."""

from __future__ import annotations

from django.apps import apps

from kernel.text import sha256

BY_CHANCE = {
    "accounts.user": {"password"},
    "accounts.busytime": {"source_id"},  # an id: tables are filled twice in one database
}


def everything():
    """Count and hash of each table."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        rows = list(model._meta.default_manager.order_by("pk").values_list())
        found[model._meta.db_table] = (len(rows), sha256(repr(rows)))
    return found


def natural(*models):
    """The rows of some tables; instead of an id the place of the row it points at."""
    return {model._meta.label_lower: _rows(model) for model in models}


def _rows(model):
    left_out = BY_CHANCE.get(model._meta.label_lower, set()) | {"id"}
    fields = [field for field in model._meta.concrete_fields if field.attname not in left_out]
    columns = []
    for field in fields:
        values = list(model._meta.default_manager.order_by("pk").values_list(field.attname, flat=True))
        if field.is_relation:
            places = _places(field.related_model)
            values = [places.get(value) for value in values]
        columns.append(values)
    return list(zip(*columns, strict=True))


def _places(model):
    keys = model._meta.default_manager.order_by("pk").values_list("pk", flat=True)
    return {pk: place for place, pk in enumerate(keys)}
