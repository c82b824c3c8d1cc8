"""Courses, editions, sessions, places and attendance for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from trainings.api import serializers as given
from trainings.api.counts import EditionCounts
from trainings.api.door import DoorActions, TicketActions
from trainings.api.exchange_serializers import Allocate, ChangeKind, Substitute, Told, Transfer
from trainings.api.legal import EditionTexts, EnrolmentTexts
from trainings.api.nominations import NominationActions
from trainings.api.papers import DisputeActions
from trainings.api.schedule import ScheduleActions
from trainings.api.settlement import EditionEndings, EnrolmentEndings, SessionEndings
from trainings.api.several import RosterActions
from trainings.filters import AttendanceFilter, CourseFilter, EditionFilter, EnrolmentFilter, SessionFilter
from trainings.models import Attendance, Course, Edition, Enrolment, Session
from trainings.permissions import can_organise, can_substitute
from trainings.queries import fetch_offers, with_places, with_position
from trainings.queries.behind import only_for, trainers_of
from trainings.services import attendance, editions, places
from trainings.services.attendance import Entry
from web.api import Nothing, ScopedViewSet
from web.idempotency import idempotent
from web.shown import attach, columns_of


class CourseViewSet(ScopedViewSet):
    """Courses: create, change."""

    queryset = Course.objects.order_by("code")
    serializer_class = given.CourseSerializer
    filterset_class = CourseFilter

    @extend_schema(request=given.CreateCourse, responses={201: given.CourseSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Add a course to a project."""
        return self.answer(editions.create_course(by=me(request), **self.read(given.CreateCourse)), 201)

    @extend_schema(request=given.ChangeCourse, responses=given.CourseSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Change it as a whole. Needs If-Match."""
        course = self.get_object()
        version = self.expected_version(course)
        changed = editions.change_course(
            course=course, by=me(request), version=version, **self.read(given.ChangeCourse)
        )
        return self.answer(changed)


class EditionViewSet(EditionEndings, NominationActions, RosterActions, EditionTexts, EditionCounts, ScopedViewSet):
    """Editions: create, change, publish, cancel, change the number of places."""

    queryset = Edition.objects.select_related("course").order_by("starts_at", "pk")
    serializer_class = given.EditionSerializer
    filterset_class = EditionFilter

    def get_queryset(self) -> QuerySet[Edition]:
        """With their places, as the clock has them now; of a list `page` counts them."""
        rows = super().get_queryset()
        return rows if self.action == "list" else with_places(rows)

    @classmethod
    def page(cls, keys: list[Any], at: Any) -> QuerySet[Edition]:
        """With their places; of the course the code."""
        return with_places(super().page(keys, at).only(*columns_of(Edition), "course__code"), at)

    def rows_by_key(self, keys: list[Any]) -> Iterable[Any]:
        """With the only cities to which they are open."""
        return attach(super().rows_by_key(keys), "cities", only_for(keys))

    def _answer(self, edition: Edition, status: int = 200) -> Response:
        """Counted again: the change may have moved people."""
        return self.answer(self.get_queryset().get(pk=edition.pk), status)

    @extend_schema(request=given.CreateEdition, responses={201: given.EditionSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Draft an edition of a course."""
        return self._answer(editions.create_edition(by=me(request), **self.read(given.CreateEdition)), 201)

    @extend_schema(request=given.ChangeEdition, responses=given.EditionSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Change all but code and places. Needs If-Match."""
        edition = self.get_object()
        version = self.expected_version(edition)
        return self._answer(
            editions.change_edition(edition=edition, by=me(request), version=version, **self.read(given.ChangeEdition))
        )

    @extend_schema(request=None, responses=given.EditionSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Put it in the catalogue. Needs If-Match."""
        edition = self.get_object()
        self.read(Nothing)
        version = self.expected_version(edition)
        return self._answer(editions.publish(edition=edition, by=me(request), version=version))

    @extend_schema(request=given.Reason, responses=given.EditionSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Call it off; everybody's enrolment ends. Needs If-Match."""
        edition = self.get_object()
        version = self.expected_version(edition)
        return self._answer(
            editions.cancel_edition(edition=edition, by=me(request), version=version, **self.read(given.Reason))
        )

    @extend_schema(request=given.ChangeCapacity, responses=given.EditionSerializer)
    @action(detail=True, methods=["post"])
    def capacity(self, request: Request, pk: str) -> Response:
        """More places are offered to who waits; fewer need a reason. Needs If-Match."""
        edition = self.get_object()
        version = self.expected_version(edition)
        return self._answer(
            places.change_capacity(
                edition=edition,
                by=me(request),
                version=version,
                **{"online_capacity": edition.online_capacity, **self.read(given.ChangeCapacity)},
            )
        )

    @extend_schema(request=Allocate, responses=given.EditionSerializer)
    @action(detail=True, methods=["post"])
    def allocate(self, request: Request, pk: str) -> Response:
        """Keep so many places for a city until a moment; none releases them now. Needs If-Match."""
        edition = self.get_object()
        version = self.expected_version(edition)
        places.allocate(edition=edition, by=me(request), version=version, **self.read(Allocate))
        return self._answer(edition)

    @extend_schema(request=None, responses=Told)
    @action(detail=True, methods=["post"], url_path="close-list")
    def close_list(self, request: Request, pk: str) -> Response:
        """Tell everybody who waits that no place will come."""
        self.read(Nothing)
        return Response({"told": places.close_list(edition=self.get_object(), by=me(request))})


class SessionViewSet(SessionEndings, ScheduleActions, DoorActions, ScopedViewSet):
    """Sessions: plan, move, cancel, repeat, remove, trainers, the door, attendance of the whole list."""

    queryset = Session.objects.order_by("starts_at", "pk")
    joins = ("edition__course",)
    serializer_class = given.SessionSerializer
    filterset_class = SessionFilter

    def get_queryset(self) -> QuerySet[Session]:
        """One session with its trainers at once; of a list `rows_by_key` names them."""
        rows = super().get_queryset()
        return rows.prefetch_related("trainers__user") if self.detail else rows

    def rows_by_key(self, keys: list[Any]) -> Iterable[Any]:
        """With the names of who teaches."""
        names = ((row.session_id, str(row)) for row in trainers_of(keys))
        return attach(super().rows_by_key(keys), "trainers", names)

    def _trainer_of(self, session: Session, asked: type[given.NameTrainer] = given.NameTrainer) -> dict[str, Any]:
        """Who is meant, for who may say so."""
        return self.read(asked, may=can_organise, about=session.edition.course.project_id)

    @extend_schema(request=given.PlanSession, responses={201: given.SessionSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Add a session to a draft."""
        return self.answer(editions.plan_session(by=me(request), **self.read(given.PlanSession)), 201)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take a session out of a draft."""
        editions.remove_session(session=self.get_object(), by=me(request))
        return Response(status=204)

    @extend_schema(request=given.AssignTrainer, responses=given.SessionSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: str) -> Response:
        """Give it a trainer and book the trainer's time."""
        session = self.get_object()
        editions.assign_trainer(session=session, by=me(request), **self._trainer_of(session, given.AssignTrainer))
        return self.answer(self.get_object())

    @extend_schema(request=given.NameTrainer, responses=given.SessionSerializer)
    @action(detail=True, methods=["post"])
    def unassign(self, request: Request, pk: str) -> Response:
        """Take a trainer off and free the time."""
        session = self.get_object()
        editions.unassign_trainer(session=session, by=me(request), **self._trainer_of(session))
        return self.answer(self.get_object())

    @extend_schema(request=given.RecordRoster, responses=given.AttendanceSerializer(many=True))
    @action(detail=True, methods=["post"])
    def attendance(self, request: Request, pk: str) -> Response:
        """Minutes of a whole list at once, all or none."""
        session = self.get_object()
        entries = [
            Entry(line["enrolment"], line["minutes"], line["excused"], line["version"])
            for line in self.read(given.RecordRoster)["entries"]
        ]
        attendance.record_roster(session=session, entries=entries, by=me(request))
        rows = session.attendances.visible_to(me(request))
        return Response(given.AttendanceSerializer(rows, many=True).data)


class EnrolmentViewSet(EnrolmentEndings, TicketActions, EnrolmentTexts, ScopedViewSet):
    """Enrolments: create, withdraw, accept, decline, promote."""

    queryset = with_position(Enrolment.objects.select_related("person", "city"))
    joins = ("edition__course",)
    serializer_class = given.EnrolmentSerializer
    filterset_class = EnrolmentFilter

    def get_queryset(self) -> QuerySet[Enrolment]:
        """In the order of the line."""
        return super().get_queryset().order_by("edition_id", "queue_no", "pk")

    @classmethod
    def page(cls, keys: list[Any], at: Any) -> QuerySet[Enrolment]:
        """Of person and city the names."""
        beside = ("person__first_name", "person__last_name", "person__email", "city__name")
        return super().page(keys, at).only(*columns_of(Enrolment), *beside)

    def paginate_queryset(self, queryset: Any) -> Any:
        """One page, with the offers of who has one."""
        rows = super().paginate_queryset(queryset)
        fetch_offers(rows or [])
        return rows

    def _answer(self, row: Enrolment, status: int = 200) -> Response:
        """With the position as it is now; also for the office of a city, which sees nobody who is out."""
        return self.answer(self.queryset.get(pk=row.pk), status)

    @extend_schema(request=given.Enrol, responses={200: given.EnrolmentSerializer, 201: given.EnrolmentSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """A place, or the end of the waiting list. Asked again for the same person: 200 with the first row."""
        user = me(request)
        row, is_new = places.enrol(by=user, **{"person": user, **self.read(given.Enrol)})
        return self.answer(row, 201) if is_new else self._answer(row)

    @extend_schema(request=given.Reason, responses=given.EnrolmentSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Give the place or the wait up. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        return self._answer(places.withdraw(enrolment=row, by=me(request), version=version, **self.read(given.Reason)))

    @extend_schema(request=None, responses=given.EnrolmentSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Take the offered place before its time is over."""
        self.read(Nothing)
        return self._answer(places.accept_offer(enrolment=self.get_object(), by=me(request)))

    @extend_schema(request=None, responses=given.EnrolmentSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Leave the offered place to the next in line."""
        self.read(Nothing)
        return self._answer(places.decline_offer(enrolment=self.get_object(), by=me(request)))

    @extend_schema(request=given.Reason, responses=given.EnrolmentSerializer)
    @action(detail=True, methods=["post"])
    def promote(self, request: Request, pk: str) -> Response:
        """Give a free place to somebody who waits; passing others needs a reason. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        return self._answer(places.promote(enrolment=row, by=me(request), version=version, **self.read(given.Reason)))

    @extend_schema(request=given.Reason, responses=given.EnrolmentSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Take one person off, with a reason that the person reads. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        return self._answer(places.cancel(enrolment=row, by=me(request), version=version, **self.read(given.Reason)))

    @extend_schema(request=ChangeKind, responses=given.EnrolmentSerializer)
    @action(detail=True, methods=["post"])
    def kind(self, request: Request, pk: str) -> Response:
        """Come online in place of in the room, or the other way round. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        return self._answer(places.change_kind(enrolment=row, by=me(request), version=version, **self.read(ChangeKind)))

    @extend_schema(request=Transfer, responses={201: given.EnrolmentSerializer})
    @action(detail=True, methods=["post"])
    def transfer(self, request: Request, pk: str) -> Response:
        """Move to another date of the same course; the new row. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        new = places.transfer(enrolment=row, by=me(request), version=version, **self.read(Transfer))
        return self._answer(new, 201)

    @extend_schema(request=Substitute, responses={201: given.EnrolmentSerializer})
    @action(detail=True, methods=["post"])
    def substitute(self, request: Request, pk: str) -> Response:
        """Give the place to a colleague from the same city; the colleague's row. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        colleague = self.read(Substitute, may=can_substitute, about=row)
        return self._answer(places.substitute(enrolment=row, by=me(request), version=version, **colleague), 201)


class AttendanceViewSet(DisputeActions, ScopedViewSet):
    """Attendance of one person in one session: record, change."""

    queryset = Attendance.objects.order_by("session_id", "pk")
    joins = ("session__edition__course",)
    serializer_class = given.AttendanceSerializer
    filterset_class = AttendanceFilter

    @extend_schema(request=given.RecordAttendance, responses={201: given.AttendanceSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Record somebody's minutes for the first time; the same again is no change."""
        return self.answer(attendance.record(by=me(request), **self.read(given.RecordAttendance)), 201)

    @extend_schema(request=given.ChangeAttendance, responses=given.AttendanceSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Correct the minutes. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        changed = attendance.record(
            session=row.session,
            enrolment=row.enrolment,
            by=me(request),
            version=version,
            **self.read(given.ChangeAttendance),
        )
        return self.answer(changed)
