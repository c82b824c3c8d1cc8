"""What people type about their journeys, and who pays them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trainings.models import Session
from ui.fields import DayField
from ui.format import moment


class _SessionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A session by its number and day."""

    def label_from_instance(self, obj: Session) -> str:
        """As in: 1, 05.10.2026 09:00."""
        return f"{obj.ordinal}, {moment(obj.starts_at)}"


class LineForm(forms.Form):
    """One journey to or from a session that the person attended."""

    session = _SessionField(Session.objects.none(), label=_("Session"), help_text=_("To which, or from which."))
    travelled_on = DayField(label=_("Day of the journey"))
    from_place = forms.CharField(label=_("Where from"), max_length=120)
    to_place = forms.CharField(label=_("Where to"), max_length=120)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, sessions: QuerySet[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["session"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.queryset = sessions
        if len(sessions) == 1:
            field.initial = sessions[0]


def _claimed(help_text: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Claimed, in PLN"), min_value=0, max_digits=9, decimal_places=2, required=False, help_text=help_text
    )


class TicketForm(LineForm):
    """By train, bus or tram."""

    ticket_amount = forms.DecimalField(
        label=_("Price of the ticket, in PLN"), min_value=0, max_digits=9, decimal_places=2
    )
    claimed = _claimed(_("Leave it empty to claim the whole ticket."))
    file = forms.FileField(
        label=_("Ticket or receipt"),
        help_text=_("A photograph or a scan: PDF, JPG or PNG, at most 10 MB."),
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args: Any, has_receipt: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not has_receipt


class CarForm(LineForm):
    """By one's own car."""

    km = forms.IntegerField(label=_("Kilometres"), min_value=1, max_value=10_000)
    claimed = _claimed(_("Leave it empty to claim all kilometres."))


LINE_FORMS: dict[str, type[LineForm]] = {"ticket": TicketForm, "car": CarForm}
"""By the kind of the journey."""


class AccountForm(forms.Form):
    """To which account; the last step."""

    account = forms.CharField(
        label=_("Number of your bank account"),
        max_length=60,
        help_text=_("26 digits of an account in Poland, with or without spaces. Only you and who pays see it."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PaidForm(forms.Form):
    """When it was paid."""

    paid_on = DayField(label=_("Paid on"), help_text=_("The day of the transfer."))
    version = forms.IntegerField(widget=forms.HiddenInput)


class WhyNotForm(forms.Form):
    """Why a claim is sent back or rejected."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The person reads it. Write no account number here."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
