"""The routes of advisory."""

from rest_framework.routers import SimpleRouter

from advisory.api.views import AssignmentViewSet, ConsultationViewSet


def register(router: SimpleRouter) -> None:
    """Add them."""
    router.register("assignments", AssignmentViewSet, "assignment")
    router.register("consultations", ConsultationViewSet, "consultation")
