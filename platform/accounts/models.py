"""People and what they may be, invitations, and the time a person is booked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.choices import PLATFORM_ROLES, PROJECT_ROLES, InvitationState, RoleCode, Sex
from kernel.prepared import Prepared
from kernel.time import now, today
from organisations.models import Organisation, valid_on
from web.models import Versioned

T = TypeVar("T")


class UserQuerySet(models.QuerySet["User"]):
    """Questions over people."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Oneself; the people of one's city for its coordinator; everybody for administrators and auditors."""
        if not isinstance(user, User):
            return self.none()
        if user.reads_record:
            return self.all()
        cities = user.bodies(RoleCode.CITY_COORDINATOR)
        # Who left the city yesterday is none of its business today.
        there = Role.objects.lasting(today()).filter(user=models.OuterRef("pk"), organisation__in=cities)
        return self.filter(Q(pk=user.pk) | models.Exists(there))

    def active(self) -> Self:
        """With an open account."""
        return self.filter(is_active=True)

    def found_by(self, words: str) -> Self:
        """Every word in the name or the e-mail address; case does not matter, on either engine."""
        rows = self
        for word in words.split():
            forms = {word, word.lower(), word.upper(), word.capitalize()}
            matches = [
                Q(**{f"{field}__contains": form}) for field in ("first_name", "last_name", "email") for form in forms
            ]
            rows = rows.filter(reduce(or_, matches))
        return rows


class UserManager(BaseUserManager["User"]):
    """Makes accounts; an account without a password is a person who has not signed in yet."""

    def get_queryset(self) -> UserQuerySet:
        """Rows that know our questions."""
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: User | AnonymousUser) -> UserQuerySet:
        """See UserQuerySet."""
        return self.get_queryset().visible_to(user)

    def active(self) -> UserQuerySet:
        """See UserQuerySet."""
        return self.get_queryset().active()

    def found_by(self, words: str) -> UserQuerySet:
        """See UserQuerySet."""
        return self.get_queryset().found_by(words)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """For `createsuperuser` only: the back door of whoever runs the machine."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin, Versioned):
    """A person, known by the e-mail address."""

    email = models.EmailField(_("e-mail"), unique=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="pl")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may use the back office"), default=False)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged_from"
    )
    """The account that this one turned out to be a second one of."""

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="email_once_whatever_the_case")]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @cached_property
    def roles_now(self) -> list[Role]:
        """The roles that hold today. Read once a request: the user object lives no longer."""
        return _roles(user=self.pk, day=today())

    @cached_property
    def _read(self) -> dict[str, Any]:
        return {}

    def once(self, name: str, read: Callable[[User], T]) -> T:
        """What another app knows about this person, read once a request, as `roles_now` is."""
        if name not in self._read:
            self._read[name] = read(self)
        found: T = self._read[name]
        return found

    def holds(self, *codes: str) -> bool:
        """Whether one of the roles holds today, wherever; a closed account holds none."""
        return self.is_active and any(role.role in codes for role in self.roles_now)

    def bodies(self, *codes: str) -> list[int]:
        """Ids of the bodies at which one of the roles holds today."""
        if not self.is_active:
            return []
        return [role.organisation_id for role in self.roles_now if role.role in codes and role.organisation_id]

    @property
    def keeps_register(self) -> bool:
        """Asked by `organisations`, which lies below the roles."""
        return self.holds(RoleCode.ADMINISTRATOR)

    @property
    def reads_record(self) -> bool:
        """Auditors and administrators read every row; asked by `audit`, which lies below the roles."""
        return self.holds(*PLATFORM_ROLES)


class RoleQuerySet(models.QuerySet["Role"]):
    """Questions over roles."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own; a city coordinator's city; everything for administrators and auditors."""
        if not isinstance(user, User):
            return self.none()
        if user.reads_record:
            return self.all()
        return self.filter(Q(user=user) | Q(organisation__in=user.bodies(RoleCode.CITY_COORDINATOR)))

    def on(self, day: date) -> Self:
        """Holding on a day."""
        return self.filter(valid_on(day))

    def lasting(self, day: date) -> Self:
        """Not ended by a day: holding, or yet to begin."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day) & Q(valid_to__gt=F("valid_from")))


class Role(models.Model):
    """A role at a body (or, without one, on the whole platform) from a day to a day: [from, to).

    Ended on the day it began it never held, and stays as the trace of that.
    """

    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=30, choices=RoleCode)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="roles",
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["role", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="role_ends_not_before_start",
            ),
            models.CheckConstraint(
                condition=Q(role__in=PLATFORM_ROLES, organisation__isnull=True)
                | (~Q(role__in=PLATFORM_ROLES) & Q(organisation__isnull=False)),
                name="role_has_a_body_unless_platform_wide",
            ),
            models.CheckConstraint(condition=~Q(role__in=PROJECT_ROLES), name="role_of_a_project_is_not_here"),
            models.UniqueConstraint(
                fields=["user", "role", "organisation"],
                condition=Q(valid_to__isnull=True),
                name="role_open_once",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(valid_to__isnull=True, organisation__isnull=True),
                name="platform_role_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}" if self.organisation else self.get_role_display()

    @property
    def is_lasting(self) -> bool:
        """Whether it holds, or will."""
        return self.valid_to is None or self.valid_to > max(today(), self.valid_from)


def _roles_on(user: int, day: date) -> models.QuerySet[Role]:
    return Role.objects.filter(valid_on(day), user=user).select_related("organisation")


_roles = Prepared(_roles_on, user=models.BigIntegerField(), day=models.DateField())


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions over invitations."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those to one's city for its coordinator; everything for administrators and auditors."""
        if not isinstance(user, User):
            return self.none()
        if user.reads_record:
            return self.all()
        return self.filter(organisation__in=user.bodies(RoleCode.CITY_COORDINATOR))

    def unanswered(self) -> Self:
        """Neither accepted nor revoked; perhaps expired."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)


class Invitation(models.Model):
    """An invitation by e-mail to an account and, where one is named, a role.

    The link's token is made from `nonce` and the secret key each time it is needed; kept is its hash only.
    """

    email = models.EmailField(_("e-mail"))
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="pl")
    role = models.CharField(_("role"), max_length=30, choices=RoleCode, blank=True)
    """Empty: an account only; a project gives the role."""
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), null=True, blank=True, on_delete=models.PROTECT
    )
    nonce = models.CharField(max_length=32, unique=True)
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        User,
        verbose_name=_("invited by"),
        null=True,  # the system itself: a command
        on_delete=models.PROTECT,
        related_name="invitations_sent",
    )
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("expires"))
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="invitations_accepted")
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["", *PLATFORM_ROLES], organisation__isnull=True)
                | (~Q(role__in=["", *PLATFORM_ROLES]) & Q(organisation__isnull=False)),
                name="invitation_has_a_body_unless_platform_wide",
            ),
            models.CheckConstraint(condition=~Q(role__in=PROJECT_ROLES), name="invitation_to_a_project_is_not_here"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_in_small_letters"),
            models.UniqueConstraint(
                fields=["email", "role", "organisation"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_open_once",
            ),
            models.UniqueConstraint(
                fields=["email", "role"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True, organisation__isnull=True),
                name="invitation_without_body_open_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_accepted_or_revoked",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display() or _('account')} {self.organisation or ''}".strip()

    @property
    def state(self) -> InvitationState:
        """What has become of it."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.OPEN if now() < self.expires_at else InvitationState.EXPIRED


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Questions over tokens."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own, nobody else's."""
        return self.filter(user=user) if isinstance(user, User) else self.none()


class ApiToken(models.Model):
    """The name a person gave to a token of the API; the token itself is kept as its hash only (knox)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    token = models.OneToOneField("knox.AuthToken", on_delete=models.CASCADE, related_name="label")
    name = models.CharField(_("name"), max_length=80)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="api_token_name_once")]

    def __str__(self) -> str:
        return self.name


class BusyTime(models.Model):
    """A stretch of a person's working time: [starts_at, ends_at). Changed only by `accounts.services.time`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="busy")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    source_type = models.CharField(max_length=80)
    """`app.model` of what the time is for."""
    source_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("booked time")
        verbose_name_plural = _("booked times")
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["user", "starts_at"], name="busy_by_person")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="busy_ends_after_start"),
            models.UniqueConstraint(fields=["user", "source_type", "source_id"], name="busy_once_per_source"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
