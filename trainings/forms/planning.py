"""What organisers type about courses and editions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from grants.models import Project
from kernel.text import read_number
from organisations.models import Organisation
from trainings.choices import Mode, PlaceKind, Selection, Steps
from trainings.queries import organised_projects
from trainings.services.editions.rules import FROZEN
from ui.countries import countries
from ui.fields import InstantField
from ui.sections import SectionedForm


def _text(label: Any, help_text: Any = "", *, rows: int = 4) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, max_length=4000, required=False, widget=widget, help_text=help_text)


class CourseForm(SectionedForm):
    """What is taught."""

    sections = [
        (_("What it is about"), ["title_pl", "title_en", "goals", "target_group", "outline"]),
        (_("What people take with them"), ["knowledge", "skills", "social"]),
        (_("When somebody took part"), ["threshold_percent", "paper_prevails", "needs_post_test", "pass_percent"]),
        (_("Certificates"), ["attests_attendance"]),
        (_("What people may do themselves"), ["people_may_transfer"]),
    ]
    title_pl = forms.CharField(label=_("Title in Polish"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    goals = _text(_("Goals"), _("What people will know."))
    target_group = _text(_("For whom"), rows=2)
    outline = _text(_("Programme"), rows=8)
    knowledge = _text(_("Knowledge"), _("One outcome a line; printed on certificates, as are the next two."))
    skills = _text(_("Skills"))
    social = _text(_("Social competences"))
    threshold_percent = forms.IntegerField(
        label=_("Required attendance in percent"),
        min_value=1,
        max_value=100,
        initial=80,
        help_text=_("Of all minutes. Who was there that long counts as a participant in reports."),
    )
    paper_prevails = forms.BooleanField(
        label=_("Only who signed the list was there"),
        required=False,
        help_text=_("Where the donor asks for it: without a signature minutes do not count."),
    )
    needs_post_test = forms.BooleanField(label=_("The test afterwards must be passed"), required=False)
    pass_percent = forms.IntegerField(
        label=_("To pass the test, in percent"), min_value=1, max_value=100, initial=60, required=False
    )
    attests_attendance = forms.BooleanField(
        label=_("Who came but did not complete gets a certificate of attendance"),
        required=False,
        help_text=_("With the hours attended. It holds for certificates issued from now on; those issued stay."),
    )
    people_may_transfer = forms.BooleanField(
        label=_("People may change the date themselves"),
        required=False,
        help_text=_("To another date of this course where a place is free. Else coordinators and organisers do it."),
    )

    def clean_pass_percent(self) -> int:
        """The usual share where nothing is typed."""
        given: int | None = self.cleaned_data["pass_percent"]
        return 60 if given is None else given


class NewCourseForm(CourseForm):
    """A course that does not exist yet."""

    field_order = ["project", "code"]
    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"))
    code = forms.CharField(label=_("Code"), max_length=40)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = organised_projects(user)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        if len(projects) == 1:
            self.fields["project"].initial = projects[0]


class ChangeCourseForm(CourseForm):
    """A course somebody looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class EditionForm(SectionedForm):
    """When and how it is taught, for whom, and how places are given."""

    sections = [
        (_("When and where"), ["mode", "venue", "country", "travel", "access_notes"]),
        (_("Places"), ["capacity", "online_capacity", "min_participants"]),
        (_("Who may come"), ["selection", "cities", "per_city_limit", "may_be_aid"]),
        (_("Approval by the city"), ["approval_steps", "approval_days", "approval_holds_seat"]),
        (_("Enrolment"), ["opens_at", "closes_at", "withdraw_until"]),
        (_("Money for travel"), ["pays_travel", "km_rate", "travel_limit"]),
        (_("Waiting list"), ["waitlist_enabled", "offer_hours", "last_offer_hours_before"]),
    ]
    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices)
    venue = forms.CharField(label=_("Place"), max_length=300, required=False, help_text=_("The address, or “online”."))
    country = forms.ChoiceField(
        label=_("Country"),
        choices=lambda: [("", _("Poland")), *countries()],
        required=False,
        help_text=_("Of a visit or an internship abroad."),
    )
    travel = _text(_("Travel"), _("How people get there, what is paid for."))
    access_notes = _text(_("Access"), _("Steps, lift, loop: for people who need to know."))
    pays_travel = forms.BooleanField(
        label=_("Travel is paid back"),
        required=False,
        help_text=_("Who was there may claim tickets afterwards; you decide, somebody else pays."),
    )
    km_rate = forms.DecimalField(
        label=_("Rate for a kilometre by car"),
        min_value=0,
        max_digits=8,
        decimal_places=4,
        required=False,
        help_text=_("In PLN, such as 1.15. Leave it empty, and only tickets are paid back."),
    )
    travel_limit = forms.DecimalField(
        label=_("Most for one person"),
        min_value=0,
        max_digits=9,
        decimal_places=2,
        required=False,
        help_text=_("In PLN. Leave it empty for no limit."),
    )
    min_participants = forms.IntegerField(
        label=_("Fewest participants"),
        min_value=0,
        max_value=10_000,
        initial=0,
        required=False,
        help_text=_("Two days before the start you are warned if fewer come. Nothing happens by itself."),
    )
    selection = forms.ChoiceField(
        label=_("How places are given"),
        choices=Selection.choices,
        initial=Selection.FIRST_COME,
        help_text=_("Who is enrolled at once, who waits for a committee, or whom only cities name."),
    )
    cities = forms.ModelMultipleChoiceField(
        label=_("Only for these towns"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none, and all towns of the project may come."),
    )
    per_city_limit = forms.IntegerField(
        label=_("Most people from one town"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_("Leave it empty for no limit."),
    )
    may_be_aid = forms.BooleanField(
        label=_("May be public aid"), required=False, help_text=_("The project manager is to check it.")
    )
    approval_steps = forms.TypedChoiceField(
        label=_("Who approves"),
        choices=Steps.choices,
        coerce=int,
        initial=Steps.NONE,
        help_text=_("First the approver of the town, then its signatory."),
    )
    approval_days = forms.IntegerField(
        label=_("Working days to decide"), min_value=1, max_value=60, initial=5, required=False
    )
    approval_holds_seat = forms.BooleanField(
        label=_("A place is held while the town decides"),
        required=False,
        initial=True,
        help_text=_("Otherwise whoever is approved first has it."),
    )
    opens_at = InstantField(label=_("Enrolment opens"))
    closes_at = InstantField(label=_("Enrolment closes"), help_text=_("At the latest when the first session starts."))
    withdraw_until = InstantField(
        label=_("Free withdrawal until"), help_text=_("Who withdraws later is marked as late.")
    )
    waitlist_enabled = forms.BooleanField(label=_("Keep a waiting list"), required=False, initial=True)
    offer_hours = forms.IntegerField(
        label=_("Hours to answer an offer"),
        min_value=1,
        max_value=744,
        initial=48,
        help_text=_("A place that becomes free is offered to who waits longest, for so many hours."),
    )
    last_offer_hours_before = forms.IntegerField(
        label=_("No offers in the last hours before the start"),
        min_value=0,
        max_value=744,
        initial=24,
        help_text=_("From then on you telephone."),
    )

    def __init__(self, *args: Any, towns: QuerySet[Organisation], is_frozen: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cities"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.queryset = towns
        for name in FROZEN if is_frozen else ():
            self.fields[name].disabled = True
            # Faded letters would be too pale to read: the page says once why these stay.
            self.fields[name].help_text = ""

    def clean_min_participants(self) -> int:
        """None asked for where nothing is typed."""
        return self.cleaned_data["min_participants"] or 0

    def clean_approval_days(self) -> int:
        """The usual five where nothing is typed."""
        return self.cleaned_data["approval_days"] or 5


class NewEditionForm(EditionForm):
    """An edition that does not exist yet."""

    field_order = ["code"]
    code = forms.CharField(label=_("Code"), max_length=40)
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=10_000)
    online_capacity = forms.IntegerField(
        label=_("Of them online"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_("Only where people meet on site and online at once. Empty: one number for both."),
    )


class ChangeEditionForm(EditionForm):
    """An edition somebody looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CapacityForm(forms.Form):
    """Another number of places."""

    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=10_000)
    online_capacity = forms.IntegerField(
        label=_("Of them online"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_("Empty: one number for the room and online together."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Needed when there will be fewer places. Auditors read it."),
    )
    confirmed = forms.BooleanField(
        label=_("I know what fewer places mean"), required=False, help_text=_("Needed when there will be fewer places.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, held: Mapping[str, int], is_hybrid: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held = held
        if not is_hybrid:
            del self.fields["online_capacity"]

    def clean(self) -> dict[str, Any]:
        """Without the tick, which the page alone asks for where somebody loses an offer or too many are in."""
        given = self.cleaned_data
        is_sure = given.pop("confirmed", False)
        wanted, online = given.get("capacity"), given.get("online_capacity")
        if wanted is not None and too_many(self._held, wanted, online) and not is_sure:
            self.add_error("confirmed", _("More people hold a place than there will be places: confirm that you know."))
        return given

    def too_many(self, *, confirmed: Mapping[str, int]) -> int:
        """Of what was typed: how many confirmed people would have no place; 0 for nothing sensible."""
        wanted, online = (read_number(self.data.get(name, "")) for name in ("capacity", "online_capacity"))
        return 0 if wanted is None else too_many(confirmed, wanted, online)


def too_many(people: Mapping[str, int], places: int, online: int | None) -> int:
    """How many of the people, by kind of place, would have none; `online` of the places, or none counted apart."""
    if online is None:
        return max(0, sum(people.values()) - places)
    return max(0, people.get(PlaceKind.ONLINE, 0) - online) + max(0, people.get(PlaceKind.ONSITE, 0) - places + online)
