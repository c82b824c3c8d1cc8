"""What the API of trainings says and reads."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from grants.models import Project
from organisations.models import Organisation
from trainings.api.schedule_serializers import ChangeSession
from trainings.choices import EditionStanding, Mode, PlaceKind, Selection, Steps, TeachingRole
from trainings.models import Attendance, Course, Edition, Enrolment, Session
from trainings.queries import enrollable_people, trainers_for
from trainings.services.editions.sessions import LONGEST_VISIT
from web.api import InstantField, OfferedField, OutputSerializer, ShownInstant, StrictSerializer, VisibleField


class CourseSerializer(OutputSerializer[Course]):
    """A course."""

    class Meta:
        model = Course
        fields = [
            "id",
            "project",
            "code",
            "title_pl",
            "title_en",
            "goals",
            "target_group",
            "outline",
            "knowledge",
            "skills",
            "social",
            "threshold_percent",
            "paper_prevails",
            "needs_post_test",
            "pass_percent",
            "attests_attendance",
            "people_may_transfer",
            "version",
        ]


class EditionSerializer(OutputSerializer[Edition]):
    """An edition with its places as counted now; `free` below zero: more are held or kept than there are.

    `cities` are the only ones it is open to; none: every town of the project. `reserved` places are kept for cities.
    `standing` is computed: of a published edition, whether people may enrol now, whether it runs or is over.
    """

    course_code = serializers.CharField(source="course.code", read_only=True)
    taken = serializers.IntegerField(read_only=True)
    reserved = serializers.IntegerField(read_only=True)
    waiting = serializers.IntegerField(read_only=True)
    free = serializers.IntegerField(read_only=True)
    standing = serializers.ChoiceField(choices=EditionStanding.choices, read_only=True)

    class Meta:
        model = Edition
        fields = [
            "id",
            "course",
            "course_code",
            "code",
            "mode",
            "venue",
            "country",
            "travel",
            "pays_travel",
            "km_rate",
            "travel_limit",
            "access_notes",
            "capacity",
            "online_capacity",
            "taken",
            "reserved",
            "waiting",
            "free",
            "min_participants",
            "per_city_limit",
            "cities",
            "selection",
            "approval_steps",
            "approval_holds_seat",
            "approval_days",
            "may_be_aid",
            "opens_at",
            "closes_at",
            "withdraw_until",
            "offer_hours",
            "last_offer_hours_before",
            "waitlist_enabled",
            "state",
            "standing",
            "starts_at",
            "ends_at",
            "version",
        ]


class SessionSerializer(OutputSerializer[Session]):
    """A session; trainers by name."""

    trainers = serializers.StringRelatedField[Any](many=True, read_only=True)

    class Meta:
        model = Session
        fields = [
            "id",
            "edition",
            "ordinal",
            "starts_at",
            "ends_at",
            "breaks_min",
            "counted_min",
            "venue",
            "required",
            "revision",
            "state",
            "trainers",
            "version",
        ]


class EnrolmentSerializer(OutputSerializer[Enrolment]):
    """An enrolment; `position` is for who waits, `offer_expires_at` for who was offered a place.

    `regulation` is the version of the regulations accepted for it; `awaits_texts`: the person has still to accept them.
    """

    person_name = serializers.CharField(source="person.get_full_name", read_only=True)
    city_name = serializers.CharField(source="city.name", read_only=True)
    position = serializers.IntegerField(source="position_in_line", read_only=True, allow_null=True)
    offer_expires_at = ShownInstant(read_only=True, allow_null=True)

    class Meta:
        model = Enrolment
        fields = [
            "id",
            "edition",
            "person",
            "person_name",
            "city",
            "city_name",
            "post",
            "department",
            "place_kind",
            "source",
            "state",
            "holds_seat",
            "queue_no",
            "position",
            "offer_expires_at",
            "late_withdrawal",
            "came_from",
            "regulation",
            "awaits_texts",
            "submitted_at",
            "version",
        ]


class AttendanceSerializer(OutputSerializer[Attendance]):
    """The minutes of a person in a session."""

    class Meta:
        model = Attendance
        fields = ["id", "session", "enrolment", "status", "minutes", "source", "recorded_at", "version"]


# -- input -----------------------------------------------------------------------------------------


class ChangeCourse(StrictSerializer):
    """Input of change_course."""

    title_pl = serializers.CharField(max_length=200)
    title_en = serializers.CharField(max_length=200, allow_blank=True, default="")
    goals = serializers.CharField(max_length=4000, allow_blank=True, default="")
    target_group = serializers.CharField(max_length=4000, allow_blank=True, default="")
    outline = serializers.CharField(max_length=4000, allow_blank=True, default="")
    knowledge = serializers.CharField(max_length=4000, allow_blank=True, default="")
    skills = serializers.CharField(max_length=4000, allow_blank=True, default="")
    social = serializers.CharField(max_length=4000, allow_blank=True, default="")
    threshold_percent = serializers.IntegerField(min_value=1, max_value=100, default=80)
    paper_prevails = serializers.BooleanField(default=False)
    needs_post_test = serializers.BooleanField(default=False)
    pass_percent = serializers.IntegerField(min_value=1, max_value=100, default=60)
    attests_attendance = serializers.BooleanField(default=False)
    people_may_transfer = serializers.BooleanField(default=False)


class CreateCourse(ChangeCourse):
    """Input of create_course."""

    project = VisibleField(queryset=Project.objects.all())
    code = serializers.CharField(max_length=40)


class ChangeEdition(StrictSerializer):
    """Input of change_edition."""

    mode = serializers.ChoiceField(choices=Mode.choices)
    venue = serializers.CharField(max_length=300, allow_blank=True, default="")
    country = serializers.CharField(max_length=2, allow_blank=True, default="")
    travel = serializers.CharField(max_length=4000, allow_blank=True, default="")
    access_notes = serializers.CharField(max_length=4000, allow_blank=True, default="")
    opens_at = InstantField()
    closes_at = InstantField()
    withdraw_until = InstantField()
    offer_hours = serializers.IntegerField(min_value=1, max_value=744, default=48)
    last_offer_hours_before = serializers.IntegerField(min_value=0, max_value=744, default=24)
    waitlist_enabled = serializers.BooleanField(default=True)
    min_participants = serializers.IntegerField(min_value=0, max_value=10_000, default=0)
    per_city_limit = serializers.IntegerField(min_value=1, max_value=10_000, allow_null=True, default=None)
    cities = VisibleField(queryset=Organisation.objects.all(), many=True, default=list)
    selection = serializers.ChoiceField(choices=Selection.choices, default=Selection.FIRST_COME)
    approval_steps = serializers.ChoiceField(choices=Steps.choices, default=Steps.NONE)
    approval_holds_seat = serializers.BooleanField(default=True)
    approval_days = serializers.IntegerField(min_value=1, max_value=60, default=5)
    may_be_aid = serializers.BooleanField(default=False)
    pays_travel = serializers.BooleanField(default=False)
    km_rate = serializers.DecimalField(max_digits=8, decimal_places=4, min_value=0, allow_null=True, default=None)
    travel_limit = serializers.DecimalField(max_digits=9, decimal_places=2, min_value=0, allow_null=True, default=None)


class CreateEdition(ChangeEdition):
    """Input of create_edition."""

    course = VisibleField(queryset=Course.objects.all())
    code = serializers.CharField(max_length=40)
    capacity = serializers.IntegerField(min_value=1, max_value=10_000)
    online_capacity = serializers.IntegerField(min_value=1, max_value=10_000, allow_null=True, default=None)


class ChangeCapacity(StrictSerializer):
    """Input of change_capacity; places online that are not named stay, null counts all places as one."""

    capacity = serializers.IntegerField(min_value=1, max_value=10_000)
    online_capacity = serializers.IntegerField(min_value=1, max_value=10_000, allow_null=True, required=False)
    reason = serializers.CharField(max_length=500, allow_blank=True, default="")


class Reason(StrictSerializer):
    """Why; whether it is needed depends on who asks."""

    reason = serializers.CharField(max_length=500, allow_blank=True, default="")


class PlanSession(ChangeSession):
    """Input of plan_session."""

    edition = VisibleField(queryset=Edition.objects.all())


class NameTrainer(StrictSerializer):
    """Input of unassign_trainer."""

    user = OfferedField(trainers_for)


class AssignTrainer(NameTrainer):
    """Input of assign_trainer."""

    role = serializers.ChoiceField(choices=TeachingRole.choices, default=TeachingRole.TRAINER)


class Enrol(StrictSerializer):
    """Input of enrol; without a person it is for the caller, without a city for the one where the person works.

    `accepts` are the ids of the versions of texts that the caller has read; `texts` of an edition names them.
    """

    edition = VisibleField(queryset=Edition.objects.only("pk"))
    person = OfferedField(enrollable_people, required=False)
    city = VisibleField(queryset=Organisation.objects.all(), required=False)
    post = serializers.CharField(max_length=120, allow_blank=True, default="")
    department = serializers.CharField(max_length=120, allow_blank=True, default="")
    place_kind = serializers.ChoiceField(choices=PlaceKind.choices, default=PlaceKind.ONSITE)
    reason = serializers.CharField(max_length=500, allow_blank=True, default="")
    accepts = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=5, default=list)


class ChangeAttendance(StrictSerializer):
    """Other minutes."""

    minutes = serializers.IntegerField(min_value=0, max_value=LONGEST_VISIT)
    excused = serializers.BooleanField(default=False)


class RecordAttendance(ChangeAttendance):
    """Input of attendance.record."""

    session = VisibleField(queryset=Session.objects.all())
    enrolment = VisibleField(queryset=Enrolment.objects.all())


class RosterEntry(StrictSerializer):
    """One line of a roster; `version` is that of the record it replaces, 0 where there was none."""

    enrolment = serializers.IntegerField(min_value=1)
    minutes = serializers.IntegerField(min_value=0, max_value=LONGEST_VISIT)
    excused = serializers.BooleanField(default=False)
    version = serializers.IntegerField(min_value=0, default=0)


class RecordRoster(StrictSerializer):
    """Input of attendance.record_roster: all or none."""

    entries = RosterEntry(many=True, allow_empty=False)
