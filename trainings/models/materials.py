"""What people take home from a training: files, and links to recordings and shared folders."""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, has_role, reads_everything
from files.models import StoredFile
from grants.models import projects_of
from kernel.time import now
from trainings.models.courses import MANAGING_ROLES
from trainings.models.editions import Edition, is_within
from trainings.models.places import Enrolment
from trainings.models.sessions import Session, SessionTrainer
from web.models import Versioned

SCHEME = "https://"
LONGEST_LINK = 1000
"""Characters: links to shared folders carry long keys."""


class MaterialQuerySet(models.QuerySet["Material"]):
    """Questions over materials."""

    def visible_to(self, user: Visitor) -> Self:
        """All of a training to who sees its roster; what is shown by now to who has a place, also when it is over."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        own = Enrolment.objects.confirmed().filter(person=user, edition=OuterRef("edition"))
        seen = Q(Exists(own), shown_from__lte=now())
        if projects := projects_of(user, *MANAGING_ROLES):
            seen |= Q(is_within(projects))
        if has_role(user, RoleCode.TRAINER):
            seen |= Q(Exists(SessionTrainer.objects.filter(user=user, session__edition=OuterRef("edition"))))
        return self.filter(seen)


class Material(Versioned):
    """A file or a link, of the training as a whole or of one of its sessions."""

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="materials")
    session = models.ForeignKey(
        Session,
        verbose_name=_("session"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="materials",
    )
    """Of this edition. Of a session that is taken out of a draft the material stays, with the whole training."""
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.URLField(_("link"), max_length=LONGEST_LINK, blank=True)
    """In place of a file. Nothing of ours follows it."""
    shown_from = models.DateTimeField(_("shown from"))
    """People with a place see it from then on."""
    added_by = models.ForeignKey(User, verbose_name=_("added by"), on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"))

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["edition", "-added_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="material_has_a_title"),
            models.CheckConstraint(
                condition=Q(file__isnull=False, link="") | Q(file__isnull=True, link__startswith=SCHEME),
                name="material_is_a_file_or_a_link",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def file_type(self) -> str:
        """The type of the file as people call it, PDF; empty for a link."""
        return self.file.name.rpartition(".")[2].upper() if self.file else ""

    @property
    def host(self) -> str:
        """Where the link leads; empty for a file."""
        return urlsplit(self.link).hostname or ""

    def is_shown(self) -> bool:
        """Whether people with a place see it by now."""
        return self.shown_from <= now()
