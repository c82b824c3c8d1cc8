"""The routes of retention."""

from rest_framework.routers import SimpleRouter

from retention.api.views import MatterViewSet, RetentionRuleViewSet, RetentionRunViewSet


def register(router: SimpleRouter) -> None:
    """Add them."""
    router.register("retention-matters", MatterViewSet, "retention-matter")
    router.register("retention-rules", RetentionRuleViewSet, "retention-rule")
    router.register("retention-runs", RetentionRunViewSet, "retention-run")
