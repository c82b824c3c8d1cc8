"""What the keepers of a partnership type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Visitor
from grants.models import Project
from organisations.models import Organisation
from partnerships.choices import (
    Confidentiality,
    DocumentKind,
    LegalForm,
    MemberRole,
    PartnershipKind,
    PartnershipState,
    Stage,
)
from partnerships.models import Partnership
from partnerships.permissions import can_move
from partnerships.queries import coordinators_for
from ui.fields import DayField


class _Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class PartnershipForm(forms.Form):
    """A new partnership."""

    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"))
    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("Short and lasting: LP-TARNOWSKIE."))
    name_pl = forms.CharField(label=_("Name in Polish"), max_length=300)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=PartnershipKind.choices)
    legal_form = forms.ChoiceField(label=_("Legal form"), choices=LegalForm.choices)
    coordinator = forms.ModelChoiceField(
        User.objects.none(), label=_("Coordinator"), help_text=_("Keeps the members and the documents.")
    )
    founded_on = DayField(label=_("Founded"), required=False)

    def __init__(self, user: Visitor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = Project.objects.managed_by(user)  # type: ignore[attr-defined]
        # Asked for each form: a list made when the process starts would know the roles of that day for ever.
        self.fields["coordinator"].queryset = coordinators_for(user)  # type: ignore[attr-defined]


class PartnershipChangeForm(_Versioned):
    """How a partnership is called and how far it has come."""

    name_pl = forms.CharField(label=_("Name in Polish"), max_length=300)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    legal_form = forms.ChoiceField(label=_("Legal form"), choices=LegalForm.choices)
    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    founded_on = DayField(label=_("Founded"), required=False)


class CoordinatorForm(_Versioned):
    """Who coordinates from now on."""

    coordinator = forms.ModelChoiceField(User.objects.none(), label=_("Coordinator"))

    def __init__(self, user: Visitor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].queryset = coordinators_for(user)  # type: ignore[attr-defined]


class MoveForm(_Versioned):
    """Another state, with a reason where it is not simply the next step."""

    state = forms.ChoiceField(label=_("The partnership is from now on"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Needed unless the partnership starts to form. Auditors read it."),
    )

    def __init__(self, user: Visitor, partnership: Partnership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moves = [state for state in partnership.moves if can_move(user, partnership, state)]
        choices = [(state, PartnershipState(state).label) for state in moves]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    """A body for a partnership."""

    organisation = forms.ModelChoiceField(Organisation.objects.all(), label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices, initial=MemberRole.PARTNER)
    joined_on = DayField(label=_("Joined"), required=False, help_text=_("Empty: invited, has not joined yet."))


class AcceptForm(_Versioned):
    """The day a body joined."""

    joined_on = DayField(label=_("Joined"))


class EndForm(_Versioned):
    """How a body leaves."""

    left_on = DayField(
        label=_("No longer a member from"),
        required=False,
        help_text=_("A day to come: withdrawing until then. Empty for a body that never joined."),
    )
    excluded = forms.BooleanField(label=_("Excluded by the partnership"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Auditors read it."))


class DocumentForm(forms.Form):
    """A new document."""

    kind = forms.ChoiceField(label=_("Kind"), choices=DocumentKind.choices)
    title = forms.CharField(label=_("Title"), max_length=300)
    confidentiality = forms.ChoiceField(
        label=_("Who may read it"), choices=Confidentiality.choices, initial=Confidentiality.PARTNERSHIP
    )


class DocumentChangeForm(_Versioned):
    """Its title, and who may read it."""

    title = forms.CharField(label=_("Title"), max_length=300)
    confidentiality = forms.ChoiceField(label=_("Who may read it"), choices=Confidentiality.choices)


class UploadForm(forms.Form):
    """A file that follows a version."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, office document, text or picture; up to 50 MB."))
    note = forms.CharField(label=_("What changed"), max_length=500, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PlaceForm(forms.Form):
    """A kept file becomes the next version."""

    note = forms.CharField(label=_("What changed"), max_length=500, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class SignForm(_Versioned):
    """The day of the last signature."""

    signed_on = DayField(label=_("Signed on"), help_text=_("The day the last party signed."))


class WithdrawForm(_Versioned):
    """Why a document is withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Auditors read it."))
