"""Bodies of every kind; a municipality is one whose TERYT codes have dates of validity."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from kernel.text import fold
from kernel.time import today
from organisations.choices import Kind, UnitType, Voivodeship
from web.models import Versioned

SOUGHT_LIMIT = 1000
"""Characters kept of the names a body can be found by; the present ones come first."""


def valid_on(day: date) -> Q:
    """Rows whose half-open range [valid_from, valid_to) holds the day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def last_day(valid_to: date | None) -> date | None:
    """The day before a half-open range ends: what people call its end."""
    return None if valid_to is None else valid_to - timedelta(days=1)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions over organisations."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """The register is open to everybody who is signed in: it holds bodies, not people."""
        return self.all() if user.is_authenticated else self.none()

    def municipalities(self) -> Self:
        """Only municipalities."""
        return self.filter(kind=Kind.MUNICIPALITY)

    def found_by(self, words: str) -> Self:
        """Every word in the name, in a former name, or at the start of a TERYT code."""
        rows = self
        for word in fold(words).split():
            codes = TerytCode.objects.filter(organisation=models.OuterRef("pk"), code__startswith=word)
            rows = rows.filter(Q(sought__contains=word) | models.Exists(codes))
        return rows

    def members_on(self, day: date) -> Self:
        """Members of the association on a day."""
        held = Membership.objects.filter(valid_on(day), organisation=models.OuterRef("pk"))
        return self.filter(models.Exists(held))

    def with_membership(self, day: date | None = None) -> Self:
        """With `is_member`, whether the body is a member of the association on a day (today)."""
        held = Membership.objects.filter(valid_on(day or today()), organisation=models.OuterRef("pk"))
        return self.annotate(is_member=models.Exists(held))

    def with_code(self, day: date | None = None) -> Self:
        """With `teryt`, the code valid on a day (today)."""
        codes = TerytCode.objects.filter(valid_on(day or today()), organisation=models.OuterRef("pk"))
        return self.annotate(teryt=models.Subquery(codes.values("code")[:1]))


class Organisation(Versioned):
    """A municipality, a county, an NGO, a donor … Its name is a label; two towns are called Olsztyn."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    voivodeship = models.CharField(_("voivodeship"), max_length=2, choices=Voivodeship, blank=True)
    county = models.CharField(_("county"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, default="PL")
    """ISO 3166-1 alpha-2."""
    nip = models.CharField(_("tax number"), max_length=10, blank=True)
    fictitious = models.BooleanField(_("fictitious"), default=False)
    """Invented for the demo; shown as such wherever it appears."""
    sought = models.CharField(max_length=SOUGHT_LIMIT, editable=False, default="")
    """Present, English and former names as people search for them (`kernel.text.fold`)."""

    teryt: str | None
    """Only on rows of `with_code`."""

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name", "id"], name="organisation_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["nip"], condition=~Q(nip=""), name="organisation_nip_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_in_words(self) -> str:
        """The kind; of a municipality whose code is known (`with_code`), its type too."""
        code = getattr(self, "teryt", None) or ""
        return str(UnitType(code[6:]).label if code[6:] in UnitType.values else self.get_kind_display())

    def remember_names(self, *former: str) -> None:
        """Let the body be found by its names of now and by former ones. Does not save."""
        names = [fold(name) for name in (self.name, self.name_en, *former)]
        kept = dict.fromkeys(name for name in (*names, *self.sought.split("\n")) if name)
        self.sought = "\n".join(kept)[:SOUGHT_LIMIT]


class TerytCode(models.Model):
    """A TERYT code of a municipality (7 digits with the type) or county (4), while it was valid: [from, to)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teryt_codes")
    code = models.CharField(_("TERYT code"), max_length=7)
    unit_type = models.CharField(_("type"), max_length=1, choices=UnitType, blank=True)
    name = models.CharField(_("name at the time"), max_length=200)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    """The first day it is no longer valid."""

    class Meta:
        verbose_name = _("TERYT code")
        verbose_name_plural = _("TERYT codes")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="teryt_code_starts_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to__isnull=True), name="teryt_code_open_once"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(valid_to__isnull=True), name="teryt_one_open_code"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="teryt_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(Exact(Length("code"), 7), unit_type__in=UnitType.values)
                | Q(Exact(Length("code"), 4), unit_type=""),
                name="teryt_code_of_municipality_or_county",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def last_day(self) -> date | None:
        """The last day it was valid."""
        return last_day(self.valid_to)


class Membership(models.Model):
    """Membership of the association: [valid_from, valid_to)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField(_("member since"))
    valid_to = models.DateField(_("member until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(valid_to__isnull=True), name="membership_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.valid_from}"

    @property
    def last_day(self) -> date | None:
        """The last day of the membership."""
        return last_day(self.valid_to)
