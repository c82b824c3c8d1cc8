"""Totals over the rows of one outer row."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce


def total(rows: QuerySet[Any], by: str, what: Count | Sum) -> Any:
    """An expression: a number from the rows of one outer row; 0 where there are none."""
    grouped = rows.order_by().values(by).annotate(total=what).values("total")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)
