"""Places kept for cities, for programs."""

from __future__ import annotations

from trainings.api.exchange_serializers import AllocationSerializer
from trainings.filters import AllocationFilter
from trainings.models import CityAllocation
from trainings.queries.allocations import with_use
from web.api import ScopedViewSet


class AllocationViewSet(ScopedViewSet):
    """Allocations. They are changed by `allocate` of the edition."""

    queryset = with_use(CityAllocation.objects.order_by("edition", "pk"))
    serializer_class = AllocationSerializer
    filterset_class = AllocationFilter
