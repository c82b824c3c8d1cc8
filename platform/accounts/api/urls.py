"""The routes of the ground floor."""

from rest_framework.routers import SimpleRouter

from accounts.api import texts, views


def register(router: SimpleRouter) -> None:
    """Add them."""
    router.register("organisations", views.OrganisationViewSet, "organisation")
    router.register("people", views.PersonViewSet, "person")
    router.register("roles", views.RoleViewSet, "role")
    router.register("invitations", views.InvitationViewSet, "invitation")
    router.register("tokens", views.TokenViewSet, "token")
    router.register("message-texts", texts.TextViewSet, "message-text")
    router.register("events", views.EventViewSet, "event")
    router.register("", views.MeViewSet, "account")
