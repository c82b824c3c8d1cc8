"""The routes of reports."""

from rest_framework.routers import SimpleRouter

from reports.api.views import ArtifactViewSet, ReportViewSet, SnapshotViewSet, VerifyViewSet


def register(router: SimpleRouter) -> None:
    """Add them."""
    router.register("reports", ReportViewSet, "report")
    router.register("snapshots", SnapshotViewSet, "snapshot")
    router.register("artifacts", ArtifactViewSet, "artifact")
    router.register("verify", VerifyViewSet, "verify")
