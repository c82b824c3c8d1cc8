"""The routes of partnerships."""

from rest_framework.routers import SimpleRouter

from partnerships.api.views import (
    DocumentViewSet,
    MemberViewSet,
    PartnershipViewSet,
    UploadViewSet,
    VersionViewSet,
)


def register(router: SimpleRouter) -> None:
    """Add them."""
    router.register("partnerships", PartnershipViewSet, "partnership")
    router.register("partnership-members", MemberViewSet, "partnership-member")
    router.register("documents", DocumentViewSet, "document")
    router.register("document-versions", VersionViewSet, "document-version")
    router.register("pending-uploads", UploadViewSet, "pending-upload")
