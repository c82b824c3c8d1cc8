"""What other packages show of projects without knowing them."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from accounts.permissions import Visitor
from grants.models import ProjectRole


def roles_in_projects(reader: Visitor) -> QuerySet[ProjectRole, Any]:
    """The roles in projects that the reader may know of, with `place_id` and `place_name` as `accounts.scopes` asks."""
    return ProjectRole.objects.visible_to(reader).annotate(place_id=F("project"), place_name=F("project__code"))
