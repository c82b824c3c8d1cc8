"""How lists of trainings may be narrowed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.choices import CITY_ROLES
from accounts.models import User
from accounts.permissions import bodies_of
from grants.models import Project
from jobs.choices import State
from jobs.models import Job
from kernel.time import now, start_of
from mail.choices import STATES
from mail.models import Message
from mail.texts import editable
from trainings.choices import (
    ApprovalState,
    CertificateState,
    EditionState,
    EnrolmentState,
    Group,
    LegalKind,
    Mode,
    SurveyKind,
)
from trainings.models import (
    Approval,
    Attendance,
    AttendanceSheet,
    Certificate,
    CityAllocation,
    ConsentRecord,
    Course,
    Edition,
    Enrolment,
    LegalText,
    LegalTextVersion,
    LoginReport,
    Questionnaire,
    SelectionBatch,
    Session,
    SpecialNeed,
    Survey,
)
from trainings.queries import open_to, with_places
from trainings.queries.outbox import messages_about
from trainings.queries.roster import in_group
from web.filters import DayFilter, TickFilter
from web.scoping import ScopedFilterSet, offered

DECIDED = [state for state in ApprovalState if state != ApprovalState.PENDING]

TRAINING = ["edition__code", "edition__course__title_pl", "edition__course__title_en"]
"""Where words of an enrolment are looked for, as in the next."""
PERSON = ["person__first_name", "person__last_name"]
ENROLLED = [f"enrolment__{name}" for name in [*TRAINING, *PERSON]]
"""The same of what belongs to an enrolment."""


class WordsFilter(ScopedFilterSet):
    """The base of filters by words: each has its own `q` and says where it is looked for."""

    searched: ClassVar[list[str]]

    def with_words(self, rows: QuerySet[Any], _name: str, words: str) -> QuerySet[Any]:
        """Every word somewhere."""
        for word in words.split():
            rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in self.searched)))
        return rows


class CourseFilter(WordsFilter):
    """By words in code or title, by project."""

    searched = ["code", "title_pl", "title_en"]

    q = django_filters.CharFilter(method="with_words", label=_("Code or title"))

    class Meta:
        model = Course
        fields = ["project"]


class EditionFilter(WordsFilter):
    """By words, mode, days of the start, whether a place is free or one may wait, and whether one's town may come."""

    searched = ["code", "course__code", "course__title_pl", "course__title_en"]

    q = django_filters.CharFilter(method="with_words", label=_("Code or title"))
    mode = django_filters.ChoiceFilter(choices=Mode.choices, label=_("Mode"))
    starts_from = DayFilter(label=_("Starts from"), method="starting_from")
    starts_to = DayFilter(label=_("Starts until"), method="starting_to")
    free = TickFilter(method="with_free_places", label=_("With free places only"))
    waits = TickFilter(method="with_a_line", label=_("Full, with a waiting list"))
    mine = TickFilter(method="open_to_my_town", label=_("Open to my town"))

    class Meta:
        model = Edition
        fields = ["course", "state"]

    def starting_from(self, rows: QuerySet[Edition], _name: str, day: date) -> QuerySet[Edition]:
        """On this Warsaw day or later."""
        return rows.filter(starts_at__gte=start_of(day))

    def starting_to(self, rows: QuerySet[Edition], _name: str, day: date) -> QuerySet[Edition]:
        """On this Warsaw day or before."""
        return rows.filter(starts_at__lt=start_of(day + timedelta(days=1)))

    def with_free_places(
        self,
        rows: QuerySet[Edition],
        _name: str,
        wanted: bool,  # noqa: FBT001 -- django-filter calls it so
    ) -> QuerySet[Edition]:
        """Where who enrols now gets a place: the window is open, one is free, and nobody waits."""
        return with_places(rows).filter(_takes_enrolments(), Q(free__gt=0, waiting=0)) if wanted else rows

    def with_a_line(
        self,
        rows: QuerySet[Edition],
        _name: str,
        wanted: bool,  # noqa: FBT001 -- as above
    ) -> QuerySet[Edition]:
        """Where who enrols now waits: the window is open, nothing is free or somebody waits, and there is a line."""
        if not wanted:
            return rows
        return with_places(rows).filter(_takes_enrolments(), Q(free__lte=0) | Q(waiting__gt=0), waitlist_enabled=True)

    def open_to_my_town(
        self,
        rows: QuerySet[Edition],
        _name: str,
        wanted: bool,  # noqa: FBT001 -- as above
    ) -> QuerySet[Edition]:
        """To which people of a town may come where the user works."""
        return rows.filter(open_to(bodies_of(self.request.user, *CITY_ROLES))) if wanted else rows


def _takes_enrolments() -> Q:
    return Q(state=EditionState.PUBLISHED, opens_at__lte=now(), closes_at__gt=now())


class CatalogueFilter(EditionFilter):
    """On the page: what is still to come, unless days are given or the past is asked for."""

    past = TickFilter(method="with_the_past", label=_("Also what is over"))

    class Meta:
        model = Edition
        fields: list[str] = []

    def with_the_past(
        self,
        rows: QuerySet[Edition],
        _name: str,
        wanted: bool,  # noqa: FBT001 -- django-filter calls it so
    ) -> QuerySet[Edition]:
        """Everything, or what has not ended; a draft without sessions is still to come."""
        has_days = self.form.cleaned_data.get("starts_from") or self.form.cleaned_data.get("starts_to")
        if wanted or has_days:
            return rows
        return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now()))


class SessionFilter(ScopedFilterSet):
    """By edition, state and days."""

    starts_from = DayFilter(label=_("From"), method="starting_from")
    starts_to = DayFilter(label=_("Until"), method="starting_to")

    class Meta:
        model = Session
        fields = ["edition", "state"]

    def starting_from(self, rows: QuerySet[Session], _name: str, day: date) -> QuerySet[Session]:
        """On this Warsaw day or later."""
        return rows.filter(starts_at__gte=start_of(day))

    def starting_to(self, rows: QuerySet[Session], _name: str, day: date) -> QuerySet[Session]:
        """On this Warsaw day or before."""
        return rows.filter(starts_at__lt=start_of(day + timedelta(days=1)))


class MySessionFilter(SessionFilter):
    """On the trainer's page."""

    class Meta:
        model = Session
        fields = ["state"]


class EnrolmentFilter(ScopedFilterSet):
    """By edition, city, person and state."""

    state = django_filters.ChoiceFilter(choices=EnrolmentState.choices, label=_("State"))

    class Meta:
        model = Enrolment
        fields = ["edition", "city", "person"]


class OwnFilter(WordsFilter):
    """On the page: one's own, or everybody's whom one may see."""

    whose = django_filters.ChoiceFilter(
        choices=[("all", _("everybody's I may see"))], empty_label=_("mine"), method="of", label=_("Whose")
    )
    owner: ClassVar[str]
    """What leads to the person whose rows these are."""

    def of(self, rows: QuerySet[Any], _name: str, _whose: str) -> QuerySet[Any]:
        """Everybody's: `filter_queryset` narrows where nothing is chosen."""
        return rows

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """One's own unless everybody's are asked for."""
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("whose") else rows.filter(**{self.owner: self.request.user})


class MyEnrolmentFilter(OwnFilter):
    """By words and state."""

    searched = [*TRAINING, *PERSON]
    owner = "person"
    q = django_filters.CharFilter(method="with_words", label=_("Training or person"))
    state = django_filters.ChoiceFilter(choices=EnrolmentState.choices, label=_("State"))

    class Meta:
        model = Enrolment
        fields: list[str] = []


class RosterFilter(WordsFilter):
    """On the list of participants: by words and part of the list."""

    searched = [*PERSON, "city__name", "post", "department"]
    q = django_filters.CharFilter(method="with_words", label=_("Person, town or post"))
    group = django_filters.ChoiceFilter(
        choices=Group.choices, empty_label=_("everybody"), method="in_group", label=_("Who")
    )

    class Meta:
        model = Enrolment
        fields: list[str] = []

    def in_group(self, rows: QuerySet[Enrolment], _name: str, group: str) -> QuerySet[Enrolment]:
        """One part of the list."""
        return in_group(rows, group)


class AttendanceFilter(ScopedFilterSet):
    """By session and enrolment."""

    class Meta:
        model = Attendance
        fields = ["session", "enrolment"]


class ApprovalFilter(ScopedFilterSet):
    """By enrolment and state."""

    class Meta:
        model = Approval
        fields = ["enrolment", "state"]


class DecisionFilter(WordsFilter):
    """On the page: what waits for a decision, unless another state is asked for."""

    searched = ENROLLED

    q = django_filters.CharFilter(method="with_words", label=_("Training or person"))
    state = django_filters.ChoiceFilter(
        choices=[("all", _("all")), *((state.value, state.label) for state in DECIDED)],
        empty_label=ApprovalState.PENDING.label,
        method="in_state",
        label=_("State"),
    )

    class Meta:
        model = Approval
        fields: list[str] = []

    def in_state(self, rows: QuerySet[Approval], _name: str, state: str) -> QuerySet[Approval]:
        """In one state, or in any."""
        return rows if state == "all" else rows.filter(state=state)

    def filter_queryset(self, queryset: QuerySet[Approval]) -> QuerySet[Approval]:
        """What waits, unless asked otherwise."""
        rows: QuerySet[Approval] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(state=ApprovalState.PENDING)


class QuestionnaireFilter(ScopedFilterSet):
    """By course and kind."""

    class Meta:
        model = Questionnaire
        fields = ["course", "kind"]


class SurveyFilter(ScopedFilterSet):
    """By edition and kind."""

    kind = django_filters.ChoiceFilter(
        field_name="questionnaire__kind", choices=SurveyKind.choices, label=_("What it is for")
    )

    class Meta:
        model = Survey
        fields = ["edition"]


class NeedFilter(ScopedFilterSet):
    """By enrolment and kind."""

    class Meta:
        model = SpecialNeed
        fields = ["enrolment", "kind"]


def _kinds() -> list[tuple[str, str]]:
    return [(text.name, str(text.title)) for text in editable()]


class OutboxFilter(ScopedFilterSet):
    """By training, recipient, kind of message and state."""

    training = django_filters.CharFilter(method="about_training", label=_("Code or title of the training"))
    q = django_filters.CharFilter(method="to_somebody", label=_("To whom"))
    template = django_filters.ChoiceFilter(choices=_kinds, label=_("Message"))
    state = django_filters.ChoiceFilter(choices=STATES, label=_("State"))

    class Meta:
        model = Message
        fields: list[str] = []

    def about_training(self, rows: QuerySet[Message], _name: str, words: str) -> QuerySet[Message]:
        """About a training with every word in its code or title."""
        editions = Edition.objects.visible_to(self.request.user)
        for word in words.split():
            editions = editions.filter(
                Q(code__icontains=word) | Q(course__title_pl__icontains=word) | Q(course__title_en__icontains=word)
            )
        return rows.filter(pk__in=messages_about(editions).values("pk"))

    def to_somebody(self, rows: QuerySet[Message], _name: str, words: str) -> QuerySet[Message]:
        """Every word in the name of who gets it."""
        for word in words.split():
            rows = rows.filter(Q(to__first_name__icontains=word) | Q(to__last_name__icontains=word))
        return rows


class TrainedFilter(WordsFilter):
    """By words, course and days."""

    searched = [*TRAINING, *PERSON]

    q = django_filters.CharFilter(method="with_words", label=_("Training or person"))
    ends_from = DayFilter(label=_("Ended from"), method="ending_from")
    ends_to = DayFilter(label=_("Ended until"), method="ending_to")

    class Meta:
        model = Enrolment
        fields: list[str] = []

    def ending_from(self, rows: QuerySet[Enrolment], _name: str, day: date) -> QuerySet[Enrolment]:
        """On this Warsaw day or later."""
        return rows.filter(edition__ends_at__gte=start_of(day))

    def ending_to(self, rows: QuerySet[Enrolment], _name: str, day: date) -> QuerySet[Enrolment]:
        """On this Warsaw day or before."""
        return rows.filter(edition__ends_at__lt=start_of(day + timedelta(days=1)))


class DuplicateFilter(ScopedFilterSet):
    """By words in the name or address of one of the two."""

    q = django_filters.CharFilter(method="in_names", label=_("Name or e-mail"))

    class Meta:
        model = User
        fields: list[str] = []

    def in_names(self, rows: QuerySet[User], _name: str, _words: str) -> QuerySet[User]:
        """All: `suspicions` looks for the words in both of a pair."""
        return rows


class ExportFilter(ScopedFilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(choices=State.choices, label=_("State"))

    class Meta:
        model = Job
        fields: list[str] = []


class AllocationFilter(ScopedFilterSet):
    """By edition and city."""

    class Meta:
        model = CityAllocation
        fields = ["edition", "city"]


class SelectionFilter(ScopedFilterSet):
    """By edition and state."""

    class Meta:
        model = SelectionBatch
        fields = ["edition", "state"]


class SheetFilter(ScopedFilterSet):
    """By session and state."""

    class Meta:
        model = AttendanceSheet
        fields = ["session", "state"]


class LoginReportFilter(ScopedFilterSet):
    """By session."""

    class Meta:
        model = LoginReport
        fields = ["session"]


class CertificateFilter(ScopedFilterSet):
    """By enrolment, kind, state and edition."""

    edition = django_filters.ModelChoiceFilter(
        field_name="enrolment__edition", queryset=offered(Edition), label=_("Training")
    )

    class Meta:
        model = Certificate
        fields = ["enrolment", "kind", "state"]


class MyCertificateFilter(OwnFilter):
    """By words and state."""

    searched = ["number", *ENROLLED]
    owner = "enrolment__person"
    q = django_filters.CharFilter(method="with_words", label=_("Number, training or person"))
    state = django_filters.ChoiceFilter(choices=CertificateState.choices, label=_("State"))

    class Meta:
        model = Certificate
        fields: list[str] = []


class LegalTextFilter(ScopedFilterSet):
    """By project and kind."""

    class Meta:
        model = LegalText
        fields = ["project", "kind"]


class LegalTextVersionFilter(ScopedFilterSet):
    """By text, project and kind; only those that hold today."""

    project = django_filters.ModelChoiceFilter(
        field_name="text__project", queryset=offered(Project), label=_("Project")
    )
    kind = django_filters.ChoiceFilter(field_name="text__kind", choices=LegalKind.choices, label=_("Kind"))
    in_force = TickFilter(method="only_in_force", label=_("In force today"))

    class Meta:
        model = LegalTextVersion
        fields = ["text"]

    def only_in_force(
        self,
        rows: QuerySet[LegalTextVersion],
        _name: str,
        wanted: bool,  # noqa: FBT001 -- django-filter calls it so
    ) -> QuerySet[LegalTextVersion]:
        """The last version of each text whose day has come."""
        held = LegalTextVersion.objects.in_force().values("pk")
        return rows.filter(pk__in=held) if wanted else rows


class AnswerFilter(ScopedFilterSet):
    """By answer."""

    class Meta:
        model = ConsentRecord
        fields = ["answer"]


class ConsentFilter(ScopedFilterSet):
    """By version, person and answer."""

    class Meta:
        model = ConsentRecord
        fields = ["version", "person", "answer"]
