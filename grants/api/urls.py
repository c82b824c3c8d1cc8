"""The routes of grants."""

from rest_framework.routers import SimpleRouter

from grants.api.views import IndicatorViewSet, PeriodViewSet, ProjectViewSet


def register(router: SimpleRouter) -> None:
    """Add them."""
    router.register("projects", ProjectViewSet, "project")
    router.register("periods", PeriodViewSet, "period")
    router.register("indicators", IndicatorViewSet, "indicator")
