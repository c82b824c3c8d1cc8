"""What people type about texts, and what they tick under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import is_administrator
from grants.models import Project
from trainings.choices import ConsentAnswer, LegalKind
from trainings.models import LegalTextVersion
from trainings.queries.legal import Consent, projects_to_word
from trainings.services.legal import LONGEST
from ui.fields import DayField

AGREED: Mapping[LegalKind, Any] = {
    LegalKind.REGULATION: _("I accept the regulations"),
    LegalKind.INFORMATION: _("I have read the information on personal data"),
    LegalKind.IMAGE: _("I agree to the use of my image"),
    LegalKind.NEEDS: _("I agree that what I need is kept, to make it possible for me to take part"),
}
"""What a tick says."""
SIGNED: Mapping[LegalKind, Any] = {
    LegalKind.REGULATION: _("The person signed the regulations"),
    LegalKind.INFORMATION: _("The person signed the information on personal data"),
    LegalKind.IMAGE: _("The person signed the consent to the use of the image"),
}
"""What the organiser's tick says."""


class TextsForm(forms.Form):
    """A box for each text that is asked, by the id of its version: what changed meanwhile is asked anew."""

    free = frozenset({LegalKind.IMAGE})
    """May stay empty."""

    def __init__(
        self,
        *args: Any,
        texts: Mapping[LegalKind, int] | None = None,
        labels: Mapping[LegalKind, Any] = AGREED,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for kind, pk in (texts or {}).items():
            self.fields[f"accepts_{pk}"] = forms.BooleanField(
                label=labels[kind], required=kind not in self.free, help_text=_link_to(pk, kind)
            )

    def clean(self) -> dict[str, Any]:
        """With `accepts`, the ids of the versions that are ticked, in place of the boxes."""
        given = super().clean() or self.cleaned_data
        boxes = {name: given.pop(name) for name in list(given) if name.startswith("accepts_")}
        return {**given, "accepts": {int(name.removeprefix("accepts_")) for name, ticked in boxes.items() if ticked}}


class EnrolmentTextsForm(TextsForm):
    """With the version of the enrolment."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def _link_to(pk: int, kind: LegalKind) -> str:
    """The text opens beside the form, which keeps what was typed."""
    words = gettext("Read: %(text)s (opens in a new tab)") % {"text": kind.label}
    address = reverse("trainings:legal-version", args=[pk])
    return format_html('<a class="ds-link" href="{}" target="_blank" rel="noopener">{}</a>', address, words)


class WithdrawalForm(forms.Form):
    """Which consent was taken back."""

    consent = forms.TypedChoiceField(label=_("Consent"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, consents: Iterable[Consent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {row.version.pk: row.version for row in consents}
        field = self.fields["consent"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.choices = [(pk, f"{row.title} ({row.text.get_kind_display()})") for pk, row in self.known.items()]

    def clean_consent(self) -> LegalTextVersion:
        """The version that was chosen."""
        return self.known[self.cleaned_data["consent"]]


class LegalTextForm(forms.Form):
    """The words of the next version."""

    title_pl = forms.CharField(label=_("Title in Polish"), max_length=200)
    body_pl = forms.CharField(
        label=_("Text in Polish"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 14}),
        help_text=_("An empty line begins a new paragraph."),
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    body_en = forms.CharField(
        label=_("Text in English"), max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 14})
    )


class ChangeLegalTextForm(LegalTextForm):
    """With the version of the draft."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NewLegalTextForm(LegalTextForm):
    """With its kind and its project; administrators may leave the project out."""

    field_order = ["project", "kind"]
    project = forms.ModelChoiceField(label=_("Project"), queryset=Project.objects.none())
    kind = forms.ChoiceField(label=_("What it is for"), choices=LegalKind.choices)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.queryset = projects_to_word(by)
        if is_administrator(by):
            field.required, field.empty_label = False, _("every project without its own")


class PublishTextForm(forms.Form):
    """From when."""

    valid_from = DayField(label=_("Valid from"), help_text=_("Until then the version before it holds."))
    version = forms.IntegerField(widget=forms.HiddenInput)


class ConsentForm(forms.Form):
    """One's own answer."""

    answer = forms.ChoiceField(choices=ConsentAnswer.choices)
