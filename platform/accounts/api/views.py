"""Bodies, people, roles, invitations, one's own account and the record, for programs."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import serializers as s
from accounts.api.authentication import TokenAuthentication
from accounts.filters import EventFilter, InvitationFilter, OrganisationFilter, PersonFilter, RoleFilter
from accounts.freshness import require_fresh_sign_in
from accounts.models import ApiToken, Invitation, Role, User
from accounts.permissions import can_read_audit, can_read_people
from accounts.queries import with_roles_for
from accounts.services import invitations, people, roles, tokens
from accounts.visitors import me
from audit.models import Event
from kernel.errors import Refused
from organisations import services as bodies
from organisations.models import Organisation
from web.api import Nothing, ScopedViewSet, ServiceViewSet
from web.idempotency import idempotent


class OrganisationViewSet(ScopedViewSet):
    """The register; administrators change it."""

    queryset = Organisation.objects.prefetch_related("teryt_codes", "memberships").order_by("name", "pk")
    serializer_class = s.OrganisationSerializer
    filterset_class = OrganisationFilter

    @extend_schema(request=s.RegisterOrganisation, responses={201: s.OrganisationSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Enter a body."""
        body = bodies.register_organisation(by=me(request), **self.read(s.RegisterOrganisation))
        return self.answer(body, 201)

    @extend_schema(request=s.ChangeOrganisation, responses=s.OrganisationSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the entry. Needs If-Match."""
        body = self.get_object()
        given = self.read(s.ChangeOrganisation)
        bodies.change_organisation(organisation=body, by=me(request), version=self.expected_version(body), **given)
        return self.answer(self.get_object())

    @extend_schema(request=s.AdmitMember, responses=s.OrganisationSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def admit(self, request: Request, pk: str) -> Response:
        """Make a municipality a member of the association."""
        bodies.admit_member(organisation=self.get_object(), by=me(request), **self.read(s.AdmitMember))
        return self.answer(self.get_object())

    @extend_schema(request=s.EndMembership, responses=s.OrganisationSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def leave(self, request: Request, pk: str) -> Response:
        """End the membership."""
        bodies.end_membership(organisation=self.get_object(), by=me(request), **self.read(s.EndMembership))
        return self.answer(self.get_object())


class PersonViewSet(ScopedViewSet):
    """People: everybody for administrators and auditors, those of the city for its coordinator."""

    queryset = User.objects.get_queryset().order_by("last_name", "first_name", "pk")
    serializer_class = s.PersonSerializer
    filterset_class = PersonFilter

    def get_queryset(self) -> QuerySet[User]:
        """With the roles the caller may know of."""
        return with_roles_for(self.request.user, super().get_queryset())

    def rows_by_key(self, keys: list[Any]) -> QuerySet[User]:
        """With the same roles."""
        return self.get_queryset().filter(pk__in=keys)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The people the caller may know."""
        can_read_people(me(request)).require()
        return super().list(request, *args, **kwargs)

    @extend_schema(request=s.CloseAccount, responses=s.PersonSerializer)
    @action(detail=True, methods=["post"])
    def deactivate(self, request: Request, pk: str) -> Response:
        """Close the account: sessions and tokens end now. Needs If-Match."""
        require_fresh_sign_in(request)
        person = self.get_object()
        given = self.read(s.CloseAccount)
        people.deactivate(user=person, by=me(request), version=self.expected_version(person), **given)
        return self.answer(self.get_object())

    @extend_schema(request=s.CloseAccount, responses=s.PersonSerializer)
    @action(detail=True, methods=["post"])
    def reactivate(self, request: Request, pk: str) -> Response:
        """Open a closed account. Needs If-Match."""
        require_fresh_sign_in(request)
        person = self.get_object()
        given = self.read(s.CloseAccount)
        people.reactivate(user=person, by=me(request), version=self.expected_version(person), **given)
        return self.answer(self.get_object())


class MeViewSet(ServiceViewSet):
    """One's own account."""

    queryset = User.objects.get_queryset()
    serializer_class = s.MeSerializer
    pagination_class = None
    http_method_names = ["get", "patch", "head", "options"]

    @extend_schema(operation_id="me_retrieve", responses=s.MeSerializer)
    @action(detail=False, url_path="me", url_name="me")
    def current(self, request: Request) -> Response:
        """My data and roles."""
        return self.answer(me(request))

    @extend_schema(operation_id="me_update", request=s.ChangeProfile, responses=s.MeSerializer)
    @current.mapping.patch
    def change(self, request: Request) -> Response:
        """Change my data. Needs If-Match."""
        mine = me(request)
        given = self.read(s.ChangeProfile)
        return self.answer(people.change_profile(user=mine, by=mine, version=self.expected_version(mine), **given))


class RoleViewSet(ScopedViewSet):
    """Roles at bodies and on the whole platform; those in a project are the project's."""

    queryset = Role.objects.select_related("organisation").order_by("pk")
    serializer_class = s.RoleSerializer
    filterset_class = RoleFilter

    @extend_schema(request=s.GrantRole, responses={201: s.RoleSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Give a role to somebody else."""
        require_fresh_sign_in(request)
        return self.answer(roles.grant_role(by=me(request), **self.read(s.GrantRole)), 201)

    @extend_schema(request=s.EndRole, responses=s.RoleSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End a role, now or on a day."""
        require_fresh_sign_in(request)
        return self.answer(roles.end_role(role=self.get_object(), by=me(request), **self.read(s.EndRole)))


class InvitationViewSet(ScopedViewSet):
    """Invitations to an account and a role."""

    queryset = Invitation.objects.order_by("-pk")
    serializer_class = s.InvitationSerializer
    filterset_class = InvitationFilter

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Those that the caller may know."""
        can_read_people(me(request)).require()
        return super().list(request, *args, **kwargs)

    @extend_schema(request=s.Invite, responses={201: s.InvitationSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Send an invitation."""
        return self.answer(invitations.invite(by=me(request), **self.read(s.Invite)), 201)

    @extend_schema(request=None, responses=s.InvitationSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """Take it back: its link is dead."""
        self.read(Nothing)
        return self.answer(invitations.revoke_invitation(invitation=self.get_object(), by=me(request)))


class TokenViewSet(ScopedViewSet):
    """One's own tokens. A token cannot make another one: only a person who just signed in can."""

    queryset = ApiToken.objects.select_related("token").order_by("-pk")
    serializer_class = s.TokenSerializer

    @extend_schema(request=s.IssueToken, responses={201: s.IssuedTokenSerializer})
    def create(self, request: Request) -> Response:
        """A new token; its secret is in this answer and never again. No Idempotency-Key: nothing is kept to repeat."""
        if isinstance(request.successful_authenticator, TokenAuthentication):
            raise Refused("session_only", _("Sign in on the pages to issue a token."), status=403)
        require_fresh_sign_in(request)
        token, secret = tokens.issue_token(by=me(request), **self.read(s.IssueToken))
        shown = cast(Any, token)
        shown.secret = secret
        response = Response(s.IssuedTokenSerializer(shown).data, status=201)
        response["Cache-Control"] = "no-store"
        return response

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """End a token."""
        tokens.revoke_token(token=self.get_object(), by=me(request))
        return Response(status=204)


class EventViewSet(ScopedViewSet):
    """The record of who did what, for auditors and administrators."""

    queryset = Event.objects.order_by("-pk")
    serializer_class = s.EventSerializer
    filterset_class = EventFilter

    def get_queryset(self) -> QuerySet[Event]:
        """Nothing for anybody else."""
        if not getattr(self, "swagger_fake_view", False):
            can_read_audit(me(self.request)).require()
        return super().get_queryset()
