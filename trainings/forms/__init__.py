"""What people type about trainings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from kernel.text import read_number
from organisations.models import Organisation
from trainings.choices import AttendanceStatus, PlaceKind, TeachingRole
from trainings.forms.legal import TextsForm
from trainings.models import Attendance, Enrolment, Session
from trainings.queries import trainers_for
from trainings.services.attendance import Entry


class TrainerForm(forms.Form):
    """Who teaches."""

    user = forms.ModelChoiceField(label=_("Trainer"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=TeachingRole.choices, required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.queryset = trainers_for(by)

    def clean_role(self) -> str:
        """Who says nothing means the trainer."""
        return self.cleaned_data["role"] or TeachingRole.TRAINER


class ReasonForm(forms.Form):
    """Why; whether it is needed depends on who asks, and the service says so."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class CallOffForm(ReasonForm):
    """Why a session does not take place."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Everybody reads it in their message."),
        error_messages={"required": _("Say why it is cancelled; people read it in their message.")},
    )


class PostForm(forms.Form):
    """What somebody does in the town hall, as it will stand on the list of participants."""

    post = forms.CharField(label=_("Post"), max_length=120, required=False)
    department = forms.CharField(label=_("Department"), max_length=120, required=False)


class PlaceForm(PostForm):
    """With the kind of place, asked only where there are two."""

    place_kind = forms.ChoiceField(label=_("How"), choices=PlaceKind.choices, widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, is_hybrid: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_hybrid:
            self.fields["place_kind"].required = True
        else:
            del self.fields["place_kind"]


class EnrolForm(TextsForm, PlaceForm):
    """One's own enrolment; the town is asked only where there are several, texts only where they were not accepted."""

    field_order = ["city"]
    city = forms.ModelChoiceField(label=_("Town"), queryset=Organisation.objects.none(), empty_label=None)

    def __init__(self, *args: Any, cities: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["city"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.queryset = Organisation.objects.filter(pk__in=[city.pk for city in cities])
        if len(cities) == 1:
            field.initial, field.widget = cities[0].pk, forms.HiddenInput()


class ColleagueForm(PlaceForm):
    """A coordinator enrols somebody of the city."""

    field_order = ["who"]
    who = forms.ChoiceField(label=_("Person"))

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {f"{role.user_id}-{role.organisation_id}": role for role in roles}
        choices = [(key, f"{role.user} – {role.organisation}") for key, role in self._known.items()]
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.choices = [("", ""), *sorted(choices, key=lambda choice: choice[1])]

    def clean(self) -> dict[str, Any]:
        """With `person` and `city` in place of the choice."""
        given = self.cleaned_data
        if role := self._known.get(given.pop("who", "")):
            given |= {"person": role.user, "city": role.organisation}
        return given


class AnybodyForm(PlaceForm):
    """An organiser enrols somebody of any town of the project, by the e-mail address."""

    field_order = ["email", "city"]
    email = forms.EmailField(label=_("E-mail of the person"))
    city = forms.ModelChoiceField(label=_("Town"), queryset=Organisation.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Auditors read it."))

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._roles = roles
        field = self.fields["city"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.queryset = Organisation.objects.filter(pk__in=roles.values("organisation"))

    def clean(self) -> dict[str, Any]:
        """With `person` in place of the address."""
        given = self.cleaned_data
        email = given.pop("email", "")
        if email and given.get("city"):
            role = self._roles.filter(user__email=email.lower(), organisation=given["city"]).first()
            if role is None:
                self.add_error("email", _("Nobody with this address works in this town."))
            else:
                given["person"] = role.user
        return given


@dataclass(frozen=True)
class Problem:
    """A field as the summary of mistakes names it."""

    auto_id: str
    label: str
    use_fieldset: bool = False


DECIDED = {AttendanceStatus.EXEMPT, AttendanceStatus.DISPUTED}
"""What is not changed by typing minutes."""


VERSION = "version_"


class AttendanceForm(forms.Form):
    """Minutes for people on the list; an empty field is left for later."""

    def __init__(
        self,
        *args: Any,
        session: Session,
        roster: Iterable[Enrolment],
        known: Mapping[int, Attendance],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people = list(roster)
        self.decided = [(row, known[row.pk]) for row in people if row.pk in known and known[row.pk].status in DECIDED]
        self.roster = [row for row in people if row.pk not in known or known[row.pk].status not in DECIDED]
        for row in self.roster:
            record = known.get(row.pk)
            self.fields[f"minutes_{row.pk}"] = forms.IntegerField(
                label=_("Minutes"),
                required=False,
                min_value=0,
                max_value=session.counted_min,
                initial=record.minutes if record else None,
                widget=forms.NumberInput({"inputmode": "numeric"}),
            )
            self.fields[f"excused_{row.pk}"] = forms.BooleanField(
                label=_("Excused"),
                required=False,
                initial=record is not None and record.status == AttendanceStatus.EXCUSED,
            )
            self.fields[f"{VERSION}{row.pk}"] = forms.IntegerField(
                initial=record.version if record else 0, widget=forms.HiddenInput
            )

    @staticmethod
    def sent(data: Mapping[str, Any]) -> list[int]:
        """The enrolments whose fields were sent: those of the page that somebody saw, whoever came or went since."""
        found = (read_number(name.removeprefix(VERSION)) for name in data if name.startswith(VERSION))
        return [number for number in found if number]

    def clean(self) -> None:
        """Whoever was sent must be here still."""
        here = {row.pk for row in self.roster} | {row.pk for row, _record in self.decided}
        if not here.issuperset(self.sent(self.data)):
            raise forms.ValidationError(
                _("Somebody here is not on the list of this training (any more). Reload the page.")
            )

    @property
    def lines(self) -> list[tuple[Enrolment, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """One for each person: the enrolment, minutes, excuse, version."""
        return [
            (row, self[f"minutes_{row.pk}"], self[f"excused_{row.pk}"], self[f"version_{row.pk}"])
            for row in self.roster
        ]

    @property
    def problems(self) -> list[tuple[Problem, list[str]]]:
        """What is wrong, under the name of the person it is about."""
        return [
            (Problem(field.auto_id, str(row.person)), [str(error) for error in field.errors])
            for row, *fields in self.lines
            for field in fields
            if field.errors
        ]

    def entries(self, missing: int | None = None) -> list[Entry]:
        """What was typed; `missing` stands in for empty fields, without it they are left out."""
        found = []
        for row in self.roster:
            excused = self.cleaned_data[f"excused_{row.pk}"]
            minutes = self.cleaned_data[f"minutes_{row.pk}"]
            if minutes is None:
                minutes = 0 if excused else missing
            if minutes is not None:
                found.append(Entry(row.pk, minutes, excused, self.cleaned_data[f"version_{row.pk}"]))
        return found
