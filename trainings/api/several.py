"""Several people of a training, or several decisions, at once for programs."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from trainings.api.exchange_serializers import Told
from trainings.api.several_serializers import ActOnSeveral, ApprovalAccount, DecideSeveral, EnrolmentAccount, Write
from trainings.choices import Act
from trainings.models import Approval, Enrolment
from trainings.queries import fetch_offers, with_position
from trainings.services import letters, places
from trainings.services.places import Account
from web.api import ServiceViewSet
from web.idempotency import idempotent


class RosterActions(ServiceViewSet):
    """Actions of an edition."""

    @extend_schema(request=ActOnSeveral, responses=EnrolmentAccount)
    @action(detail=True, methods=["post"])
    @idempotent
    def several(self, request: Request, pk: str) -> Response:
        """Give places, withdraw or cancel, each by itself; what a rule forbids is left as it was and named."""
        edition, given = self.get_object(), self.read(ActOnSeveral)
        versions = {row["enrolment"]: row["version"] for row in given["rows"]}
        account = places.act_on_several(
            edition=edition, act=Act(given["act"]), versions=versions, by=me(request), reason=given["reason"]
        )
        done = [row.pk for row in account.done]
        rows = with_position(Enrolment.objects.visible_to(me(request)).filter(pk__in=done)).order_by("queue_no")
        shown = list(rows.select_related("person", "city"))
        fetch_offers(shown)
        return Response(EnrolmentAccount(Account(shown, account.refused)).data)

    @extend_schema(request=Write, responses=Told)
    @action(detail=True, methods=["post"])
    @idempotent
    def write(self, request: Request, pk: str) -> Response:
        """A message to each of these people; the same again on the same day goes once."""
        edition = self.get_object()
        return Response({"told": letters.write_to(edition=edition, by=me(request), **self.read(Write))})


class DecisionActions(ServiceViewSet):
    """Actions on approvals."""

    @extend_schema(request=DecideSeveral, responses=ApprovalAccount)
    @action(detail=False, methods=["post"], url_path="approve-several")
    def approve_several(self, request: Request) -> Response:
        """Yes to each by itself; what cannot be approved is named with the reason."""
        found, comment = self._asked(request)
        return self._told(request, places.approve_several(approvals=found, by=me(request), comment=comment))

    @extend_schema(request=DecideSeveral, responses=ApprovalAccount)
    @action(detail=False, methods=["post"], url_path="decline-several")
    def decline_several(self, request: Request) -> Response:
        """No to each by itself, with a comment that everybody declined reads."""
        found, comment = self._asked(request)
        return self._told(request, places.decline_several(approvals=found, by=me(request), comment=comment))

    def _asked(self, request: Request) -> tuple[list[Approval], str]:
        given, user = self.read(DecideSeveral), me(request)
        rows = Approval.objects.visible_to(user).decidable_by(user).filter(pk__in=given["approvals"])
        found = list(_whole(rows))
        if len(found) != len(set(given["approvals"])):
            raise Http404
        return found, given["comment"]

    def _told(self, request: Request, decided: Account[Approval]) -> Response:
        done = _whole(Approval.objects.visible_to(request.user).filter(pk__in=[row.pk for row in decided.done]))
        return Response(ApprovalAccount(Account(list(done), decided.refused)).data)


def _whole(rows: QuerySet[Approval]) -> QuerySet[Approval]:
    return rows.select_related("enrolment__person", "enrolment__city", "enrolment__edition__course").order_by(
        "due_at", "pk"
    )
