"""What people type on the pages of the ground floor."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.choices import GIVEN_BY_CITY, PROJECT_ROLES, RoleCode, Sex
from accounts.models import User
from accounts.permissions import bodies_of, is_administrator
from accounts.services.tokens import LIFETIMES
from kernel.text import fold
from organisations.choices import Kind, Voivodeship
from organisations.models import Organisation
from ui.fields import DayField

NONE = ("", "–")
SHOWN = 10
"""Bodies named where a name is not clear."""


class OrganisationForm(forms.Form):
    """What may change of a body."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    voivodeship = forms.ChoiceField(label=_("Voivodeship"), choices=[NONE, *Voivodeship.choices], required=False)
    county = forms.CharField(label=_("County"), max_length=100, required=False)
    country = forms.CharField(
        label=_("Country"), max_length=2, min_length=2, initial="PL", help_text=_("Two letters: PL, NO, IS, LI.")
    )
    nip = forms.CharField(
        label=_("Tax number (NIP)"),
        max_length=20,
        required=False,
        help_text=_("Ten digits; spaces and dashes do no harm."),
    )


class OrganisationRegisterForm(OrganisationForm):
    """A new body."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[NONE, *Kind.choices])
    teryt = forms.CharField(
        label=_("TERYT code"),
        max_length=7,
        required=False,
        help_text=_("Only for a municipality (7 digits) or a county (4). The TERC register brings them all at once."),
    )
    field_order = ["kind", "name", "name_en", "teryt"]


class OrganisationChangeForm(OrganisationForm):
    """A body as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AdmitForm(forms.Form):
    """The start of a membership."""

    since = DayField(label=_("Member since"))
    source = forms.CharField(
        label=_("Source"), max_length=200, required=False, help_text=_("For instance the number of the resolution.")
    )


class EndMembershipForm(forms.Form):
    """The end of a membership."""

    on = DayField(label=_("First day without membership"))
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


def roles_to_give(user: User) -> list[tuple[str, Any]]:
    """The roles on whose holders somebody decides."""
    if is_administrator(user):
        return [(role.value, role.label) for role in RoleCode if role not in PROJECT_ROLES]
    return [(role.value, role.label) for role in GIVEN_BY_CITY]


class BodyField(forms.CharField):
    """A body out of thousands, by its TERYT code or its name; two of a name are told apart by the code."""

    def __init__(self, *, by: User, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)
        self.by = by

    def clean(self, value: Any) -> Organisation | None:
        """The body. Raises ValidationError where none, or more than one, is meant."""
        words = super().clean(value)
        if not words:
            return None
        found = list(Organisation.objects.visible_to(self.by).found_by(words).with_code()[:SHOWN])
        same = [body for body in found if fold(words) in {fold(body.name), body.teryt}]
        if len(same or found) == 1:
            return (same or found)[0]
        if not found:
            raise forms.ValidationError(_("There is no such body in the register."), code="body_unknown")
        names = "; ".join(f"{body.name} – {body.teryt or body.get_kind_display()}" for body in same or found)
        raise forms.ValidationError(
            _("Several are called so: %(names)s. Type the TERYT code."), code="body_unclear", params={"names": names}
        )


class PlaceForm(forms.Form):
    """A role and where it is held, out of what the giver may give."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, by: User, body: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = _("At which body")
        role = cast(forms.ChoiceField, self.fields["role"])
        role.choices = [NONE, *roles_to_give(by)]
        if is_administrator(by):
            self.fields["organisation"] = BodyField(
                by=by,
                label=label,
                required=False,
                initial=getattr(body, "teryt", None) or body,
                help_text=_("TERYT code or name. Leave it empty for an auditor or an administrator."),
            )
        else:
            cities = Organisation.objects.visible_to(by).filter(pk__in=bodies_of(by, RoleCode.CITY_COORDINATOR))
            self.fields["organisation"] = forms.ModelChoiceField(cities, label=label, initial=body or cities.first())
        self.order_fields(self.field_order or ["role", "organisation"])


class GrantRoleForm(PlaceForm):
    """A role from a day, perhaps to a day."""

    valid_from = DayField(label=_("From"), required=False, help_text=_("Empty: from today."))
    valid_to = DayField(
        label=_("First day it no longer holds"), required=False, help_text=_("Empty: until it is ended.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False, help_text=_("Auditors read it."))


class EndRoleForm(forms.Form):
    """The end of a role."""

    on = DayField(label=_("First day it no longer holds"), required=False, help_text=_("Empty: it ends now."))
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False, help_text=_("Auditors read it."))


class ReasonForm(forms.Form):
    """Why an account is closed or opened."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Auditors read it."))
    version = forms.IntegerField(widget=forms.HiddenInput)


class InviteForm(PlaceForm):
    """Whom to invite to what."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "off"}))
    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    language = forms.ChoiceField(label=_("Language of the message"), choices=settings.LANGUAGES)
    field_order = ["email", "first_name", "last_name", "language", "role", "organisation"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.fields["language"].initial = get_language()
        if is_administrator(by):
            role = self.fields["role"]
            role.required = False
            role.help_text = _("Empty: an account only. A role in a project is given in the project.")


class AcceptForm(forms.Form):
    """What makes an invited person's account."""

    first_name = forms.CharField(
        label=_("First name"), max_length=80, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=80, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=lazy(password_validators_help_text_html, str)(),
        strip=False,
    )


class ProfileForm(forms.Form):
    """One's own data."""

    first_name = forms.CharField(
        label=_("First name"), max_length=80, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=80, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "type": "tel"}),
        help_text=_("Organisers call it when a meeting changes at the last moment. You may leave it empty."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Of the pages after signing in, and of messages.")
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[("", _("I do not say")), *Sex.choices],
        required=False,
        help_text=_(
            "Why we ask: donors want to know how many women and men took part. Reports hold numbers only, never names. "
            "You may leave it open."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class TextForm(forms.Form):
    """The words of a message."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 14}),
        help_text=_(
            "A name in double braces stands for a fact. A line is left out where all its facts are empty. "
            "The end of the message is always added."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What will use it, for instance “staff system”.")
    )
    days = forms.TypedChoiceField(
        label=_("Good for"), coerce=int, choices=[(days, _("%(days)s days") % {"days": days}) for days in LIFETIMES]
    )
