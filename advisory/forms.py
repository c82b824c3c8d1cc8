"""What advisors, coordinators and project managers type."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Visitor
from advisory.choices import Mode
from advisory.models import LONGEST, Assignment, Consultation
from advisory.queries import advised_cities, advisors_for, my_towns
from grants.models import Project
from kernel.time import WARSAW, local_day, now, today
from organisations.models import Organisation
from ui.fields import DayField, InstantField

QUARTER = 15
"""Minutes."""


class ClockField(forms.TimeField):
    """A time of day in Warsaw, in the telephone's own picker."""

    def __init__(self, **given: Any) -> None:
        super().__init__(widget=forms.TimeInput({"type": "time"}, "%H:%M"), **given)


class TownField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A town out of my assignments; the project beside it, for towns in two projects."""

    def label_from_instance(self, obj: Assignment) -> str:
        """Town and project."""
        return f"{obj.city} ({obj.project.code})"


class ConsultationChangeForm(forms.Form):
    """A consultation in the order in which it is remembered: when, how long, what. Its town stays."""

    day = DayField(label=_("Day"))
    start = ClockField(label=_("Start"))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=1,
        max_value=LONGEST,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        help_text=_("Or give the end."),
    )
    end = ClockField(label=_("End"), required=False, help_text=_("Before the start means the next day."))
    mode = forms.ChoiceField(label=_("How"), choices=Mode.choices)
    topic = forms.CharField(label=_("Topic"), max_length=200)
    summary = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The town reads it. Needed when you submit."),
    )
    next_steps = forms.CharField(
        label=_("Next steps"), required=False, max_length=5000, widget=forms.Textarea({"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Day, start and minutes or end become two instants."""
        given = super().clean() or {}
        if self.errors:
            return given
        day, start, minutes, end = (given[name] for name in ("day", "start", "minutes", "end"))
        given["starts_at"] = starts_at = self._instant("start", day, start)
        by_minutes = None if minutes is None else starts_at.astimezone(UTC) + timedelta(minutes=minutes)
        # Before the start it is the next time the clock on the wall shows the end.
        by_clock = None if end is None else self._instant("end", day + timedelta(days=end <= start), end)
        if by_minutes and by_clock and by_minutes != by_clock:
            self.add_error("end", _("Minutes and end do not agree; leave one of them empty."))
        given["ends_at"] = by_minutes or by_clock
        if given["ends_at"] is None:
            self.add_error("minutes", _("Give the minutes or the end."))
        return given

    def _instant(self, field: str, day: date, clock: time) -> datetime:
        """When the clock in Warsaw shows this. Raises ValidationError of the field."""
        try:
            instant: datetime = InstantField().clean(datetime.combine(day, clock))
        except forms.ValidationError as error:
            raise forms.ValidationError({field: error}) from error
        return instant

    def facts(self) -> dict[str, Any]:
        """What the services take."""
        names = ["starts_at", "ends_at", "mode", "topic", "summary", "next_steps"]
        return {name: self.cleaned_data[name] for name in names}


class ConsultationForm(ConsultationChangeForm):
    """A new consultation: where comes first."""

    assignment = TownField(Assignment.objects.none(), label=_("Town"), empty_label=None)
    version = None  # type: ignore[assignment] # there is none to be stale
    field_order = ["assignment"]

    def __init__(self, user: Visitor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignment"].queryset = my_towns(user)  # type: ignore[attr-defined]


def as_typed(consultation: Consultation) -> dict[str, Any]:
    """A consultation as one would have typed it."""
    start = consultation.starts_at.astimezone(WARSAW)
    return {
        "day": local_day(start),
        "start": start.time(),
        "minutes": consultation.minutes_counted,
        "mode": consultation.mode,
        "topic": consultation.topic,
        "summary": consultation.summary,
        "next_steps": consultation.next_steps,
        "version": consultation.version,
    }


def just_now() -> dict[str, Any]:
    """The hour up to the last full quarter: most consultations are written down on the way home."""
    end = now().astimezone(WARSAW)
    start = end.replace(minute=end.minute // QUARTER * QUARTER, second=0, microsecond=0) - timedelta(hours=1)
    return {"day": start.date(), "start": start.time(), "minutes": 60}


def same_again(consultation: Consultation) -> dict[str, Any]:
    """Today, but town, hour, length, way and topic as last time; what was done is told anew."""
    typed = as_typed(consultation)
    kept = {name: typed[name] for name in ("start", "minutes", "mode", "topic")}
    return {**kept, "day": today(), "assignment": consultation.assignment_id}


class QueryForm(forms.Form):
    """What the town wants to know."""

    reason = forms.CharField(
        label=_("What should be explained or corrected?"), max_length=1000, widget=forms.Textarea({"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class HoursField(forms.DecimalField):
    """Hours as typed, minutes as kept: 1,25 is 75."""

    def __init__(self, **given: Any) -> None:
        super().__init__(min_value=Decimal("0.25"), max_value=Decimal(10000), decimal_places=2, **given)

    def clean(self, value: Any) -> Any:
        """Whole minutes. Raises ValidationError."""
        minutes = super().clean(value) * 60
        if minutes != int(minutes):
            raise forms.ValidationError(_("This is not a whole number of minutes."))
        return int(minutes)


class AssignForm(forms.Form):
    """An advisor for a town."""

    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"), empty_label=None)
    city = forms.ModelChoiceField(Organisation.objects.none(), label=_("Town"))
    advisor = forms.ModelChoiceField(User.objects.none(), label=_("Advisor"))
    valid_from = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))
    minutes_budget = HoursField(label=_("Hours in all"))

    def __init__(self, user: Visitor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed = Project.objects.managed_by(user)
        self.fields["project"].queryset = managed  # type: ignore[attr-defined]
        self.fields["city"].queryset = advised_cities(managed)  # type: ignore[attr-defined]
        # Asked for each form: a list made when the process starts would know the roles of that day for ever.
        self.fields["advisor"].queryset = advisors_for(user)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What the service takes: it counts to the first day that is no longer meant."""
        given = dict(self.cleaned_data)
        given["valid_to"] = given.pop("last_day") + timedelta(days=1)
        return given


class EndForm(forms.Form):
    """The last day of an assignment."""

    last_day = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Auditors read it."))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        given = dict(self.cleaned_data)
        given["valid_to"] = given.pop("last_day") + timedelta(days=1)
        return given


class BudgetForm(forms.Form):
    """Another budget."""

    minutes_budget = HoursField(label=_("Hours in all"))
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Auditors read it."))
    version = forms.IntegerField(widget=forms.HiddenInput)
