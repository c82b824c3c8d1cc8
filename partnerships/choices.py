"""The lists of partnerships."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartnershipKind(models.TextChoices):
    """Within what a partnership was made."""

    EEA_LOCAL = "eea_local", _("local partnership (EEA)")
    CWD = "cwd", _("Centre for Advisory Support")
    ZIT = "zit", _("integrated territorial investment")
    IIT = "iit", _("other territorial instrument")
    SUPRALOCAL_STRATEGY = "supralocal_strategy", _("supra-local strategy")
    DONOR_PROJECT = "donor_project", _("donor project partnership")
    OTHER = "other", _("other")


class LegalForm(models.TextChoices):
    """What holds the parties together."""

    NONE = "none", _("none yet")
    LETTER_OF_INTENT = "letter_of_intent", _("letter of intent")
    CIVIL_AGREEMENT = "civil_agreement", _("civil-law agreement")
    INTERMUNICIPAL_AGREEMENT = "intermunicipal_agreement", _("intermunicipal agreement (art. 74)")
    ZIT_AGREEMENT = "zit_agreement", _("ITI agreement")
    UNION = "union", _("union of municipalities")
    ASSOCIATION = "association", _("association")


class Stage(models.TextChoices):
    """How far the common work has come."""

    INITIATIVE = "initiative", _("initiative")
    AUTHORISATION = "authorisation", _("consent of the councils")
    AGREEMENT = "agreement", _("agreement")
    STRATEGY = "strategy", _("strategy")
    PROJECTS = "projects", _("project package")
    IMPLEMENTATION = "implementation", _("implementation")
    CLOSED = "closed", _("closed")


class PartnershipState(models.TextChoices):
    """Whether the partnership exists."""

    DRAFT = "draft", _("draft")
    FORMING = "forming", _("forming")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    DISSOLVING = "dissolving", _("being dissolved")
    DISSOLVED = "dissolved", _("dissolved")
    ABANDONED = "abandoned", _("abandoned")


PARTNERSHIP_MOVES: dict[str, list[str]] = {
    PartnershipState.DRAFT: [PartnershipState.FORMING, PartnershipState.ABANDONED],
    PartnershipState.FORMING: [PartnershipState.ABANDONED, PartnershipState.DISSOLVING],
    PartnershipState.ACTIVE: [PartnershipState.SUSPENDED, PartnershipState.DISSOLVING],
    PartnershipState.SUSPENDED: [PartnershipState.ACTIVE, PartnershipState.DISSOLVING],
    PartnershipState.DISSOLVING: [PartnershipState.DISSOLVED],
}
"""What people may decide. From forming to active leads the signed agreement alone."""

ENDED_STATES = [PartnershipState.DISSOLVED, PartnershipState.ABANDONED]
"""Nothing about the partnership changes any more."""

SIGNING_STATES = [PartnershipState.FORMING, PartnershipState.ACTIVE, PartnershipState.SUSPENDED]
"""An agreement may be signed."""


class MemberRole(models.TextChoices):
    """What a body does in a partnership."""

    LEADER = "leader", _("leader")
    PARTNER = "partner", _("partner")
    SUPPORTING = "supporting", _("supporting partner")
    OBSERVER = "observer", _("observer")
    DONOR_PARTNER = "donor_partner", _("donor partner")


class MemberState(models.TextChoices):
    """Whether a body belongs to a partnership."""

    INVITED = "invited", _("invited")
    DECLARED = "declared", _("declared")
    ACTIVE = "active", pgettext_lazy("member", "active")
    WITHDRAWING = "withdrawing", _("withdrawing")
    LEFT = "left", pgettext_lazy("member", "left")
    DECLINED = "declined", _("declined")
    EXCLUDED = "excluded", _("excluded")


OPEN_MEMBER_STATES = [MemberState.INVITED, MemberState.DECLARED, MemberState.ACTIVE, MemberState.WITHDRAWING]
"""A body stands in one such row at most; a row that ended is never opened again."""

BELONGING = [MemberState.ACTIVE, MemberState.WITHDRAWING]
"""The body's people read what partners read; it keeps its rights until the day it leaves."""


class DocumentKind(models.TextChoices):
    """What a document is."""

    LETTER_OF_INTENT = "letter_of_intent", _("letter of intent")
    AGREEMENT = "agreement", _("agreement")
    AMENDMENT = "amendment", _("amendment")
    STRATEGY = "strategy", _("strategy")
    MINUTES = "minutes", _("minutes")
    RESOLUTION = "resolution", _("resolution")
    OTHER = "other", _("other")


class Confidentiality(models.TextChoices):
    """Who may read a document beside its keepers."""

    PUBLIC = "public", _("public")
    PARTNERSHIP = "partnership", _("the partnership")
    RESTRICTED = "restricted", _("restricted")
    COORDINATOR_ONLY = "coordinator_only", _("coordinator only")


READ_BY_MEMBERS = [Confidentiality.PUBLIC, Confidentiality.PARTNERSHIP]
"""What the people of a member may read."""


class DocumentState(models.TextChoices):
    """What has become of a document."""

    DRAFT = "draft", _("draft")
    SIGNED = "signed", _("signed")
    WITHDRAWN = "withdrawn", _("withdrawn")
