"""The door for programs: scans, people without a place, exemptions, tickets."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from trainings.api import door_serializers as given
from trainings.api import serializers as shown
from trainings.choices import AttendanceSource, ScanDirection
from trainings.permissions import can_organise
from trainings.services import attendance, door, scans
from trainings.services.scans import Scan
from trainings.services.tickets import ticket
from web.api import ServiceViewSet
from web.idempotency import idempotent


class DoorActions(ServiceViewSet):
    """Actions of a session."""

    @extend_schema(request=given.TakeScans, responses=given.ScanAnswer(many=True))
    @action(detail=True, methods=["post"])
    def scans(self, request: Request, pk: str) -> Response:
        """Answer a batch of scans, each by itself. Sending one again gets its first answer: no key is needed."""
        session, told = self.get_object(), self.read(given.TakeScans)
        sent = [
            Scan(
                one["nonce"],
                one["code"],
                one["scanned_at"],
                ScanDirection(one["direction"]),
                AttendanceSource.MANUAL if one["ticked"] else AttendanceSource.QR,
            )
            for one in told["scans"]
        ]
        answers = scans.take_scans(session=session, device=told["device"], scans=sent, by=me(request))
        return Response(given.ScanAnswer(answers, many=True).data)

    @extend_schema(request=given.WalkIn, responses={201: shown.EnrolmentSerializer})
    @action(detail=True, methods=["post"], url_path="walk-in")
    @idempotent
    def walk_in(self, request: Request, pk: str) -> Response:
        """Give a place to somebody at the door and write the entry down."""
        session = self.get_object()
        told = self.read(given.WalkIn, may=can_organise, about=session.edition.course.project_id)
        row = door.admit(session=session, by=me(request), **told)
        return Response(shown.EnrolmentSerializer(row, context=self.get_serializer_context()).data, status=201)

    @extend_schema(request=given.Exempt, responses=shown.AttendanceSerializer)
    @action(detail=True, methods=["post"])
    def exempt(self, request: Request, pk: str) -> Response:
        """Leave the session out of what somebody must attend."""
        session = self.get_object()
        told = self.read(given.Exempt, may=can_organise, about=session.edition.course.project_id)
        row = attendance.exempt(session=session, by=me(request), **told)
        return Response(shown.AttendanceSerializer(row, context=self.get_serializer_context()).data)


class TicketActions(ServiceViewSet):
    """Actions of an enrolment."""

    @extend_schema(request=None, responses=given.Ticket)
    @action(detail=True, methods=["get"])
    def ticket(self, request: Request, pk: str) -> Response:
        """The code that is shown at the door."""
        return Response({"code": ticket(enrolment=self.get_object(), by=me(request))})
