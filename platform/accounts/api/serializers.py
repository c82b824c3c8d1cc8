"""What the API of the ground floor says and reads."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.choices import RoleCode, Sex
from accounts.models import ApiToken, Invitation, Role, User
from accounts.services.tokens import LIFETIMES
from audit.models import Event
from organisations.choices import Kind, Voivodeship
from organisations.models import Membership, Organisation, TerytCode
from web.api import OutputSerializer, StrictSerializer, VisibleField


class TerytCodeSerializer(OutputSerializer[TerytCode]):
    """A code with its validity: [from, to)."""

    class Meta:
        model = TerytCode
        fields = ["code", "unit_type", "name", "valid_from", "valid_to"]


class MembershipSerializer(OutputSerializer[Membership]):
    """A membership: [from, to)."""

    class Meta:
        model = Membership
        fields = ["valid_from", "valid_to", "source"]


class OrganisationSerializer(OutputSerializer[Organisation]):
    """A body with its codes and memberships."""

    teryt_codes = TerytCodeSerializer(many=True, read_only=True)
    memberships = MembershipSerializer(many=True, read_only=True)

    class Meta:
        model = Organisation
        fields = [
            "id",
            "kind",
            "name",
            "name_en",
            "voivodeship",
            "county",
            "country",
            "nip",
            "fictitious",
            "teryt_codes",
            "memberships",
            "version",
        ]


class ChangeOrganisation(StrictSerializer):
    """Input of change_organisation."""

    name = serializers.CharField(max_length=200, required=False)
    name_en = serializers.CharField(max_length=200, required=False, allow_blank=True)
    voivodeship = serializers.ChoiceField(Voivodeship.choices, required=False, allow_blank=True)
    county = serializers.CharField(max_length=100, required=False, allow_blank=True)
    country = serializers.CharField(max_length=2, min_length=2, required=False)
    nip = serializers.CharField(max_length=20, required=False, allow_blank=True)


class RegisterOrganisation(ChangeOrganisation):
    """Input of register_organisation."""

    kind = serializers.ChoiceField(Kind.choices)
    name = serializers.CharField(max_length=200)
    teryt = serializers.CharField(max_length=7, required=False, allow_blank=True)
    valid_from = serializers.DateField(required=False)


class AdmitMember(StrictSerializer):
    """Input of admit_member."""

    since = serializers.DateField()
    # DRF has an attribute of this name; its metaclass takes declared fields out of the class before it matters.
    source = serializers.CharField(max_length=200, required=False, allow_blank=True)  # type: ignore[assignment]


class EndMembership(StrictSerializer):
    """Input of end_membership."""

    on = serializers.DateField()
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class RoleSerializer(OutputSerializer[Role]):
    """A role: [from, to)."""

    organisation_name = serializers.CharField(source="organisation.name", read_only=True, default=None)

    class Meta:
        model = Role
        fields = ["id", "user", "role", "organisation", "organisation_name", "valid_from", "valid_to"]


class HeldRoleSerializer(RoleSerializer):
    """A role where the person is known."""

    class Meta(RoleSerializer.Meta):
        fields = ["id", "role", "organisation", "organisation_name", "valid_from", "valid_to"]


class PersonSerializer(OutputSerializer[User]):
    """A person, and the roles of today that the caller may know of."""

    roles = HeldRoleSerializer(source="shown_roles", many=True, read_only=True)

    class Meta:
        model = User
        fields = ["id", "email", "first_name", "last_name", "is_active", "roles", "version"]


class MeSerializer(OutputSerializer[User]):
    """Oneself."""

    roles = HeldRoleSerializer(source="roles_now", many=True, read_only=True)

    class Meta:
        model = User
        fields = ["id", "email", "first_name", "last_name", "phone", "language", "sex", "roles", "version"]


class ChangeProfile(StrictSerializer):
    """Input of change_profile."""

    first_name = serializers.CharField(max_length=80, required=False)
    last_name = serializers.CharField(max_length=80, required=False)
    phone = serializers.CharField(max_length=30, required=False, allow_blank=True)
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    sex = serializers.ChoiceField(Sex.choices, required=False, allow_blank=True)


class CloseAccount(StrictSerializer):
    """Input of deactivate and reactivate."""

    reason = serializers.CharField(max_length=500)


class GrantRole(StrictSerializer):
    """Input of grant_role."""

    user = VisibleField(queryset=User.objects.get_queryset())
    role = serializers.ChoiceField(RoleCode.choices)
    organisation = VisibleField(queryset=Organisation.objects.all(), required=False, allow_null=True)
    valid_from = serializers.DateField(required=False)
    valid_to = serializers.DateField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class EndRole(StrictSerializer):
    """Input of end_role."""

    on = serializers.DateField(required=False)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class InvitationSerializer(OutputSerializer[Invitation]):
    """An invitation; never its token."""

    state = serializers.CharField(read_only=True)

    class Meta:
        model = Invitation
        fields = [
            "id",
            "email",
            "first_name",
            "last_name",
            "language",
            "role",
            "organisation",
            "state",
            "invited_by",
            "invited_at",
            "expires_at",
            "accepted_by",
            "accepted_at",
            "revoked_at",
        ]


class Invite(StrictSerializer):
    """Input of invite."""

    email = serializers.EmailField()
    first_name = serializers.CharField(max_length=80)
    last_name = serializers.CharField(max_length=80)
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    role = serializers.ChoiceField(RoleCode.choices, required=False, allow_blank=True)
    organisation = VisibleField(queryset=Organisation.objects.all(), required=False, allow_null=True)


class TokenSerializer(OutputSerializer[ApiToken]):
    """A token by its name; never itself."""

    issued_at = serializers.DateTimeField(source="token.created", read_only=True)
    expires_at = serializers.DateTimeField(source="token.expiry", read_only=True)

    class Meta:
        model = ApiToken
        fields = ["id", "name", "issued_at", "expires_at"]


class IssuedTokenSerializer(TokenSerializer):
    """A new token with its secret, this once."""

    secret = serializers.CharField(read_only=True)

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "secret"]


class IssueToken(StrictSerializer):
    """Input of issue_token."""

    name = serializers.CharField(max_length=80)
    days = serializers.ChoiceField([(days, str(days)) for days in LIFETIMES])


class EventSerializer(OutputSerializer[Event]):
    """Who did what to what."""

    before: Any = serializers.JSONField(read_only=True, allow_null=True)
    after: Any = serializers.JSONField(read_only=True, allow_null=True)

    class Meta:
        model = Event
        fields = [
            "id",
            "at",
            "actor",
            "action",
            "object_type",
            "object_id",
            "before",
            "after",
            "reason",
            "via",
            "request_id",
        ]
