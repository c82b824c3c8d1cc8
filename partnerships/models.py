"""A partnership, its members, its documents and their numbered versions, and uploads that found no place yet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, has_role, reads_everything
from files.models import StoredFile
from grants.models import Project, in_language, projects_of
from kernel.text import fold
from kernel.time import today
from organisations.models import Organisation
from partnerships.choices import (
    BELONGING,
    ENDED_STATES,
    OPEN_MEMBER_STATES,
    PARTNERSHIP_MOVES,
    READ_BY_MEMBERS,
    Confidentiality,
    DocumentKind,
    DocumentState,
    LegalForm,
    MemberRole,
    MemberState,
    PartnershipKind,
    PartnershipState,
    Stage,
)
from web.models import Versioned


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    """Questions over partnerships."""

    def kept_by(self, user: User) -> Self:
        """Whose every paper the user reads: as coordinator, as project manager, or by reading everything."""
        if reads_everything(user):
            return self.all()
        kept = Q(project__in=projects_of(user, RoleCode.PROJECT_MANAGER))
        if has_role(user, RoleCode.PARTNERSHIP_COORDINATOR):
            kept |= Q(coordinator=user)
        return self.filter(kept)

    def joined_by(self, user: User) -> Self:
        """To which a body belongs where the user has a role today."""
        bodies = [role.organisation_id for role in user.roles_now if role.organisation_id]
        members = PartnershipMember.objects.belonging().filter(organisation__in=bodies)
        return self.filter(pk__in=members.values("partnership"))

    def visible_to(self, user: Visitor) -> Self:
        """To its keepers and to the people of its members."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        kept, joined = self.model.objects.kept_by(user), self.model.objects.joined_by(user)
        return self.filter(Q(pk__in=kept.values("pk")) | Q(pk__in=joined.values("pk")))

    def found_by(self, words: str) -> Self:
        """Every word in the code, in one of the names, or in the name of a member that is inside."""
        rows = self
        for word in words.split():
            towns = Organisation.objects.found_by(word)
            members = PartnershipMember.objects.belonging().filter(organisation__in=towns.values("pk"))
            rows = rows.filter(Q(sought__contains=fold(word)) | Q(pk__in=members.values("partnership")))
        return rows

    def with_facts(self) -> Self:
        """With `member_count` (those that belong now) and `signed_on` (of the earliest agreement that stands)."""
        members = PartnershipMember.objects.belonging().filter(partnership=models.OuterRef("pk"))
        count = members.order_by().values("partnership").annotate(n=models.Count("pk")).values("n")
        agreements = Document.objects.filter(partnership=models.OuterRef("pk")).signed_agreements()
        return self.annotate(
            member_count=models.functions.Coalesce(models.Subquery(count), 0),
            signed_on=models.Subquery(agreements.order_by("signed_on").values("signed_on")[:1]),
        )


class Partnership(Versioned):
    """Towns and other bodies that work together: from a letter of intent to an agreement and a strategy."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name_pl = models.CharField(_("name in Polish"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="partnerships"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PartnershipKind, default=PartnershipKind.EEA_LOCAL)
    legal_form = models.CharField(_("legal form"), max_length=30, choices=LegalForm, default=LegalForm.NONE)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.INITIATIVE)
    state = models.CharField(_("state"), max_length=20, choices=PartnershipState, default=PartnershipState.DRAFT)
    coordinator = models.ForeignKey(
        User, verbose_name=_("coordinator"), on_delete=models.PROTECT, related_name="partnerships"
    )
    sought = models.TextField(editable=False, default="")
    """Code and names as people search for them (`kernel.text.fold`)."""
    founded_on = models.DateField(_("founded"), null=True, blank=True)
    """NULL: nobody knows or it was not founded yet."""

    member_count: int
    signed_on: date | None
    """See `with_facts`."""

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def remember_names(self) -> None:
        """Let it be found by its names of now. Does not save."""
        self.sought = fold(f"{self.code} {self.name_pl} {self.name_en}")

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_pl, self.name_en)

    @property
    def has_ended(self) -> bool:
        """Whether it is history."""
        return self.state in ENDED_STATES

    @property
    def moves(self) -> list[str]:
        """The states that people may put it into."""
        return PARTNERSHIP_MOVES.get(self.state, [])


class MemberQuerySet(models.QuerySet["PartnershipMember"]):
    """Questions over members."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of visible partnerships."""
        return self.filter(partnership__in=Partnership.objects.visible_to(user))

    def open(self) -> Self:
        """Invited, on the way in, inside, or on the way out."""
        return self.filter(state__in=OPEN_MEMBER_STATES)

    def belonging(self) -> Self:
        """Inside today: the day of leaving ends every right, whether or not somebody has closed the row."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=today()), state__in=BELONGING)


class PartnershipMember(Versioned):
    """A body in a partnership, from a day to a day: [joined_on, left_on). Who comes back gets a new row."""

    partnership = models.ForeignKey(
        Partnership, verbose_name=_("partnership"), on_delete=models.CASCADE, related_name="members"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="partnership_members"
    )
    role = models.CharField(_("role"), max_length=20, choices=MemberRole, default=MemberRole.PARTNER)
    state = models.CharField(_("state"), max_length=20, choices=MemberState, default=MemberState.INVITED)
    joined_on = models.DateField(_("joined"), null=True, blank=True)
    """NULL: not yet, or never."""
    left_on = models.DateField(_("left"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["partnership", "role", "organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organisation"],
                condition=Q(state__in=OPEN_MEMBER_STATES),
                name="member_open_once",
            ),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(role=MemberRole.LEADER, state=MemberState.ACTIVE),
                name="partnership_has_one_active_leader",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BELONGING) | Q(joined_on__isnull=False), name="member_inside_has_joined"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(joined_on__isnull=False, left_on__gte=F("joined_on")),
                name="member_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def is_open(self) -> bool:
        """Whether the row may still change."""
        return self.state in OPEN_MEMBER_STATES


class DocumentQuerySet(models.QuerySet["Document"]):
    """Questions over documents."""

    def visible_to(self, user: Visitor) -> Self:
        """The one rule of reading: keepers read everything, the people of a member what is meant for partners."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        kept = Partnership.objects.kept_by(user).values("pk")
        joined = Partnership.objects.joined_by(user).values("pk")
        return self.filter(Q(partnership__in=kept) | Q(partnership__in=joined, confidentiality__in=READ_BY_MEMBERS))

    def signed_agreements(self) -> Self:
        """Agreements with a date of signature and a text, not withdrawn."""
        texts = DocumentVersion.objects.filter(document=models.OuterRef("pk"))
        return self.filter(
            models.Exists(texts),
            kind=DocumentKind.AGREEMENT,
            state=DocumentState.SIGNED,
        )

    def with_current(self) -> Self:
        """With `current_number`, the number of the newest version: 0 where there is none."""
        newest = DocumentVersion.objects.filter(document=models.OuterRef("pk")).order_by("-number")
        return self.annotate(current_number=models.functions.Coalesce(models.Subquery(newest.values("number")[:1]), 0))


class Document(Versioned):
    """A paper of a partnership; its text lies in versions."""

    partnership = models.ForeignKey(
        Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    title = models.CharField(_("title"), max_length=300)
    confidentiality = models.CharField(
        _("who may read it"), max_length=20, choices=Confidentiality, default=Confidentiality.PARTNERSHIP
    )
    state = models.CharField(_("state"), max_length=20, choices=DocumentState, default=DocumentState.DRAFT)
    signed_on = models.DateField(_("signed"), null=True, blank=True)
    """The day of the last signature; NULL: not signed."""

    current_number: int
    """See `with_current`."""

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["partnership", "kind", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(kind=DocumentKind.AGREEMENT), name="only_agreements_are_signed"
            ),
            models.CheckConstraint(
                condition=Q(state=DocumentState.DRAFT, signed_on__isnull=True)
                | Q(state=DocumentState.SIGNED, signed_on__isnull=False)
                | Q(state=DocumentState.WITHDRAWN),
                name="document_signed_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether its text may still grow."""
        return self.state == DocumentState.DRAFT


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    """Questions over versions."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of visible documents."""
        return self.filter(document__in=Document.objects.visible_to(user))


class DocumentVersion(models.Model):
    """A text that was uploaded: never changed, never deleted (triggers), numbered without gaps from 1."""

    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("version"))
    file = models.OneToOneField(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="document_version"
    )
    based_on = models.PositiveIntegerField(_("based on"))
    """The number of the version it follows; 0 for the first."""
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    uploaded_by = models.ForeignKey(User, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("when"))

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(number=F("based_on") + 1), name="version_follows_its_base"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"


class PendingUploadQuerySet(models.QuerySet["PendingUpload"]):
    """Questions over uploads that wait."""

    def visible_to(self, user: Visitor) -> Self:
        """One's own, of documents one still sees."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(uploaded_by=user, document__in=Document.objects.visible_to(user))

    def waiting(self) -> Self:
        """Neither placed nor thrown away."""
        return self.filter(version__isnull=True, discarded_at__isnull=True)

    def over(self, at: datetime) -> Self:
        """Placed by nobody in their time, or thrown away long enough ago that no click comes again."""
        late = Q(uploaded_at__lte=at - UPLOAD_KEPT) | Q(discarded_at__lte=at - DISCARDED_KEPT)
        return self.filter(late, version__isnull=True)


UPLOAD_KEPT = timedelta(days=30)
"""So long a file that came second waits for its uploader."""
DISCARDED_KEPT = timedelta(days=1)


class PendingUpload(models.Model):
    """A file that arrived for a document: placed as a version, or kept for its uploader until it is.

    The bytes are received before anybody's turn is decided, so that who comes second loses the number, not the file.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="uploads")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    based_on = models.PositiveIntegerField(_("based on"))
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("when"))
    version = models.OneToOneField(DocumentVersion, null=True, on_delete=models.PROTECT, related_name="upload")
    """What became of it; NULL while it waits."""
    discarded_at = models.DateTimeField(_("thrown away"), null=True)

    objects = PendingUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept upload")
        verbose_name_plural = _("kept uploads")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=True) | Q(discarded_at__isnull=True), name="upload_has_one_end"
            )
        ]
        indexes = [
            models.Index(
                fields=["document", "uploaded_by"],
                condition=Q(version__isnull=True, discarded_at__isnull=True),
                name="upload_waiting",
            )
        ]

    def __str__(self) -> str:
        return str(self.file)

    @property
    def kept_until(self) -> datetime:
        """When it is erased unless it was placed."""
        return self.uploaded_at + UPLOAD_KEPT
